"""What posting decides about one remittance claim: its legs, what the claim needs next, what people do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from rules.ledger import ZERO, Leg
from rules.remittances import Posting, Reduction
from rules.tasks import TaskKind


class Next(StrEnum):
    """What the claim needs after this posting; the order is that of urgency."""

    NOTHING = "nothing"  # this posting does not move the claim
    PAID = "paid"  # everything is settled
    PATIENT = "patient"  # only the patient owes
    PENDING = "pending"  # the payer has not spoken of every line yet
    FORWARDED = "forwarded"  # the payer passed the rest on to the next one
    NEXT_PAYER = "next payer"  # we pass the rest on to the next one
    REVERSED = "reversed"  # taken back, the correction must follow
    OVERPAID = "overpaid"  # paid twice as it stands: a reversal must follow
    UNDERPAID = "underpaid"  # something stays open and no reason was given
    UNMAPPED = "unmapped"  # a reason nobody has classed
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Ask:
    """A task to raise; `name` tells two of the same claim and kind apart. No patient data anywhere."""

    kind: TaskKind
    ask: str
    money: Decimal
    detail: Mapping[str, object] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """What stays open on one line (None: the claim as a whole), and by which codes."""

    line_id: UUID | None
    segment: int
    amount: Decimal
    reductions: tuple[Reduction, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`owed` and `patient` are what insurance (all payers) and patient owe once the legs are posted."""

    posting: Posting
    legs: tuple[Leg, ...]
    next: Next
    reason: str
    denials: tuple[Denial, ...] = ()
    unmapped: tuple[Reduction, ...] = ()
    asks: tuple[Ask, ...] = ()
    owed: Decimal = ZERO
    patient: Decimal = ZERO
