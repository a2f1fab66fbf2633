"""The head of a remittance and its provider adjustments, read: BPR, TRN, payer, payee, PLB."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope
from edi.loops import Loop, split_loops
from edi.parties import NOBODY, Party
from edi.party_segments import take_address, take_contact
from edi.remittances import Marked, Payment, ProviderAdjustment
from edi.tokens import Segment
from edi.values import ZERO, amount, day, readable


def read_payment(head: Sequence[Segment], envelope: Envelope) -> Payment:
    """The facts of ST to the last segment before the claims; what is missing or unreadable is a fault."""
    start, *sides = split_loops(head, lambda each: each.tag == "N1")
    top = Loop(start, envelope.set_began)
    trace, produced = top.first("TRN"), top.first("DTM*405")
    payment = Payment(
        interchange=envelope.interchange,
        group=envelope.group,
        control=envelope.control,
        handling="",
        amount=ZERO,
        method="",
        paid_on=None,
        trace=trace[2] if trace else "",
        payer_tax_id=trace[3] if trace else "",
        payer=NOBODY,
        payee=NOBODY,
        produced_on=day(produced[2]) if produced else None,
        segment=head[0].number,
        raw=tuple(each.text for each in head),
    )
    for side in sides:
        payment = _with_side(payment, Loop(side, envelope.set_began))
    money = top.first("BPR")
    if money is None:
        top.fault(Code.NO_PAYMENT, head[0], scope=Scope.SET)
    else:
        payment = _with_money(payment, money, top)
    return replace(payment, faults=(*envelope.notes(), *top.faults))


def _with_side(payment: Payment, loop: Loop) -> Payment:
    named = loop.segments[0]
    who = Party(readable(named[2]), is_person=False, id=named[4], id_kind=named[3])
    references = tuple(Marked(each[1], each[2]) for each in loop.every("REF"))
    address = take_address(loop)
    if named[1] == "PR":
        contact = take_contact(loop)
        return replace(
            payment,
            payer=who,
            payer_references=references,
            payer_address=address,
            payer_contact=contact,
        )
    if named[1] == "PE":
        return replace(payment, payee=who, payee_references=references, payee_address=address)
    return payment


def _with_money(payment: Payment, money: Segment, top: Loop) -> Payment:
    try:
        paid = amount(money[2])
    except ValueError:
        paid = ZERO
        top.fault(Code.AMOUNT, money, 2, Scope.SET)
    if paid < 0:
        top.fault(Code.NEGATIVE_PAYMENT, money, 2, Scope.SET)
    paid_on = day(money[16])
    if paid_on is None:
        top.fault(Code.DATE if money[16] else Code.MISSING, money, 16, Scope.NOTE)
    return replace(
        payment,
        handling=money[1],
        amount=paid,
        direction=money[3],
        method=money[4],
        paid_on=paid_on,
        bank_details=tuple(money.elements[5:16]),
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
            at = envelope.place(segment.number)
            faults.append(Fault(Code.AMOUNT, Scope.SET, segment.number, at, "PLB", place + 1))
        reason, _, reference = segment[place].partition(segment.delimiters.component)
        fiscal_on = day(segment[2])
        yield ProviderAdjustment(reason, reference or None, sum_, segment[1], fiscal_on, segment.number)
