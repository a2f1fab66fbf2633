"""Sums within one professional claim that must agree; what does not is a note, never a refusal."""

from collections.abc import Iterator
from decimal import Decimal

from edi.adjustments import Adjustment
from edi.claims import OtherPayer, ProfessionalClaim
from edi.faults import Code, Fault, Scope
from edi.values import ZERO


def check_claim(claim: ProfessionalClaim, began: int) -> Iterator[Fault]:
    """Lines against the claim's charge, pointers against diagnoses, and what other payers did.

    For each other payer: paid and adjusted on a line make its charge; the claim's charge less all its
    adjustments is what it paid. `began` is the number of the ST.
    """
    if claim.lines and (off := claim.charge - sum((line.charge for line in claim.lines), ZERO)):
        yield _note(Code.LINE_SUM, claim.segment, "CLM", began, 2, off)
    for line in claim.lines:
        if claim.diagnoses and max(line.pointers, default=0) > len(claim.diagnoses):
            yield _note(Code.POINTER, line.segment, "LX", began)
        for payment in line.payments:
            if off := line.charge - payment.paid - _sum(payment.adjustments):
                yield _note(Code.OTHER_PAYER_LINE, line.segment, "LX", began, 0, off)
    for other in claim.other_payers:
        if other.paid is not None and (off := _unexplained(claim, other, other.paid)):
            yield _note(Code.OTHER_PAYER_CLAIM, claim.segment, "CLM", began, 0, off)


def _unexplained(claim: ProfessionalClaim, other: OtherPayer, paid: Decimal) -> Decimal:
    payments = [each for line in claim.lines for each in line.payments if each.payer_id == other.payer.id]
    if not payments and not other.adjustments:
        return ZERO  # it said nothing but the sum
    on_lines = sum((_sum(each.adjustments) for each in payments), ZERO)
    return claim.charge - _sum(other.adjustments) - on_lines - paid


def _sum(adjustments: tuple[Adjustment, ...]) -> Decimal:
    return sum((each.amount for each in adjustments), ZERO)


def _note(
    code: Code, segment: int, tag: str, began: int, element: int = 0, off: Decimal | None = None
) -> Fault:
    place = segment - began + 1 if began else 0
    return Fault(code, Scope.NOTE, segment, place, tag, element, difference=off)
