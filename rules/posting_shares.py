"""One remittance claim divided by line into what each amount is: paid, reduced, the patient's, denied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from rules.denials import AdjustmentClass
from rules.ledger import ZERO
from rules.posting_book import Book
from rules.remittances import DENIED, LATER, PaidClaim, Reduction

PAYMENT_ABOVE_CHARGE, PAID_WITH_ANOTHER, ABOVE_AGREED_RATE = "94", "97", "45"


@dataclass(slots=True)
class Share:
    """What the payer did with one line, or with the claim as a whole (no line)."""

    line_id: UUID | None
    segment: int
    charge: Decimal
    paid: Decimal
    remarks: tuple[str, ...] = ()
    contractual: Decimal = ZERO
    patient: Decimal = ZERO
    interest: Decimal = ZERO
    moved: Decimal = ZERO  # charge moved to or from another line: bundling
    prior: Decimal = ZERO  # what an earlier payer did: told, not posted
    denied: list[Reduction] = field(default_factory=list)
    unmapped: list[Reduction] = field(default_factory=list)

    @property
    def settled(self) -> Decimal:
        """What this payer no longer owes on the line."""
        return self.paid + self.contractual + self.patient + self.interest + self.moved


def divide(claim: PaidClaim, book: Book) -> list[Share]:
    """A share for every line, and one for the claim where it has amounts of its own."""
    pieces = list(_pieces(claim))
    transfers = _transfers([reductions for _, reductions in pieces])
    for at, (share, reductions) in enumerate(pieces):
        for place, reduction in enumerate(reductions):
            if (at, place) in transfers:
                share.moved += reduction.amount
            else:
                _take(share, reduction, claim, book)
    return [share for share, _ in pieces]


def _pieces(claim: PaidClaim) -> Iterator[tuple[Share, Sequence[Reduction]]]:
    for line in claim.lines:
        yield Share(line.line_id, line.segment, line.charge, line.paid, line.remarks), line.reductions
    paid = claim.paid - sum(
        (line.paid for line in claim.lines), ZERO
    )  # amounts of the claim lower its lines'
    if claim.reductions or paid or not claim.lines:
        yield Share(None, claim.segment, claim.charge, paid, claim.remarks), claim.reductions


def _take(share: Share, reduction: Reduction, claim: PaidClaim, book: Book) -> None:
    """Put the amount where its class says; a denied claim (CLP02 4) denies with every code we know."""
    meaning = book.meaning(reduction.group, reduction.reason)
    if meaning is AdjustmentClass.PRIOR_PAYER:
        share.prior += reduction.amount
    elif meaning is AdjustmentClass.UNMAPPED:
        share.unmapped.append(reduction)
    elif claim.status == DENIED or meaning is AdjustmentClass.DENIAL or _takes_all(share, reduction, claim):
        share.denied.append(reduction)
    elif meaning is AdjustmentClass.TRANSFER:
        return
    elif meaning is AdjustmentClass.PATIENT:
        share.patient += reduction.amount
    elif meaning is AdjustmentClass.INTEREST:
        share.interest += reduction.amount
    else:
        share.contractual += reduction.amount


def _takes_all(share: Share, reduction: Reduction, claim: PaidClaim) -> bool:
    """A rate that takes the whole charge is no rate: the list of reasons forbids 45 there."""
    whole = reduction.reason == ABOVE_AGREED_RATE and reduction.amount == share.charge > 0
    return whole and not share.paid and claim.status not in LATER


def _transfers(pieces: Sequence[Sequence[Reduction]]) -> set[tuple[int, int]]:
    """Places of the 94 and 97 that cancel each other within the claim: they move charge between lines."""
    above: list[tuple[tuple[int, int], Decimal]] = []
    within: list[tuple[tuple[int, int], Decimal]] = []
    for at, reductions in enumerate(pieces):
        for place, each in enumerate(reductions):
            if each.reason == PAYMENT_ABOVE_CHARGE:
                above.append(((at, place), each.amount))
            elif each.reason == PAID_WITH_ANOTHER:
                within.append(((at, place), each.amount))
    if not above or not within:
        return set()
    if sum((amount for _, amount in (*above, *within)), ZERO) == ZERO:
        return {where for where, _ in (*above, *within)}
    return _pairs(above, within)


def _pairs(
    above: Sequence[tuple[tuple[int, int], Decimal]], within: list[tuple[tuple[int, int], Decimal]]
) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for where, amount in above:
        partner = next((each for each in within if each[1] == -amount and each[0] not in found), None)
        if partner is not None:
            found |= {where, partner[0]}
    return found
