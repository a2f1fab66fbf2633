"""The escalation chain: the team's own rung before the office's, the newest that holds, and the usual one."""

from datetime import date
from uuid import UUID

import pytest

from models.rulebook import working_times
from rules.access import Role
from rules.errors import Conflict
from rules.escalation import Rung, chain_of, next_rung, require_rung, times_with
from rules.follow_ups import Level

TODAY = date(2026, 11, 23)
TIMES = working_times(TODAY)
TEAM, ANA = UUID(int=1), UUID(int=2)


def rung(after: int, since: date = TODAY, team: UUID | None = None, level: Level = Level.SUPERVISOR) -> Rung:
    return Rung(level, after, Role.SUPERVISOR, None, since, team)


def test_without_rungs_the_offices_usual_chain_holds() -> None:
    chain = chain_of([], None, TODAY, TIMES)
    assert (chain[Level.SUPERVISOR].after, chain[Level.SUPERVISOR].asks_role) == (1, Role.SUPERVISOR)
    assert (chain[Level.MANAGER].after, chain[Level.MANAGER].asks_role) == (2, Role.MANAGER)


@pytest.mark.parametrize(
    ("rungs", "team", "after"),
    [
        ([rung(3)], None, 3),
        ([rung(3), rung(4, date(2026, 11, 24))], None, 3),
        ([rung(3, date(2026, 11, 1)), rung(5, date(2026, 11, 20))], None, 5),
        ([rung(7, date(2026, 11, 1), TEAM), rung(5, date(2026, 11, 20))], TEAM, 7),
        ([rung(7, date(2026, 11, 1), TEAM), rung(5, date(2026, 11, 20))], None, 5),
    ],
)
def test_the_newest_rung_that_holds_counts_and_a_teams_own_first(
    rungs: list[Rung], team: UUID | None, after: int
) -> None:
    chain = chain_of(rungs, team, TODAY, TIMES)
    assert chain[Level.SUPERVISOR].after == after
    assert times_with(chain, TIMES).climb_to_supervisor == after


def test_nobody_is_asked_after_the_manager() -> None:
    chain = chain_of([], None, TODAY, TIMES)
    assert next_rung(chain, Level.OWNER) == chain[Level.SUPERVISOR]
    assert next_rung(chain, Level.MANAGER) is None


@pytest.mark.parametrize(
    "wrong",
    [
        Rung(Level.SUPERVISOR, 1, None, None, TODAY),
        Rung(Level.SUPERVISOR, 1, Role.MANAGER, ANA, TODAY),
        Rung(Level.OWNER, 1, Role.MANAGER, None, TODAY),
        rung(0),
        rung(61),
        rung(1, date(2026, 11, 22)),
    ],
)
def test_a_rung_that_cannot_be_is_refused(wrong: Rung) -> None:
    with pytest.raises(Conflict):
        require_rung(wrong, TODAY)
