"""What earlier payers already took care of on a claim that now goes to the next one."""

from collections.abc import Iterable
from decimal import Decimal

from edi.adjustments import PATIENT, Adjustment
from edi.claims import OtherPayer, ProfessionalClaim
from edi.services import ServiceLine

ZERO = Decimal("0.00")
PRIOR_PAYER = "23"  # repeats what a payer before did: counted there


def settled_by_line(claim: ProfessionalClaim) -> tuple[Decimal, ...]:
    """For each line, what the payers before paid or took off; the rest is asked of this payer.

    What is known only for the claim as a whole is taken from its lines in order. Never more than the charge.
    """
    decided = [other for other in claim.other_payers if other.paid is not None]
    known = {other.payer.id for other in decided}
    amounts = [_settled_on_line(line, known) for line in claim.lines]
    if not decided:
        return tuple(ZERO for _ in claim.lines)
    left = sum((_settled(other, claim.lines) for other in decided), ZERO) - sum(amounts, ZERO)
    settled = []
    for line, amount in zip(claim.lines, amounts, strict=True):
        reached = min(max(amount + left, ZERO), max(line.charge, ZERO))
        left -= reached - amount
        settled.append(reached)
    return tuple(settled)


def _settled(other: OtherPayer, lines: Iterable[ServiceLine]) -> Decimal:
    """What this payer paid on the whole claim, and what it took off that the patient does not owe."""
    below = (
        each for line in lines for payment in line.payments if payment.payer_id == other.payer.id
        for each in payment.adjustments
    )  # fmt: skip
    return (other.paid or ZERO) + _taken_off(other.adjustments) + _taken_off(below)


def _settled_on_line(line: ServiceLine, payers: set[str]) -> Decimal:
    payments = [each for each in line.payments if each.payer_id in payers]
    return sum((each.paid + _taken_off(each.adjustments) for each in payments), ZERO)


def _taken_off(adjustments: Iterable[Adjustment]) -> Decimal:
    return sum(
        (each.amount for each in adjustments if each.group != PATIENT and each.reason != PRIOR_PAYER), ZERO
    )
