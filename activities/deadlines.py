"""The filing guard: while nothing proves the filing, people are warned ever louder, whatever the stage."""

from datetime import date
from uuid import UUID

from activities import claims, escalation, tasks
from activities.actors import CLAIMDESK
from activities.claim_looks import ClaimLook
from activities.transactions import Office, Work
from models.claims import Claim
from rules.claims import Stage
from rules.follow_ups import Level
from rules.guards import GuardKind, GuardStep
from rules.tasks import SECOND_PERSON, TaskKind

SUPERVISOR, MANAGER = 1, 2


async def guard_filing(office: Office, claim_id: UUID) -> ClaimLook:
    """Do every step of the guard that is due: remind, escalate, or declare the deadline missed."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        today = await claims.today_of(work, claim.practice_id)
        while (step := claims.next_guard(claim, today)) is not None and step.on <= today:
            await _take(work, claim, step, today)
            claim.guard_steps = [*claim.guard_steps, step.kind]
            told = {"step": step.kind, "limit": claim.filing_limit_on.isoformat(), "rule": claim.filing_rule}
            work.record("guarded", f"claim:{claim.id}", claim.practice_id, **told)
        await work.session.flush()
        return await claims.look(work, claim)


async def _take(work: Work, claim: Claim, step: GuardStep, today: date) -> None:
    if step.kind is GuardKind.PASSED:
        await _missed(work, claim, today)
    elif step.escalates:
        await _escalate(work, claim, today)
    else:
        await _remind(work, claim, today)


async def _remind(work: Work, claim: Claim, today: date) -> None:
    """Move what is already being done to the top; the deadline board shows the rest."""
    for task in await tasks.live_of(work, claim.id):
        task.deadline_on = min(claim.file_by, task.deadline_on or claim.file_by)
        tasks.rank(task, today)
        work.ring_task(task.id)
    work.ring_claim(claim.id)


async def _escalate(work: Work, claim: Claim, today: date) -> None:
    """No proof of filing and the limit is near: a manager sees it, whatever the stage."""
    live = await tasks.live_of(work, claim.id)
    for task in live:
        task.deadline_on = claim.file_by
        tasks.raise_to(task, MANAGER, today)
        await escalation.put_before(
            work, task, (await escalation.chain_for(work, task, today))[Level.MANAGER]
        )
    work.ring_claim(claim.id)
    if live:
        return
    days = (claim.filing_limit_on - today).days
    ask = f"Nothing proves that the payer has this claim, and it can be filed for {days} more days only"
    new = tasks.for_claim(claim, TaskKind.FILING_DEADLINE, f"filing:{claim.id}:{claim.filing_limit_on}", ask,
                          today, level=MANAGER)  # fmt: skip
    await tasks.give(work, new, today)


async def _missed(work: Work, claim: Claim, today: date) -> None:
    """The last lawful day has passed without proof: an exception or a write-off, with a second person."""
    for task in await tasks.live_of(work, claim.id):
        if task.kind in SECOND_PERSON:
            return  # already being decided
    await tasks.withdraw(work, claim.id, "the filing limit passed")
    ask = f"The filing limit of {claim.filing_limit_on} passed without proof of filing: find proof or decide"
    new = tasks.for_claim(claim, TaskKind.MISSED_DEADLINE, f"missed:{claim.id}:{claim.filing_limit_on}", ask,
                          today, level=MANAGER, deadline_on=None)  # fmt: skip
    await tasks.give(work, new, today)
    if claim.stage in (Stage.SCRUBBING, Stage.READY):
        claims.move(work, claim, Stage.HELD, "The filing limit passed before the claim was sent.")
