"""Money outside claims: the amount decides the side, the reason the account."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from rules.ledger import Account, total
from rules.provider_adjustments import parse_reason_rules, post_provider_adjustment, unknown
from rules.tasks import TaskKind

TEXT = files("rules").joinpath("data", "provider_adjustments.csv").read_text(encoding="utf-8")
RULES = parse_reason_rules(TEXT, date(2026, 11, 23))

AMOUNTS = [
    ("WO", -90, Account.PAYER, False),  # P2: put off
    ("WO", 90, Account.PAYER, False),  # P2: taken
    ("FB", -90, Account.PAYER, False),  # P3: closes a negative file
    ("FB", 90, Account.PAYER, False),  # P3: used later
    ("72", -90, Account.PAYER, False),
    ("L6", "-1.25", Account.INTEREST, False),  # P4
    ("IR", "14.4", Account.WITHHELD, False),
    ("E3", 5, Account.WITHHELD, False),
    ("CS", 10, Account.PAYER, True),
    ("LE", 10, Account.PAYER, True),
    ("50", 10, Account.PENALTY, True),
    ("L3", 10, Account.PENALTY, True),
    ("CT", -5000, Account.CAPITATION, False),  # P10
    ("IP", -100, Account.INCENTIVE, False),
    ("LS", -100, Account.PAYER, True),
    ("CV", "-1.27", Account.PAYER, True),
    ("ZZ", 3, Account.PAYER, True),  # nobody described it
]


@pytest.mark.parametrize(("reason", "text", "account", "reviewed"), AMOUNTS)
def test_it_moves_cash_against_its_account(
    reason: str, text: str | int, account: Account, reviewed: bool
) -> None:
    amount = Decimal(text)
    posting = post_provider_adjustment(RULES.get(reason, unknown(reason)), amount, 40)
    assert total(posting.legs) == 0
    assert {leg.account: leg.amount for leg in posting.legs} == {account: amount, Account.CASH: -amount}
    assert posting.kind is (TaskKind.PROVIDER_ADJUSTMENT if reviewed else None)


def test_a_recoupment_put_off_and_then_taken_leaves_no_balance_with_the_payer() -> None:
    legs = [
        leg for amount in (-90, 90) for leg in post_provider_adjustment(RULES["WO"], Decimal(amount), 1).legs
    ]
    assert sum(leg.amount for leg in legs if leg.account is Account.PAYER) == 0


def test_a_task_says_what_the_payer_did() -> None:
    asked = post_provider_adjustment(RULES["CS"], Decimal(10), 40).ask
    assert asked == "Adjustment without a stated reason (CS): the payer took away $10.00; find out why"
