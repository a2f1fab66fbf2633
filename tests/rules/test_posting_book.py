"""The book of one payer on one day: the tables, its habits and what this office decided."""

from datetime import date

import pytest

from rules.denials import AdjustmentClass, Category
from rules.posting_book import INCLUDES_EARLIER_PAYER, PostingRules, decided_class, parse_habits
from tests.rules.posting import RULES, TODAY

HABITS = parse_habits(
    "payer,habit,effective_from,effective_to,source,checked_on\n"
    f"MEDICAID1,{INCLUDES_EARLIER_PAYER},2026-01-01,2026-06-30,provider manual,2026-01-02\n"
    "MEDICAID1,something else,2026-07-01,,provider manual,2026-07-02\n"
)


@pytest.mark.parametrize(
    ("payer", "on", "includes"),
    [
        ("medicaid1", date(2026, 6, 30), True),
        ("MEDICAID1", date(2026, 7, 1), False),
        ("OTHER", date(2026, 6, 30), False),
        (None, date(2026, 6, 30), False),
    ],
)
def test_a_payers_habit_holds_for_it_alone_and_while_it_is_in_force(
    payer: str | None, on: date, includes: bool
) -> None:
    book = PostingRules(RULES.classes, RULES.routes, HABITS).book(on, payer)
    assert book.includes_earlier_payer is includes


@pytest.mark.parametrize(
    ("category", "meaning"),
    [
        (Category.CONTRACTUAL, AdjustmentClass.CONTRACTUAL),
        (Category.PATIENT_RESPONSIBILITY, AdjustmentClass.PATIENT),
        (Category.CODING, AdjustmentClass.DENIAL),
    ],
)
def test_a_code_this_office_mapped_counts_for_its_payer_alone(
    category: Category, meaning: AdjustmentClass
) -> None:
    rules = RULES.with_classes([decided_class("PAYER1", "CO", "999", category, TODAY)])
    assert rules.book(TODAY, "PAYER1").meaning("CO", "999") is meaning
    assert rules.book(TODAY, "PAYER2").meaning("CO", "999") is AdjustmentClass.UNMAPPED
