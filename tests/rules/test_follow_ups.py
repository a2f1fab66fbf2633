"""Follow-ups: dates that ring on business days, rungs that climb, and a cap on putting aside."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import working_times
from rules.calendars import is_business_day
from rules.errors import Conflict, Refusal
from rules.follow_ups import (
    Level,
    acknowledgement_due_on,
    climb_step,
    climbs_on,
    follow_up_on,
    next_follow_up_on,
    snooze_until,
)

TIMES = working_times(date(2026, 11, 23))
FRIDAY = date(2026, 11, 20)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_an_acknowledgement_is_due_two_business_days_after_sending() -> None:
    assert acknowledgement_due_on(FRIDAY, TIMES) == date(2026, 11, 24)
    assert acknowledgement_due_on(date(2026, 11, 25), TIMES) == date(2026, 11, 30)  # over Thanksgiving


@pytest.mark.parametrize(
    ("payer_days", "expected"),
    [(14, "2026-12-04"), (15, "2026-12-07"), (21, "2026-12-11"), (None, "2026-12-11")],
)
def test_the_first_look_rings_on_a_business_day_after_the_payers_days(
    payer_days: int | None, expected: str
) -> None:
    assert follow_up_on(FRIDAY, payer_days, TIMES) == date.fromisoformat(expected)


@pytest.mark.parametrize("payer_days", [0, 13, 22])
def test_days_outside_the_bounds_are_refused(payer_days: int) -> None:
    with pytest.raises(Refusal, match="choose 14 to 21 days"):
        follow_up_on(FRIDAY, payer_days, TIMES)


def test_later_looks_come_every_fourteen_days() -> None:
    assert next_follow_up_on(date(2026, 12, 11), TIMES) == date(2026, 12, 28)  # the 25th is Christmas


@pytest.mark.parametrize(
    ("today", "level", "expected"),
    [
        ("2026-11-20", 0, None),
        ("2026-11-22", 0, None),  # a Sunday
        ("2026-11-23", 0, Level.SUPERVISOR),
        ("2026-11-24", 1, None),
        ("2026-11-25", 1, Level.MANAGER),
        ("2026-12-20", 0, Level.MANAGER),
        ("2026-12-20", 2, None),
    ],
)
def test_an_overdue_task_climbs_to_supervisor_and_manager(
    today: str, level: int, expected: Level | None
) -> None:
    assert climb_step(FRIDAY, date.fromisoformat(today), level, TIMES) is expected


def test_above_the_manager_there_is_nobody() -> None:
    assert climbs_on(FRIDAY, Level.MANAGER, TIMES) is None


def test_a_snooze_ends_before_the_deadline() -> None:
    deadline, today = date(2026, 7, 5), date(2026, 6, 1)  # a Sunday after an observed holiday
    assert snooze_until(date(2026, 6, 20), today, deadline) == date(2026, 6, 20)
    assert snooze_until(date(2026, 8, 1), today, deadline) == date(2026, 7, 2)
    assert snooze_until(date(2026, 8, 1), today, None) == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("wanted", "deadline", "why"),
    [(date(2026, 6, 1), None, "is not after"), (date(2026, 7, 1), date(2026, 6, 1), "its deadline is")],
)
def test_what_cannot_wait_is_not_put_aside(wanted: date, deadline: date | None, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        snooze_until(wanted, date(2026, 6, 1), deadline)


@given(days, st.integers(14, 21))
def test_follow_ups_ring_on_business_days_and_never_early(accepted: date, payer_days: int) -> None:
    found = follow_up_on(accepted, payer_days, TIMES)
    assert is_business_day(found)
    assert payer_days <= (found - accepted).days <= payer_days + 4


@given(days, days, st.integers(0, 2))
def test_a_task_only_ever_climbs(due: date, today: date, level: int) -> None:
    reached = climb_step(due, today, level, TIMES)
    assert reached is None or (reached > level and today > due)
