"""Priority: one number, explained."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.priority import TaskFacts, priority
from rules.tasks import TaskKind

TODAY = date(2026, 11, 23)
DENIAL = TaskFacts(TaskKind.WORK_DENIAL, TODAY, None, Decimal("480.00"))
money = st.decimals(Decimal(0), Decimal(100000), places=2)


def test_the_reasons_add_up_to_the_score() -> None:
    task = TaskFacts(TaskKind.CALL_PAYER, date(2026, 11, 20), TODAY + timedelta(days=6), Decimal(1250), 1)
    found = priority(task, TODAY)
    assert found.reasons == (
        "Deadline in 6 days (+600)",
        "$1,250.00 at stake (+125)",
        "Escalated (+100)",
        "Call payer (+30)",
        "1 day overdue (+10)",
    )
    assert found.score == 865


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (-1, "Deadline has passed (+1000)"),
        (1, "Deadline in 1 day (+800)"),
        (16, "Deadline in 16 days (+200)"),
    ],
)
def test_days_left_weigh_most(left: int, words: str) -> None:
    found = priority(replace(DENIAL, deadline_on=TODAY + timedelta(days=left)), TODAY)
    assert found.reasons[0] == words


def test_without_a_deadline_money_and_kind_decide() -> None:
    assert priority(DENIAL, TODAY).reasons == ("Work denial (+50)", "$480.00 at stake (+48)")


def test_what_does_not_matter_is_not_mentioned() -> None:
    assert priority(
        replace(DENIAL, deadline_on=TODAY + timedelta(days=90), money=Decimal(0)), TODAY
    ).reasons == ("Work denial (+50)",)


@given(money, money, st.integers(-10, 60), st.integers(0, 30), st.integers(0, 2))
def test_more_money_less_time_and_more_delay_never_lower_the_rank(
    some: Decimal, more: Decimal, left: int, sooner: int, level: int
) -> None:
    base = replace(DENIAL, money=min(some, more), deadline_on=TODAY + timedelta(days=left), level=0)
    worse = replace(
        base,
        money=max(some, more),
        deadline_on=TODAY + timedelta(days=left - sooner),
        due_on=TODAY - timedelta(days=sooner),
        level=level,
    )
    assert priority(worse, TODAY).score >= priority(base, TODAY).score
