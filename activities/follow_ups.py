"""Silence becomes somebody's work: no acknowledgement, no payment, no decision, nobody at the task."""

from datetime import date
from uuid import UUID

from activities import claims, escalation, tasks
from activities.actors import CLAIMDESK
from activities.allocating import allocate_again
from activities.claim_looks import ClaimLook
from activities.transactions import Office, Work
from models.claims import Claim
from rules.claims import TURN_OF_STAGE, Stage
from rules.tasks import TaskKind, TaskState


async def ask_for_acknowledgement(office: Office, claim_id: UUID) -> ClaimLook:
    """Sent, and nobody said they have it: a person finds out."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        if claim.stage is Stage.SENT and await _has_come(work, claim, claim.acknowledge_by):
            ask = f"No answer since the claim was sent on {claim.sent_on}: find out whether it arrived"
            await _silent(work, claim, TaskKind.MISSING_ACKNOWLEDGEMENT, f"{claim.acknowledge_by}", ask)
        return await claims.look(work, claim)


async def ask_to_call_payer(office: Office, claim_id: UUID) -> ClaimLook:
    """The payer has had it long enough: a person calls."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        today = await claims.today_of(work, claim.practice_id)
        if claim.stage is Stage.ACCEPTED and await _has_come(work, claim, claim.follow_up_on):
            since = claim.accepted_on or claim.sent_on
            silent = f"silent for {(today - since).days} days" if since else "silent"
            ask = f"The payer has been {silent}: call and ask where the claim is"
            await _silent(work, claim, TaskKind.CALL_PAYER, f"{claim.follow_up_on}", ask)
        return await claims.look(work, claim)


async def ask_about_appeal(office: Office, claim_id: UUID) -> ClaimLook:
    """The decision is overdue: a person asks."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        if claim.stage is Stage.APPEALED and await _has_come(work, claim, claim.decision_by):
            ask = f"A decision on the appeal was expected by {claim.decision_by}: ask for it"
            await _silent(work, claim, TaskKind.CHECK_APPEAL, f"{claim.decision_by}", ask)
        return await claims.look(work, claim)


async def _has_come(work: Work, claim: Claim, day: date | None) -> bool:
    return day is not None and day <= await claims.today_of(work, claim.practice_id)


async def _silent(work: Work, claim: Claim, kind: TaskKind, since: str, ask: str) -> None:
    if await tasks.limit_is_decided(work, claim.id):
        return  # the filing guard, which runs beside, was first
    today = await claims.today_of(work, claim.practice_id)
    new = tasks.for_claim(claim, kind, f"{kind}:{claim.id}:{since}", ask, today)
    await tasks.give(work, new, today)


async def climb_task(office: Office, claim_id: UUID) -> ClaimLook:
    """Bring the claim's tasks back from their snoozes; put overdue ones before the next rung."""
    async with office.begin(CLAIMDESK) as work:
        claim = await claims.one(work, claim_id)
        today = await claims.today_of(work, claim.practice_id)
        live = await tasks.live_of(work, claim.id)
        before = {task.id: task.level for task in live}
        for task in live:
            waited = task.state is TaskState.WAITING_ON_PROVIDER
            tasks.come_back(work, task, today)
            if waited and task.state is not TaskState.WAITING_ON_PROVIDER:
                claim.turn = TURN_OF_STAGE[claim.stage]
            await escalation.climb(work, task, today)
        await allocate_again(work, [task.id for task in live if task.level > before[task.id]])
        await work.session.flush()
        return await claims.look(work, claim)
