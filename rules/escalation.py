"""The escalation chain: who is asked at which level, after how many business days, from which day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from rules.access import Role
from rules.errors import Conflict
from rules.follow_ups import Level
from rules.working_times import WorkingTimes

LONGEST = 60  # business days; the database holds it too


@dataclass(frozen=True, slots=True)
class Rung:
    """One level from a day on: everybody of a role who works for the practice, or one person."""

    level: Level
    after: int  # business days past due for the first level, past the level below for the second
    asks_role: Role | None
    asks_id: UUID | None
    since: date = date.min
    team_id: UUID | None = None  # None: for the whole office


Chain = Mapping[Level, Rung]


def usual(times: WorkingTimes) -> Chain:
    """The chain of an office that has set none."""
    return {
        Level.SUPERVISOR: Rung(Level.SUPERVISOR, times.climb_to_supervisor, Role.SUPERVISOR, None),
        Level.MANAGER: Rung(Level.MANAGER, times.climb_to_manager, Role.MANAGER, None),
    }


def chain_of(rungs: Iterable[Rung], team_id: UUID | None, today: date, times: WorkingTimes) -> Chain:
    """The newest rung of each level that holds today: the team's own before the office's."""
    chain = dict(usual(times))
    mine = [each for each in rungs if each.since <= today and each.team_id in (None, team_id)]
    for each in sorted(mine, key=lambda one: (one.team_id is not None, one.since)):
        chain[each.level] = each
    return chain


def times_with(chain: Chain, times: WorkingTimes) -> WorkingTimes:
    """The office's periods with the waits of this chain."""
    return replace(
        times,
        climb_to_supervisor=chain[Level.SUPERVISOR].after,
        climb_to_manager=chain[Level.MANAGER].after,
    )


def next_rung(chain: Chain, level: int) -> Rung | None:
    """Who is asked after this level; None above the manager."""
    return chain.get(Level(level + 1)) if level < Level.MANAGER else None


def require_rung(rung: Rung, today: date) -> None:
    """Raises Conflict for a rung that asks nobody or two, waits too short or too long, or began already."""
    if (rung.asks_role is None) == (rung.asks_id is None):
        raise Conflict("Say one role or one person who is asked.")
    if rung.level is Level.OWNER or not 1 <= rung.after <= LONGEST:
        raise Conflict(f"Somebody is asked after 1 to {LONGEST} business days.")
    if rung.since < today:
        raise Conflict("A change of the chain holds from today or a later day on.")
