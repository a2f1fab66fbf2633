"""Priority: one number, explained."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import priority_points
from rules.errors import Unreadable
from rules.priority import TaskFacts, priority
from rules.priority_points import parse_points
from rules.tasks import TaskKind

TODAY = date(2026, 11, 23)
POINTS = priority_points(TODAY)
DENIAL = TaskFacts(TaskKind.WORK_DENIAL, TODAY, None, Decimal("480.00"))
money = st.decimals(Decimal(0), Decimal(100000), places=2)


def test_the_reasons_add_up_to_the_score() -> None:
    task = TaskFacts(TaskKind.CALL_PAYER, date(2026, 11, 20), TODAY + timedelta(days=6), Decimal(1250), 1)
    found = priority(task, TODAY, POINTS)
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
    found = priority(replace(DENIAL, deadline_on=TODAY + timedelta(days=left)), TODAY, POINTS)
    assert found.reasons[0] == words


def test_without_a_deadline_money_and_kind_decide() -> None:
    assert priority(DENIAL, TODAY, POINTS).reasons == ("Work denial (+50)", "$480.00 at stake (+48)")


def test_what_does_not_matter_is_not_mentioned() -> None:
    assert priority(
        replace(DENIAL, deadline_on=TODAY + timedelta(days=90), money=Decimal(0)), TODAY, POINTS
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
    assert priority(worse, TODAY, POINTS).score >= priority(base, TODAY, POINTS).score


def test_what_is_unlikely_to_be_paid_weighs_less_and_says_so() -> None:
    late = replace(DENIAL, category="timely_filing")
    assert priority(late, TODAY, POINTS).reasons[1] == "$480.00 at stake, 15 % likely to be paid (+7)"
    coded = replace(DENIAL, category="coding")
    assert priority(coded, TODAY, POINTS).score > priority(late, TODAY, POINTS).score


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, ("$480.00 at stake (+48)", "Call payer (+30)")),
        (31, ("$480.00 at stake (+48)", "Call payer (+30)", "31 days since the service (+10)")),
        (
            130,
            (
                "130 days since the service (+40)",
                "$480.00 at stake, 70 % likely to be paid (+33)",
                "Call payer (+30)",
            ),
        ),
    ],
)
def test_age_lifts_a_task_and_lowers_the_odds(days: int, words: tuple[str, ...]) -> None:
    old = replace(DENIAL, kind=TaskKind.CALL_PAYER, service_on=TODAY - timedelta(days=days))
    assert priority(old, TODAY, POINTS).reasons == words


def test_a_promise_to_a_payer_weighs_from_its_day_on() -> None:
    promised = replace(DENIAL, promised_on=TODAY)
    assert priority(promised, TODAY, POINTS).reasons[0] == "The payer was promised a call on Nov 23 (+150)"
    assert (
        priority(promised, TODAY - timedelta(days=1), POINTS).score == priority(DENIAL, TODAY, POINTS).score
    )


def test_a_table_with_a_gap_is_named() -> None:
    header = "name,at,points,effective_from,effective_to\n"
    with pytest.raises(Unreadable, match="most for money has no value"):
        parse_points(header, "kind,category,age_from,percent\n", TODAY)
