"""The words for where money stands, and the legs that move it: debits positive, credits negative."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

ZERO = Decimal("0.00")


class Account(StrEnum):
    """Where money stands. Debits are positive amounts, credits negative."""

    CASH = "cash"
    INSURANCE = "insurance"
    PATIENT = "patient"
    CHARGES = "charges"
    CONTRACTUAL = "contractual"
    WRITE_OFF = "write-off"
    UNAPPLIED = "unapplied"
    PAYER = "payer"  # provider-level balance with one payer; credit: we owe them
    INTEREST = "interest"
    CAPITATION = "capitation"
    INCENTIVE = "incentive"
    WITHHELD = "withheld"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of an entry; `segment` points into the remittance file it came from."""

    account: Account
    amount: Decimal
    line_id: UUID | None = None
    payer_id: UUID | None = None
    segment: int | None = None


def total(legs: Iterable[Leg]) -> Decimal:
    """Zero for every entry that may be posted."""
    return sum((leg.amount for leg in legs), ZERO)


def reversed_legs(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The same legs with the other sign: how an entry is undone."""
    return tuple(Leg(leg.account, -leg.amount, leg.line_id, leg.payer_id, leg.segment) for leg in legs)
