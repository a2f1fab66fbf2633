"""The levels around a claim, read: billing provider, subscriber, payer, patient, other payers."""

from collections.abc import Sequence
from dataclasses import replace

from edi.claims import BillingProvider, Insured, OtherPayer, Patient, Payer, Subscriber
from edi.faults import Code, Fault
from edi.loops import Loop
from edi.parties import NOBODY
from edi.party_segments import take_address, take_birth, take_contact, take_party
from edi.service_segments import take_adjustments, take_period, take_reference, take_sum
from edi.tokens import Segment

Segments = Sequence[Segment]
Found = list[Fault]


def read_billing(segments: Segments, began: int, faults: Found) -> BillingProvider:
    """2000A with 2010AA to 2010AC; `began` is the number of the ST, `faults` takes what is wrong."""
    own, pay_to = _divided(segments, {"87"})
    loop, second = Loop(own, began, has_names=True), Loop(pay_to, began)
    loop.first("HL")
    specialty = loop.first("PRV*BI")
    name = take_party(loop, "85")
    if not name.last:
        loop.fault(Code.MISSING, segments[0])
    tax_id_kind = "SY" if any(each.tag == "REF" and each[1] == "SY" for each in own) else "EI"
    second.first("NM1*87")
    billing = BillingProvider(
        name=name,
        tax_id=take_reference(loop, tax_id_kind) or "",
        address=take_address(loop),
        tax_id_kind=tax_id_kind,
        taxonomy=specialty[3] if specialty else "",
        contact=take_contact(loop),
        pay_to=take_address(second),
        raw=loop.raw(),
        pay_to_raw=second.raw(),
    )
    faults += loop.faults + second.faults
    return billing


def read_subscriber(segments: Segments, began: int, faults: Found) -> tuple[Subscriber, Payer]:
    """2000B with 2010BA and 2010BB."""
    own, payers = _divided(segments, {"PR"})
    loop = Loop(own, began, has_names=True)
    loop.first("HL")
    coverage = loop.first("SBR")
    if coverage is None:
        loop.fault(Code.MISSING, segments[0])
        coverage = replace(segments[0], elements=["SBR"])
    name, address, (born_on, sex) = take_party(loop, "IL"), take_address(loop), take_birth(loop)
    if name == NOBODY:
        loop.fault(Code.MISSING, segments[0])
    subscriber = Subscriber(
        name=name,
        responsibility=coverage[1],
        relation=coverage[2],
        group_number=coverage[3],
        group_name=coverage[4],
        secondary_reason=coverage[5],
        filing_code=coverage[9],
        address=address,
        born_on=born_on,
        sex=sex,
        raw=loop.raw(),
    )
    second = Loop(payers, began)
    payer = read_payer(second)
    if not payer.name and not payer.id:
        loop.fault(Code.MISSING, segments[0])
    faults += loop.faults + second.faults
    return subscriber, payer


def read_payer(loop: Loop) -> Payer:
    """2010BB or 2330B."""
    who, address = take_party(loop, "PR"), take_address(loop)
    return Payer(who.last, who.id, who.id_kind, address, loop.raw())


def read_patient(segments: Segments, began: int, faults: Found) -> Patient:
    """2000C with 2010CA."""
    loop = Loop(segments, began, has_names=True)
    loop.first("HL")
    relation = loop.first("PAT")
    name, address, (born_on, sex) = take_party(loop, "QC"), take_address(loop), take_birth(loop)
    if name == NOBODY:
        loop.fault(Code.MISSING, segments[0])
    faults += loop.faults
    return Patient(name, relation[1] if relation else "", address, born_on, sex, loop.raw())


def read_other_payer(segments: Segments, began: int, faults: Found) -> OtherPayer:
    """2320 with its 2330 loops."""
    own, rest = _divided(segments, {"IL", "PR"})
    people, payers = _divided(rest, {"PR"})
    loop, second, third = Loop(own, began), Loop(people, began), Loop(payers, began)
    coverage = loop.first("SBR") or segments[0]
    consent = loop.first("OI")
    decided_on, _ = take_period(third, "573")
    payer_claim_number = take_reference(third, "F8")
    other = OtherPayer(
        payer=read_payer(third),
        insured=Insured(take_party(second, "IL"), take_address(second), second.raw()),
        responsibility=coverage[1],
        relation=coverage[2],
        group_number=coverage[3],
        group_name=coverage[4],
        secondary_reason=coverage[5],
        filing_code=coverage[9],
        adjustments=take_adjustments(loop),
        paid=take_sum(loop, "D"),
        not_covered=take_sum(loop, "A8"),
        patient_owes=take_sum(loop, "EAF"),
        benefits_assigned=consent[3] if consent else "",
        patient_signature=consent[4] if consent else "",
        releases_information=consent[6] if consent else "",
        decided_on=decided_on,
        payer_claim_number=payer_claim_number,
        raw=loop.raw(),
    )
    faults += loop.faults + second.faults + third.faults
    return other


def _divided(segments: Segments, codes: set[str]) -> tuple[Segments, Segments]:
    """Before and from the first NM1 with one of these codes."""
    for at, each in enumerate(segments):
        if each.tag == "NM1" and each[1] in codes:
            return segments[:at], segments[at:]
    return segments, []
