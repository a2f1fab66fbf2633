"""Appeals: levels, presumed receipt, day 1 of a demand letter, and what cannot be appealed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import appeal_levels, working_times
from rules.appeals import (
    AppealKind,
    AppealLevel,
    Decision,
    appeal_deadline,
    explain_appeal,
    why_not_appealable,
)
from rules.calendars import is_business_day
from rules.deadlines import Circumstances
from rules.denials import Category
from rules.errors import Unknown
from rules.filing_limits import PlanKind

LEVELS = appeal_levels()
NOW = Circumstances(date(2026, 3, 10), working_times(date(2026, 3, 10)))
MARCH_2 = date(2026, 3, 2)
MEDICARE = Decision("Medicare FFS", PlanKind.MEDICARE, MARCH_2)


def test_a_medicare_decision_is_presumed_received_after_five_days() -> None:
    found = appeal_deadline(LEVELS, MEDICARE, NOW)
    assert (found.legal, found.work_by) == (date(2026, 7, 5), date(2026, 7, 2))
    words = " ".join(found.reasons)
    assert "presumed received 2026-03-07" in words
    assert "2026-06-30: the first alarm" in words
    assert "not extended" in words


def test_receipt_that_is_shown_counts_in_place_of_the_presumption() -> None:
    found = appeal_deadline(LEVELS, replace(MEDICARE, received_on=date(2026, 3, 4)), NOW)
    assert found.legal == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("level_id", "last"),
    [
        ("medicare-overpayment-stop", "2026-03-31"),
        ("medicare-overpayment-interest", "2026-04-01"),
        ("medicare-overpayment-recoupment", "2026-04-11"),
        ("medicare-overpayment-rebuttal", "2026-03-16"),
        ("medicare-reopening-clerical", "2027-03-02"),
        ("nsa-1-open-negotiation-start", "2026-04-13"),
        ("aca-external-review", "2026-07-02"),
    ],
)
def test_each_step_counts_as_its_row_says(level_id: str, last: str) -> None:
    assert explain_appeal(LEVELS, level_id, MARCH_2, NOW).legal == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("decision", "level_id"),
    [
        (replace(MEDICARE, level=2), "medicare-2-reconsideration"),
        (replace(MEDICARE, level=3), "medicare-3-hearing-2026"),
        (replace(MEDICARE, program=""), "medicare-1-redetermination"),
        (replace(MEDICARE, level=0, kind=AppealKind.REOPENING), "medicare-reopening-clerical"),
        (Decision("aetna", PlanKind.COMMERCIAL, MARCH_2), "aetna-1-reconsideration"),
        (Decision("Aetna", PlanKind.COMMERCIAL, MARCH_2, level=2), "aetna-2-appeal"),  # the shorter way
        (Decision("Some employer", PlanKind.SELF_FUNDED, MARCH_2), "erisa-1-appeal"),
        (Decision("Nobody's Plan", PlanKind.COMMERCIAL, MARCH_2), "assumed-appeal"),
        (Decision("Aetna", PlanKind.COMMERCIAL, MARCH_2, level=5), "assumed-appeal"),
    ],
)
def test_whose_decision_it_is_chooses_the_level(decision: Decision, level_id: str) -> None:
    found = appeal_deadline(LEVELS, decision, NOW)
    assert found.rule_id == level_id
    assert found.assumed == (level_id == "assumed-appeal")


def test_without_a_rule_sixty_days_are_assumed() -> None:
    found = appeal_deadline(LEVELS, Decision("Nobody's Plan", PlanKind.COMMERCIAL, MARCH_2), NOW)
    assert (found.legal, found.work_by) == (date(2026, 5, 1), date(2026, 4, 30))
    assert found.reasons[0].startswith("Assumed, no rule is loaded")


def test_the_day_of_the_request_chooses_the_version() -> None:
    level_3 = replace(MEDICARE, level=3)
    assert appeal_deadline(LEVELS, level_3, replace(NOW, today=date(2025, 5, 1))).rule_id.endswith("2025")


def test_texas_rolls_to_the_next_business_day() -> None:
    decision = Decision("Texas Medicaid", PlanKind.MEDICAID, date(2026, 1, 2))
    found = appeal_deadline(LEVELS, decision, NOW)
    assert (found.legal, found.work_by) == (date(2026, 5, 4), date(2026, 5, 1))  # 2 May is a Saturday


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(Unknown, match="no appeal level named"):
        explain_appeal(LEVELS, "level-nine", MARCH_2, NOW)


@pytest.mark.parametrize(
    ("plan", "category", "remarks", "in_network", "said"),
    [
        (PlanKind.COMMERCIAL, Category.CONTRACTUAL, [], True, "contract"),
        (PlanKind.COMMERCIAL, Category.PATIENT_RESPONSIBILITY, [], True, "own share"),
        (PlanKind.MEDICARE, Category.TIMELY_FILING, [], True, "exceptions"),
        (PlanKind.MEDICARE, Category.DUPLICATE, [], True, "reopening"),
        (PlanKind.MEDICARE, Category.CODING, ["MA130"], True, "without a decision"),
        (PlanKind.TRICARE, Category.CODING, [], True, "by contract"),
        (PlanKind.TRICARE, Category.CODING, [], False, None),
        (PlanKind.COMMERCIAL, Category.TIMELY_FILING, ["N130"], True, None),
    ],
)
def test_what_cannot_be_appealed_says_what_to_do_instead(
    plan: PlanKind, category: Category, remarks: list[str], in_network: bool, said: str | None
) -> None:
    found = why_not_appealable(plan, category, remarks, in_network)
    assert found is None if said is None else found is not None and said in found


@given(st.sampled_from(LEVELS), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_appeal_deadlines_are_lawful_and_workable(level: AppealLevel, notice: date) -> None:
    found = explain_appeal(LEVELS, level.rule_id, notice, NOW)
    assert notice <= found.work_by <= found.legal
    assert is_business_day(found.work_by)
