"""A payment as a whole: suspended, held, posted, or known already."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.payments import Earlier, Judgement, Payment, judge_payment, payment_key, second_key, whole_key
from rules.remittances import Posting

SOUND = Payment("I", "C", Decimal(90), Decimal(90), "", payee_known=True)
HALF = Payment("I", "C", Decimal(90), Decimal(60), "Off by 30.00.", payee_known=True)
POSTED = Earlier(Posting.POSTED, Decimal(90), True, has_all_claims=True)
SUSPENDED = Earlier(Posting.SUSPENDED, Decimal(60), True, has_all_claims=True)

ALONE = [
    ("a sound payment posts", SOUND, Judgement.POST),
    ("a payment of nothing posts its claims", replace(SOUND, amount=Decimal(0)), Judgement.POST),
    ("one that does not add up waits", HALF, Judgement.SUSPEND),
    ("one for nobody here waits", replace(SOUND, payee_known=False), Judgement.SUSPEND),
    ("below zero makes no entry at all", replace(SOUND, amount=Decimal(-90)), Judgement.HOLD),
    ("a debit makes no entry", replace(SOUND, direction="D"), Judgement.HOLD),
    ("a test of the transfer is never posted", replace(SOUND, handling="P"), Judgement.NOTE),
]
AGAIN = [
    ("the same file under another name", SOUND, [POSTED], Judgement.DUPLICATE),
    ("the same debit again", replace(SOUND, direction="D"), [SUSPENDED], Judgement.DUPLICATE),
    ("the same defect again", HALF, [SUSPENDED], Judgement.DUPLICATE),
    ("the corrected file of a suspended one", SOUND, [SUSPENDED], Judgement.REPLACE),
    (
        "a corrected file with other claims",
        SOUND,
        [replace(SUSPENDED, has_all_claims=False)],
        Judgement.REPLACE,
    ),
    (
        "the other half of the same payment",
        replace(HALF, reaches=Decimal(30)),
        [replace(SUSPENDED, has_all_claims=False)],
        Judgement.COMPLETE,
    ),
    (
        "a half that does not fill it up",
        replace(HALF, reaches=Decimal(20)),
        [replace(SUSPENDED, has_all_claims=False)],
        Judgement.SUSPEND_BESIDE,
    ),
    (
        "a half whose file was cut",
        replace(HALF, reaches=Decimal(30), is_whole=False),
        [replace(SUSPENDED, has_all_claims=False)],
        Judgement.SUSPEND_BESIDE,
    ),
    (
        "other claims under the key of a posted one",
        SOUND,
        [replace(POSTED, has_all_claims=False)],
        Judgement.SUSPEND_BESIDE,
    ),
]


@pytest.mark.parametrize(("payment", "judgement"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_a_payment_that_comes_first(payment: Payment, judgement: Judgement) -> None:
    assert judge_payment(payment).judgement is judgement


@pytest.mark.parametrize(
    ("payment", "earlier", "judgement"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN]
)
def test_a_payment_whose_key_is_known(payment: Payment, earlier: list[Earlier], judgement: Judgement) -> None:
    assert judge_payment(payment, earlier).judgement is judgement


def test_the_key_compares_amounts_by_value_and_tells_amounts_apart() -> None:
    key = payment_key("1234567890", "T1", date(2026, 11, 20), Decimal("90.00"))
    assert key == payment_key("1234567890", "T1", date(2026, 11, 20), Decimal(90))
    assert key != payment_key("1234567890", "T1", date(2026, 11, 20), Decimal(91))
    assert payment_key("1", "T1", None, Decimal(1)) == "1|T1||1.00"


def test_both_parts_of_a_payment_know_its_own_key() -> None:
    key = payment_key("PAYER1", "EFT1", date(2026, 11, 20), Decimal(90))
    assert second_key(key) != key
    assert whole_key(second_key(key)) == whole_key(key) == key
