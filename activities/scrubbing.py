"""Every claim is checked as its payer would check it; what is wrong goes to a person, the rest is ready."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from activities import claims, tasks
from activities.actors import CLAIMDESK
from activities.claim_forms import claim_of
from activities.claim_looks import ClaimLook
from activities.held_claims import hold
from activities.scrubbing_facts import claim_facts
from activities.submissions import CLEARINGHOUSE, submission_workflow
from activities.transactions import Office, Work
from models.claims import Claim, ClaimLine
from models.patients import Coverage
from models.payers import Payer
from rules.claims import Stage
from rules.scrubbing import scrub
from rules.tasks import TaskKind

TO_FIX = (TaskKind.FIX_CLAIM, TaskKind.FIX_REJECTION, TaskKind.MISSING_ACKNOWLEDGEMENT)
SEVERAL = 5  # doubles that are named


async def scrub_claim(office: Office, claim_id: UUID) -> ClaimLook:
    """Ready when nothing is wrong, else held with one task that lists what is; past scrubbing only a look."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        if claim.stage is Stage.SCRUBBING:
            await _scrub(work, claim)
        await work.session.flush()
        return await claims.look(work, claim)


async def _scrub(work: Work, claim: Claim) -> None:
    today = await claims.today_of(work, claim.practice_id)
    payer = await work.session.get_one(Payer, claim.payer_id)
    coverage = await work.session.get_one(Coverage, claim.coverage_id)
    facts = claim_facts(claim_of(claim.form), claim, payer, coverage, await _doubles(work, claim))
    findings = scrub(facts, today)
    await tasks.withdraw(work, claim.id, "checked anew", kinds=TO_FIX)
    if not findings:
        claims.move(work, claim, Stage.READY, "Checked: nothing to mend")
        work.wake(submission_workflow(CLEARINGHOUSE))
        return
    await hold(work, claim, findings)


async def _doubles(work: Work, claim: Claim) -> tuple[str, ...]:
    """Numbers of open claims that ask for the same and came first or are out already."""
    services = (
        select(func.array_agg(aggregate_order_by(ClaimLine.procedure, ClaimLine.procedure)))
        .where(ClaimLine.claim_id == Claim.id)
        .correlate(Claim)
        .scalar_subquery()
    )
    lines = select(ClaimLine.procedure).where(ClaimLine.claim_id == claim.id).order_by(ClaimLine.procedure)
    mine = list(await work.session.scalars(lines))
    same = (
        (Claim.patient_id == claim.patient_id)
        & (Claim.payer_id == claim.payer_id)
        & (Claim.service_from == claim.service_from)
        & (Claim.service_to == claim.service_to)
        & Claim.rendering_npi.is_not_distinct_from(claim.rendering_npi)
    )
    open_first = (Claim.stage != Stage.CLOSED) & or_(Claim.id < claim.id, Claim.sent_on.is_not(None))
    numbers = select(Claim.number).where(same, open_first, Claim.id != claim.id, services == mine)
    return tuple(await work.session.scalars(numbers.order_by(Claim.id).limit(SEVERAL)))
