"""A person corrects a claim: form, columns, lines, coverage, charges and deadline change as one."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities import claims, tasks
from activities.actors import Actor
from activities.claim_forms import claim_of, columns_of, form_of, lines_of
from activities.corrected_forms import CorrectClaim as CorrectClaim
from activities.corrected_forms import LineCorrection as LineCorrection
from activities.corrected_forms import corrected
from activities.earlier_payers import settled_by_line
from activities.filing import filing_deadline, keep_deadline
from activities.ledger import post_charges
from activities.receipts import first_time
from activities.transactions import Office, Work
from edi.claims import ProfessionalClaim
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.patients import Coverage, Patient
from models.payers import Payer
from rules.claims import Stage
from rules.errors import Conflict, Refusal, Stale

OURS = (
    Stage.SCRUBBING,
    Stage.HELD,
    Stage.BLOCKED,
    Stage.READY,
    Stage.REJECTED,
    Stage.DENIED,
    Stage.UNDERPAID,
)


async def correct_claim(office: Office, actor: Actor, said: CorrectClaim) -> int:
    """The claim's new version; the same key again changes nothing. Its tasks stay: finishing one sends it on.

    Raises Unknown, Stale (the page was old), Conflict (the payer has the claim), Refusal (nothing given),
    Unreadable (no date of service would be left).
    """
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        claim = await claims.one(work, said.claim_id)
        if fresh:
            await _correct(work, claim, said)
            await work.session.flush()
        return claim.version


async def _correct(work: Work, claim: Claim, said: CorrectClaim) -> None:
    if claim.version != said.version:
        raise Stale("Someone else changed this claim first: here it is as it stands now.")
    if claim.stage not in OURS:
        raise Conflict("The payer has this claim: it can be corrected when it comes back, or be replaced.")
    names = said.changed()
    if not names:
        raise Refusal("Nothing was changed: fill in what is to be corrected.")
    form = corrected(claim_of(claim.form), said)
    before = claim.service_from, claim.service_to
    _keep_form(claim, form)
    lines = await _keep_lines(work, claim, form)
    await _keep_people(work, claim, said)
    if claim.stage is Stage.READY:
        claims.move(work, claim, Stage.SCRUBBING, "Corrected: to be checked again")
    if before != (claim.service_from, claim.service_to):
        await _move_deadline(work, claim, form)
    await work.session.flush()
    amounts = zip(lines, settled_by_line(form), strict=True)
    await post_charges(work, claim, lines, {line.id: amount for line, amount in amounts if amount})
    work.record("corrected", f"claim:{claim.id}", claim.practice_id, fields=names)
    work.wake(claims.workflow_id(claim.id))
    work.ring_claim(claim.id)


def _keep_form(claim: Claim, form: ProfessionalClaim) -> None:
    columns = columns_of(form)
    claim.form = form_of(form)
    claim.charge = columns.charge
    claim.service_from, claim.service_to = columns.service_from, columns.service_to
    claim.payer_claim_number = columns.payer_claim_number or claim.payer_claim_number


async def _keep_lines(work: Work, claim: Claim, form: ProfessionalClaim) -> list[ClaimLine]:
    """The line rows, now saying what the form says."""
    own = select(ClaimLine).where(ClaimLine.claim_id == claim.id).order_by(ClaimLine.number)
    rows = list(await work.session.scalars(own))
    for row, columns in zip(rows, lines_of(form), strict=True):
        for name, value in asdict(columns).items():
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
    return rows


async def _keep_people(work: Work, claim: Claim, said: CorrectClaim) -> None:
    patient = await work.session.get_one(Patient, claim.patient_id)
    patient.birth_date, patient.sex = said.birth_date or patient.birth_date, said.sex or patient.sex
    if said.member_id is not None:
        claim.coverage_id = await _coverage(work, claim, said.member_id.strip())


async def _coverage(work: Work, claim: Claim, member_id: str) -> UUID:
    """The policy of that number; other claims keep the one they were billed under."""
    key = {"patient_id": claim.patient_id, "payer_id": claim.payer_id, "member_id": member_id}
    row = insert(Coverage).values(id=new_id(), practice_id=claim.practice_id, **key)
    await work.session.execute(row.on_conflict_do_nothing(constraint="uq_coverage_member"))
    found = await work.session.scalars(select(Coverage.id).filter_by(**key))
    return found.one()


async def _move_deadline(work: Work, claim: Claim, form: ProfessionalClaim) -> None:
    """Other dates, another limit: the claim's tasks follow, and no snooze outlives it."""
    practice = await claims.practice_of(work, claim.practice_id)
    payer = await work.session.get_one(Payer, claim.payer_id)
    today = work.today(practice.time_zone)
    was = claim.filing_limit_on, claim.file_by
    keep_deadline(claim, filing_deadline(form, payer, practice.state, today))
    if was == (claim.filing_limit_on, claim.file_by):
        return
    dates = {"before": str(was[0]), "after": str(claim.filing_limit_on)}
    work.record("moved the filing deadline", f"claim:{claim.id}", claim.practice_id, **dates)
    for task in await tasks.live_of(work, claim.id):
        if task.deadline_on == was[1]:
            task.deadline_on = claim.file_by
            task.snoozed_until = task.snoozed_until and min(task.snoozed_until, claim.file_by)
            tasks.rank(task, today)
