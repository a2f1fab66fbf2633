"""The words for what became of a payment, and the facts of one remittance claim that posting decides on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from rules.ledger import ZERO, Account

PRIMARY = frozenset({"1", "19"})
LATER = frozenset({"2", "3", "20", "21"})  # a payer came before this one
FORWARDED_ON = frozenset({"19", "20", "21"})
DENIED, REVERSAL, NOT_OURS, FORECAST = "4", "22", "23", "25"

Legs = Mapping[tuple[Account, UUID | None], Decimal]  # by account and claim line


class Posting(StrEnum):
    """What became of a payment or of one claim in it."""

    STAGED = "staged"  # read, the transaction's balance not yet known
    POSTED = "posted"
    SUSPENDED = "suspended"  # did not balance: the money waits in Unapplied
    UNMATCHED = "unmatched"  # we know no such claim: the money waits in Unapplied
    NOTED = "noted"  # no money and no entry: a denial, a forecast, a forwarded claim
    DUPLICATE = "duplicate"  # already posted from another file: recorded, no entry


class Reduction(NamedTuple):
    """An amount off the charge: group CO, PR, OA or PI, a CARC, and the signed amount."""

    group: str
    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One service as the payer decided it, with our line that it belongs to; None: none was found."""

    line_id: UUID | None
    charge: Decimal
    paid: Decimal
    segment: int
    reductions: tuple[Reduction, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """One claim as the payer decided it; `problem` says why its amounts cannot be trusted."""

    status: str
    charge: Decimal
    paid: Decimal
    segment: int
    lines: tuple[PaidLine, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    remarks: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_reversal(self) -> bool:
        return self.status == REVERSAL


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says of the claim before this posting, and who else may pay."""

    payer_id: UUID  # whose money this is
    owed: Mapping[UUID | None, Decimal]  # by line, what this payer still owes
    owed_by_others: Decimal = ZERO
    patient: Decimal = ZERO  # what the patient owes already
    has_next_payer: bool = False
    next_payer_id: UUID | None = None  # None although there is one: we have no card of it yet
    was_paid: bool = False
    postings: tuple[Legs, ...] = ()  # earlier payments of this claim; only a reversal needs them


NOBODY_PAYS = UUID(int=0)
UNKNOWN_CLAIM = Standing(NOBODY_PAYS, {})
