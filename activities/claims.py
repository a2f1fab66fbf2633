"""A claim moves from stage to stage, and says when its clocks ring next."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from activities import escalation, tasks
from activities.actors import CLAIMDESK
from activities.awaiting import end_awaited
from activities.claim_looks import ClaimLook
from activities.transactions import Office, Work
from models.claims import Claim
from models.practices import Practice
from models.rulebook import guard_rules
from rules.claims import TURN_OF_STAGE, Stage, Turn
from rules.errors import Unknown
from rules.guards import GuardStep, next_guard_step


def workflow_id(claim_id: UUID) -> str:
    """The id of the claim's workflow."""
    return f"claim:{claim_id}"


async def one(work: Work, claim_id: UUID) -> Claim:
    """This claim, locked for this transaction; raises Unknown when there is none this actor may see."""
    claim = await work.session.scalar(select(Claim).where(Claim.id == claim_id).with_for_update())
    if claim is None:
        raise Unknown("There is no such claim, or it belongs to a practice you do not work for.")
    return claim


async def practice_of(work: Work, practice_id: UUID) -> Practice:
    """The practice whose day it is; raises Unknown when this actor may not see it."""
    practice = await work.session.get(Practice, practice_id)
    if practice is None:
        raise Unknown("There is no such practice, or you do not work for it.")
    return practice


async def today_of(work: Work, practice_id: UUID) -> date:
    """The business date at this practice."""
    return work.today((await practice_of(work, practice_id)).time_zone)


def move(work: Work, claim: Claim, stage: Stage, reason: str, turn: Turn | None = None) -> None:
    """Put the claim into this stage and say why in one line without patient data."""
    if claim.stage is not stage:
        work.record(
            "moved", f"claim:{claim.id}", claim.practice_id, stage=stage, before=claim.stage, reason=reason
        )
    claim.stage, claim.turn, claim.reason = stage, turn or TURN_OF_STAGE[stage], reason
    work.ring_claim(claim.id)


async def look_at_claim(office: Office, claim_id: UUID) -> ClaimLook:
    """The claim as it stands."""
    async with office.begin(CLAIMDESK) as work:
        return await look(work, await one(work, claim_id))


async def look(work: Work, claim: Claim) -> ClaimLook:
    """What its workflow needs to know; call it last, when everything else is decided."""
    practice = await practice_of(work, claim.practice_id)
    today = work.today(practice.time_zone)
    live = await tasks.live_of(work, claim.id)
    if any(each.awaits for each in live):
        await end_awaited(work, claim.id, today)
    spread = work.jitter * share_of(claim.id)
    guard = next_guard(claim, today)
    climbs = await escalation.climb_date(work, live[0], today) if live else None
    return ClaimLook(
        stage=claim.stage,
        seen_at=work.now,
        act_at=None if live else ring(_stage_date(claim), practice.time_zone, spread),
        climb_at=ring(climbs, practice.time_zone, spread),
        guard_at=ring(guard.on, practice.time_zone) if guard else None,
    )


def next_guard(claim: Claim, today: date) -> GuardStep | None:
    """What the filing guard does next; None for a closed claim or with proof of filing."""
    if claim.stage is Stage.CLOSED:
        return None
    proof = claim.filed_on is not None
    return next_guard_step(guard_rules(), claim.filing_limit_on, today, proof, claim.guard_steps)


def _stage_date(claim: Claim) -> date | None:
    """The date on which this stage's silence becomes somebody's work."""
    return {
        Stage.SENT: claim.acknowledge_by,
        Stage.ACCEPTED: claim.follow_up_on,
        Stage.APPEALED: claim.decision_by,
    }.get(claim.stage)


def ring(day: date | None, time_zone: str, spread: timedelta = timedelta(0)) -> datetime | None:
    """The first moment of that day there, in UTC; `spread` later when no law set the date."""
    if day is None:
        return None
    return (datetime.combine(day, time(0), ZoneInfo(time_zone)) + spread).astimezone(UTC)


def share_of(claim_id: UUID) -> float:
    """A number from 0 to 1 that is always the same for one claim: spreads the morning's rings."""
    return int.from_bytes(hashlib.sha256(claim_id.bytes).digest()[:4], "big") / 2**32
