"""The ledger's legs: what adds up to nothing, and how it is undone."""

from decimal import Decimal
from uuid import UUID

from rules.ledger import Account, Leg, reversed_legs, total

LINE, PAYER = UUID(int=1), UUID(int=2)
LEGS = (
    Leg(Account.CASH, Decimal(90), segment=20),
    Leg(Account.INSURANCE, Decimal(-90), LINE, PAYER, 20),
)


def test_an_entry_and_what_undoes_it_leave_every_account_as_it_was() -> None:
    undone = reversed_legs(LEGS)
    assert [(leg.account, leg.amount) for leg in undone] == [
        (Account.CASH, Decimal(-90)),
        (Account.INSURANCE, Decimal(90)),
    ]
    assert (undone[1].line_id, undone[1].payer_id, undone[1].segment) == (LINE, PAYER, 20)
    assert reversed_legs(undone) == LEGS
    assert total(undone) == total(()) == 0
