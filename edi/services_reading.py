"""The services of a claim, read: lines (2400), their providers (2420) and what other payers did (2430)."""

from collections.abc import Sequence
from dataclasses import replace

from edi.faults import Code, Fault, Scope
from edi.loops import Loop, split_loops
from edi.party_segments import party, take_address
from edi.service_segments import (
    procedure,
    take_adjustments,
    take_amount,
    take_attachments,
    take_notes,
    take_period,
    take_quantity,
    take_reference,
    take_sum,
)
from edi.services import Drug, LinePayment, Provider, Role, ServiceLine
from edi.tokens import Segment
from edi.values import ZERO

ROLES = {
    "DN": Role.REFERRING,
    "P3": Role.PRIMARY_CARE,
    "82": Role.RENDERING,
    "77": Role.FACILITY,
    "DQ": Role.SUPERVISING,
    "DK": Role.ORDERING,
    "QB": Role.PURCHASED,
    "PW": Role.PICK_UP,
    "45": Role.DROP_OFF,
}
Segments = Sequence[Segment]


def is_provider(segment: Segment) -> bool:
    """Whether a provider loop that we type begins here."""
    return segment.tag == "NM1" and segment[1] in ROLES


def read_provider(segments: Segments, began: int, faults: list[Fault]) -> Provider:
    """2310 or 2420, beginning with its NM1."""
    loop = Loop(segments, began)
    named = segments[0]
    loop.first("NM1")
    specialty = loop.first("PRV")
    taxonomy = specialty[3] if specialty else ""
    provider = Provider(ROLES[named[1]], party(named.elements), taxonomy, take_address(loop), loop.raw())
    faults += loop.faults
    return provider


def read_line(segments: Segments, began: int, faults: list[Fault]) -> ServiceLine:
    """2400 and below, beginning with its LX."""
    own, *below = split_loops(segments, lambda each: is_provider(each) or each.tag == "SVD")
    loop = Loop(own, began)
    loop.first("LX")
    service = loop.first("SV1")
    if service is None:
        loop.fault(Code.MISSING, own[0])
        service = replace(own[0], elements=["SV1"])
    what = procedure(service, 1)
    if not what.code:
        loop.fault(Code.COMPONENTS if service[1] else Code.MISSING, service, 1)
    service_from, service_to = take_period(loop, "472")
    line = ServiceLine(
        number=own[0][1],
        procedure=what,
        charge=take_amount(loop, service, 2),
        units=take_quantity(loop, service, 4) or ZERO,
        service_from=service_from,
        service_to=service_to,
        control=take_reference(loop, "6R"),
        unit_kind=service[3],
        place=service[5],
        pointers=_pointers(loop, service),
        is_emergency=service[9] == "Y",
        prior_authorization=take_reference(loop, "G1"),
        referral=take_reference(loop, "9F"),
        attachments=take_attachments(loop),
        notes=take_notes(loop),
        drug=_drug(loop),
        providers=tuple(read_provider(each, began, faults) for each in below if each[0].tag == "NM1"),
        payments=tuple(_payment(each, began, faults) for each in below if each[0].tag == "SVD"),
        segment=own[0].number,
        raw=loop.raw(),
    )
    faults += loop.faults
    return line


def _pointers(loop: Loop, service: Segment) -> tuple[int, ...]:
    parts = [part for part in service.parts(7) if part]
    if all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return tuple(int(part) for part in parts)
    loop.fault(Code.QUANTITY, service, 7, Scope.NOTE)
    return ()


def _drug(loop: Loop) -> Drug | None:
    named = loop.first("LIN")
    if named is None:
        return None
    if named[2] != "N4":
        loop.release(named)
        return None
    counted = loop.first("CTP")
    if counted is None:
        return Drug(named[3], None, "")
    return Drug(named[3], take_quantity(loop, counted, 4), counted.parts(5)[0])


def _payment(segments: Segments, began: int, faults: list[Fault]) -> LinePayment:
    loop = Loop(segments, began)
    paid = segments[0]
    loop.first("SVD")
    decided_on, _ = take_period(loop, "573")
    payment = LinePayment(
        payer_id=paid[1],
        paid=take_amount(loop, paid, 2),
        procedure=procedure(paid, 3),
        units=take_quantity(loop, paid, 5),
        adjustments=take_adjustments(loop),
        decided_on=decided_on,
        patient_owes=take_sum(loop, "EAF"),
        raw=loop.raw(),
    )
    faults += loop.faults
    return payment
