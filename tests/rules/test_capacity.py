"""Capacity: tasks weigh by what they ask for, and a person has hours and absences by their own clock."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from models.rulebook import task_skills, task_weights
from rules.capacity import Away, Calendar, Shift, parse_weights
from rules.errors import Unreadable
from rules.skills import Skill, parse_task_skills
from rules.tasks import TaskKind

MONDAY = date(2026, 11, 23)
NINE_TO_FIVE = Shift(0, time(9), time(17))


def test_a_denial_weighs_as_much_as_two_accounts() -> None:
    weights = task_weights(MONDAY)
    assert weights.of({TaskKind.WORK_DENIAL: 3, TaskKind.CALL_PAYER: 2}) == Decimal(8)
    assert weights.day == Decimal(55)


def test_every_kind_has_its_skill_or_none() -> None:
    assert task_skills(MONDAY)[TaskKind.WORK_DENIAL] is Skill.DENIALS
    assert task_skills(MONDAY)[TaskKind.MISSED_DEADLINE] is None


@pytest.mark.parametrize(
    ("hour", "on_duty"), [(13, False), (14, True), (21, True), (22, False)]
)  # 14:00 in UTC is nine in New York
def test_hours_are_those_of_the_persons_own_clock(hour: int, on_duty: bool) -> None:
    ana = Calendar("America/New_York", (NINE_TO_FIVE,))
    assert ana.is_on_duty(datetime(2026, 11, 23, hour, tzinfo=UTC)) is on_duty
    assert not ana.is_on_duty(datetime(2026, 11, 24, 15, tzinfo=UTC))


def test_without_hours_every_hour_is_right() -> None:
    assert Calendar("UTC").is_on_duty(datetime(2026, 11, 22, 3, tzinfo=UTC))
    assert Calendar("UTC").works_on(date(2026, 11, 22))


def test_an_absence_holds_on_both_its_days_there() -> None:
    manila = Calendar("Asia/Manila", (), (Away(MONDAY, MONDAY),))
    assert manila.is_absent(datetime(2026, 11, 22, 17, tzinfo=UTC))  # Monday has begun there
    assert not manila.is_absent(datetime(2026, 11, 23, 17, tzinfo=UTC))
    assert not manila.works_on(MONDAY)
    assert not manila.is_on_duty(datetime(2026, 11, 23, 3, tzinfo=UTC))


def test_a_weekday_without_hours_is_free() -> None:
    ana = Calendar("UTC", (NINE_TO_FIVE,))
    assert ana.works_on(MONDAY)
    assert not ana.works_on(date(2026, 11, 24))


@pytest.mark.parametrize(("hour", "off"), [(9, False), (14, False), (21, False), (22, True), (26, True)])
def test_who_is_off_has_nothing_left_of_their_hours_today(hour: int, off: bool) -> None:
    ana = Calendar(
        "America/New_York", (NINE_TO_FIVE,)
    )  # 9:00 in UTC is four in the morning there: the day is still to come
    assert ana.is_off(datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)) is off
    assert ana.is_off(datetime(2026, 11, 24, 15, tzinfo=UTC))  # a Tuesday, without hours
    assert not Calendar("UTC").is_off(datetime(2026, 11, 22, 23, tzinfo=UTC))


def test_a_gap_in_the_tables_is_named() -> None:
    with pytest.raises(Unreadable, match="a day has no weight"):
        parse_weights("name,amount,effective_from,effective_to\n", MONDAY)
    with pytest.raises(Unreadable, match="fix claim has no row"):
        parse_task_skills("kind,skill,effective_from,effective_to\n", MONDAY)
