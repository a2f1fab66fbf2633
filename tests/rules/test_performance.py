"""What the boards reckon: shares that are checked by hand, periods, promises and the days ahead."""

from datetime import date
from decimal import Decimal

import pytest

from models.rulebook import performance_rules, service_levels, task_weights
from rules.capacity import Away, Calendar
from rules.errors import Conflict, Unreadable
from rules.performance import Period, Tally, parse_performance_rules, period_of
from rules.service_levels import Kept, MeasuredIn, level_of
from rules.tasks import TaskKind
from rules.workload import DueLoad, next_days, plan

TODAY = date(2026, 11, 23)


def test_shares_are_of_what_they_are_said_to_be_of() -> None:
    tally = Tally(finished=40, accounts=30, person_days=2, first_touch=30, reworked=1, can_come_back=8)
    tally += Tally(timed=10, touch_seconds=1500, reviewed=4, passed=3, points=350)
    assert (tally.accounts_a_day, tally.first_touch_percent) == (Decimal("15.0"), Decimal("75.0"))
    assert (tally.rework_percent, tally.minutes_a_task) == (Decimal("12.5"), Decimal("2.5"))
    assert (tally.quality_percent, tally.passed_percent) == (Decimal("87.5"), Decimal("75.0"))


def test_a_share_of_nothing_is_no_number() -> None:
    assert Tally().accounts_a_day is None
    assert Tally().quality_percent is None


def test_a_period_is_compared_with_as_many_days_before_it() -> None:
    period = period_of(date(2026, 11, 1), date(2026, 11, 10), TODAY)
    assert (period.days, period.before) == (10, Period(date(2026, 10, 22), date(2026, 10, 31)))
    assert period_of(None, None, TODAY) == Period(date(2026, 10, 25), TODAY)


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 2), date(2026, 11, 1)), (date(2024, 1, 1), TODAY)]
)
def test_a_period_that_cannot_be_is_refused(first: date, last: date) -> None:
    with pytest.raises(Conflict):
        period_of(first, last, TODAY)


def test_a_missing_rule_is_named() -> None:
    with pytest.raises(Unreadable, match="rework_days"):
        parse_performance_rules("name,value,effective_from,effective_to\n", TODAY)
    assert TaskKind.CALL_PAYER not in performance_rules(TODAY).rework_kinds


def test_the_promises_are_those_of_the_trade() -> None:
    levels = service_levels(TODAY)
    assert [(each.name, each.within, each.percent) for each in levels] == [
        ("follow-ups", 20, 95),
        ("denials", 10, 95),
        ("posting", 4, 95),
    ]
    denials = level_of(TaskKind.WORK_DENIAL, levels)
    assert denials is not None
    assert denials.limit(date(2026, 11, 23)) == date(2026, 12, 8)  # Thanksgiving is no business day
    assert level_of(TaskKind.FILE_PROBLEM, levels) is None
    assert levels[2].measured_in is MeasuredIn.DOLLARS


def test_what_was_given_by_that_day_and_is_open_is_late() -> None:
    denials = service_levels(TODAY)[1]
    last_late = denials.given_by(TODAY)
    assert denials.limit(last_late) < TODAY
    assert denials.limit(date(2026, 11, 9)) >= TODAY


@pytest.mark.parametrize(
    ("in_time", "late", "open_late", "percent", "meets"),
    [(95, 3, 2, "95.0", True), (94, 3, 3, "94.0", False), (0, 0, 0, None, True), (0, 0, 1, "0.0", False)],
)
def test_open_and_late_work_counts_against_the_promise(
    in_time: int, late: int, open_late: int, percent: str | None, meets: bool
) -> None:
    kept = Kept(Decimal(in_time), Decimal(late), Decimal(open_late))
    assert kept.percent == (Decimal(percent) if percent else None)
    assert kept.meets(service_levels(TODAY)[0]) is meets


def test_the_first_day_holds_all_that_is_late_and_each_other_what_falls_due() -> None:
    weights = task_weights(TODAY)
    days = next_days(TODAY)
    assert (len(days), days[0], days[3]) == (10, TODAY, date(2026, 11, 27))
    loads = [
        DueLoad(date(2026, 11, 2), TaskKind.CALL_PAYER, 3),
        DueLoad(TODAY, TaskKind.WORK_DENIAL, 2),
        DueLoad(date(2026, 11, 28), TaskKind.CALL_PAYER, 4),
    ]
    away = Calendar("America/New_York", (), [Away(TODAY, TODAY)])
    people = [(Calendar("America/New_York"), Decimal(50)), (away, Decimal(50))]
    planned = plan(loads, people, days, weights)
    assert (planned[0].tasks, planned[0].weight, planned[0].capacity) == (5, Decimal(7), Decimal(50))
    assert planned[0].share == 14
    monday = next(each for each in planned if each.on == date(2026, 11, 30))
    assert (monday.tasks, monday.capacity, monday.people) == (4, Decimal(100), 2)
    assert plan(loads, [], days, weights)[0].share is None
