"""Guards: no claim runs towards its limit in silence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import guard_rules
from rules.calendars import is_business_day
from rules.guards import GuardKind, GuardStep, guard_steps, next_guard_step

RULES = guard_rules()
DEADLINE = date(2026, 7, 14)  # a Tuesday
ALL = [kind.value for kind in GuardKind]


def after(days_left: int, done: list[str], proof: bool = False) -> GuardStep | None:
    return next_guard_step(RULES, DEADLINE, DEADLINE - timedelta(days=days_left), proof, done)


def test_the_steps_of_a_deadline_fall_on_business_days_and_in_order() -> None:
    found = [(step.kind, step.on.isoformat()) for step in guard_steps(RULES, DEADLINE, date(2026, 3, 1))]
    assert found == [
        (GuardKind.REMINDER_30, "2026-06-12"),  # 14 June is a Sunday
        (GuardKind.NO_PROOF_15, "2026-06-29"),
        (GuardKind.REMINDER_14, "2026-06-30"),
        (GuardKind.REMINDER_7, "2026-07-07"),
        (GuardKind.PASSED, "2026-07-15"),
    ]


@pytest.mark.parametrize(
    ("days_left", "done", "kind"),
    [
        (90, [], GuardKind.REMINDER_30),
        (30, ALL[:1], GuardKind.NO_PROOF_15),
        (15, ALL[:2], GuardKind.REMINDER_14),
        (14, ALL[:3], GuardKind.REMINDER_7),
        (7, ALL[:4], GuardKind.PASSED),
        (20, [], GuardKind.REMINDER_30),  # late, and still worth saying
        (15, [], GuardKind.NO_PROOF_15),  # the older reminder is overtaken
        (10, [], GuardKind.NO_PROOF_15),
        (10, ALL[1:2], GuardKind.REMINDER_14),
        (5, ALL[1:2], GuardKind.REMINDER_7),
        (5, [ALL[1], ALL[3]], GuardKind.PASSED),
        (-1, [], GuardKind.PASSED),
    ],
)
def test_the_next_step_follows_from_the_day_and_what_has_rung(
    days_left: int, done: list[str], kind: GuardKind
) -> None:
    step = after(days_left, done)
    assert step is not None
    assert step.kind is kind
    assert step.escalates == (kind in (GuardKind.NO_PROOF_15, GuardKind.PASSED))


def test_with_proof_of_filing_nothing_rings() -> None:
    assert after(10, [], proof=True) is None


def test_when_everything_has_rung_nothing_is_left() -> None:
    assert after(-1, ALL) is None


def test_on_the_last_day_itself_the_deadline_has_not_passed() -> None:
    step = after(0, ALL[:4])
    assert step == GuardStep(GuardKind.PASSED, DEADLINE + timedelta(days=1), True)


@given(st.dates(date(2026, 6, 1), date(2040, 1, 1)), st.integers(-5, 60))
def test_asking_again_and_again_ends_and_never_leaves_out_the_escalation(deadline: date, left: int) -> None:
    today = deadline - timedelta(days=left)
    done: list[str] = []
    while step := next_guard_step(RULES, deadline, today, False, done):
        assert step.kind not in done
        assert step.kind is GuardKind.PASSED or is_business_day(step.on)
        done.append(step.kind)
        today = max(today, step.on)
    assert done[-1] is GuardKind.PASSED
    assert GuardKind.NO_PROOF_15 in done or left < 0
