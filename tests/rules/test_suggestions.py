"""The outcome put forward is the way out that the code usually takes."""

import pytest

from rules.denials import Strategy
from rules.suggestions import suggested
from rules.tasks import CHOICES, Outcome, TaskKind, bulk_choices

DENIAL, CALL = CHOICES[TaskKind.WORK_DENIAL], CHOICES[TaskKind.CALL_PAYER]


@pytest.mark.parametrize(
    ("strategies", "outcome"),
    [
        ([Strategy.APPEAL], Outcome.APPEAL),
        ([Strategy.INVESTIGATE, Strategy.BILL_PATIENT], Outcome.BILL_PATIENT),
        ([Strategy.WRITE_OFF_CONTRACTUAL], Outcome.REQUEST_WRITE_OFF),
        ([], Outcome.REPLACE),
    ],
)
def test_the_first_strategy_that_the_task_offers_decides(
    strategies: list[Strategy], outcome: Outcome
) -> None:
    assert suggested(DENIAL, strategies).outcome is outcome


def test_without_a_way_out_the_first_outcome_is_put_forward() -> None:
    assert suggested(CALL, [Strategy.APPEAL]) is CALL[0]


def test_only_outcomes_that_all_kinds_share_and_that_move_no_money_are_given_to_many() -> None:
    assert Outcome.BILL_PATIENT not in {each.outcome for each in bulk_choices([TaskKind.WORK_DENIAL])}
    shared = bulk_choices([TaskKind.FIX_CLAIM, TaskKind.WORK_DENIAL])
    assert [each.outcome for each in shared] == [Outcome.ASK_PROVIDER, Outcome.REQUEST_WRITE_OFF]
    assert bulk_choices([]) == bulk_choices([TaskKind.APPROVE_WRITE_OFF]) == ()
