"""The head of a remittance and its provider adjustments, read: BPR, TRN, payer, payee, PLB."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope
from edi.parties import NOBODY, Party
from edi.remittances import Marked, Payment, ProviderAdjustment
from edi.tokens import Segment
from edi.values import ZERO, amount, day, readable


def read_payment(head: Sequence[Segment], envelope: Envelope) -> Payment:
    """The facts of ST to the last segment before the claims; what is missing or unreadable is a fault."""
    payment = Payment(
        interchange=envelope.interchange,
        group=envelope.group,
        control=envelope.control,
        handling="",
        amount=ZERO,
        method="",
        paid_on=None,
        trace="",
        payer_tax_id="",
        payer=NOBODY,
        payee=NOBODY,
        segment=head[0].number,
        raw=tuple(each.text for each in head),
    )
    faults: list[Fault] = []
    side = ""
    for segment in head:
        if segment.tag == "N1":
            side = segment[1]
        payment = _with_segment(payment, segment, side, faults, envelope)
    if not any(each.tag == "BPR" for each in head):
        faults.append(_fault(Code.NO_PAYMENT, Scope.SET, head[0], envelope))
    return replace(payment, faults=tuple(faults))


def _with_segment(
    payment: Payment, segment: Segment, side: str, faults: list[Fault], envelope: Envelope
) -> Payment:
    tag = segment.tag
    if tag == "BPR":
        return _with_money(payment, segment, faults, envelope)
    if tag == "TRN":
        return replace(payment, trace=segment[2], payer_tax_id=segment[3])
    if tag == "DTM" and segment[1] == "405":
        return replace(payment, produced_on=day(segment[2]))
    if tag == "N1" and side in ("PR", "PE"):
        who = Party(readable(segment[2]), is_person=False, id=segment[4], id_kind=segment[3])
        return replace(payment, payer=who) if side == "PR" else replace(payment, payee=who)
    if tag == "REF" and side == "PR":
        given = (*payment.payer_references, Marked(segment[1], segment[2]))
        return replace(payment, payer_references=given)
    if tag == "REF" and side == "PE":
        given = (*payment.payee_references, Marked(segment[1], segment[2]))
        return replace(payment, payee_references=given)
    return payment


def _with_money(payment: Payment, segment: Segment, faults: list[Fault], envelope: Envelope) -> Payment:
    try:
        paid = amount(segment[2])
    except ValueError:
        paid = ZERO
        faults.append(_fault(Code.AMOUNT, Scope.SET, segment, envelope, 2))
    if paid < 0:
        faults.append(_fault(Code.NEGATIVE_PAYMENT, Scope.SET, segment, envelope, 2))
    paid_on = day(segment[16])
    if paid_on is None:
        code = Code.DATE if segment[16] else Code.MISSING
        faults.append(_fault(code, Scope.NOTE, segment, envelope, 16))
    return replace(
        payment,
        handling=segment[1],
        amount=paid,
        direction=segment[3],
        method=segment[4],
        paid_on=paid_on,
    )


def read_provider_adjustments(
    segment: Segment, envelope: Envelope, faults: list[Fault]
) -> Iterator[ProviderAdjustment]:
    """The one to six adjustments of a PLB; an unreadable amount is a fault of the set and counts as zero."""
    for place in range(3, min(len(segment.elements), 15), 2):
        if not segment[place] and not segment[place + 1]:
            continue
        try:
            sum_ = amount(segment[place + 1])
        except ValueError:
            sum_ = ZERO
            faults.append(_fault(Code.AMOUNT, Scope.SET, segment, envelope, place + 1))
        reason, _, reference = segment[place].partition(segment.delimiters.component)
        fiscal_on = day(segment[2])
        yield ProviderAdjustment(reason, reference or None, sum_, segment[1], fiscal_on, segment.number)


def _fault(code: Code, scope: Scope, segment: Segment, envelope: Envelope, element: int = 0) -> Fault:
    return Fault(code, scope, segment.number, envelope.place(segment.number), segment.tag, element)
