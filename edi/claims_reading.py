"""One professional claim, read: its CLM with everything down to the next CLM, HL or SE."""

from collections.abc import Sequence
from dataclasses import replace

from edi.claim_checks import check_claim
from edi.claim_parties_reading import read_other_payer
from edi.claims import BillingProvider, Patient, Payer, ProfessionalClaim, Subscriber
from edi.faults import Code, Fault
from edi.loops import Loop, split_loops
from edi.service_segments import (
    take_amount,
    take_attachments,
    take_notes,
    take_period,
    take_reference,
    take_sum,
)
from edi.services_reading import is_provider, read_line, read_provider
from edi.tokens import Segment

Above = tuple[BillingProvider, Subscriber, Payer, Patient | None]
TENTH_REVISION, NINTH_REVISION = ("ABK", "ABF"), ("BK", "BF")


def read_claim(
    segments: Sequence[Segment], began: int, above: Above, faults_above: Sequence[Fault] = ()
) -> ProfessionalClaim:
    """The claim of these segments, the first of which is its CLM; `began` is the number of the ST.

    What cannot be read is a fault of the claim and stays in its raw segments; nothing is raised.
    """
    before, *lines = split_loops(segments, lambda each: each.tag == "LX")
    middle, *others = split_loops(before, lambda each: each.tag == "SBR")
    head, *providers = split_loops(middle, is_provider)
    faults = list(faults_above)
    loop = Loop(head, began)
    claim = _with_dates(loop, _with_terms(loop, segments[0], above))
    claim = _with_diagnoses(loop, _with_references(loop, claim))
    faults += loop.faults
    claim = replace(
        claim,
        providers=tuple(read_provider(each, began, faults) for each in providers),
        other_payers=tuple(read_other_payer(each, began, faults) for each in others),
        lines=tuple(read_line(each, began, faults) for each in lines),
        raw=loop.raw(),
    )
    return replace(claim, faults=(*faults, *check_claim(claim, began)))


def _with_terms(loop: Loop, claim: Segment, above: Above) -> ProfessionalClaim:
    billing, subscriber, payer, patient = above
    loop.first("CLM")
    if not claim[1]:
        loop.fault(Code.MISSING, claim, 1)
    place, causes = [*claim.parts(5), "", ""], [*claim.parts(11), "", "", ""]
    return ProfessionalClaim(
        patient_control_number=claim[1],
        charge=take_amount(loop, claim, 2),
        place=place[0],
        billing=billing,
        subscriber=subscriber,
        payer=payer,
        lines=(),
        diagnoses=(),
        patient=patient,
        frequency=place[2],
        provider_signed=claim[6] == "Y",
        accepts_assignment=claim[7],
        benefits_assigned=claim[8],
        releases_information=claim[9],
        patient_signature=claim[10],
        accident_causes=tuple(cause for cause in causes[:3] if cause),
        accident_state=causes[3],
        delay_reason=claim[20],
        segment=claim.number,
    )


def _with_dates(loop: Loop, claim: ProfessionalClaim) -> ProfessionalClaim:
    return replace(
        claim,
        onset_on=take_period(loop, "431")[0],
        first_treated_on=take_period(loop, "454")[0],
        accident_on=take_period(loop, "439")[0],
        admitted_on=take_period(loop, "435")[0],
        discharged_on=take_period(loop, "096")[0],
    )


def _with_references(loop: Loop, claim: ProfessionalClaim) -> ProfessionalClaim:
    return replace(
        claim,
        attachments=take_attachments(loop),
        notes=take_notes(loop),
        patient_paid=take_sum(loop, "F5"),
        prior_authorization=take_reference(loop, "G1"),
        referral=take_reference(loop, "9F"),
        payer_claim_number=take_reference(loop, "F8"),
        clearinghouse_number=take_reference(loop, "D9"),
        record_number=take_reference(loop, "EA"),
        clia=take_reference(loop, "X4"),
    )


def _with_diagnoses(loop: Loop, claim: ProfessionalClaim) -> ProfessionalClaim:
    segment = loop.first("HI")
    if segment is None:
        return claim
    pairs = [segment.parts(at) for at in range(1, len(segment.elements)) if segment[at]]
    if not pairs or (len(pairs[0]) > 1 and pairs[0][0] not in ("ABK", "BK")):
        loop.release(segment)  # it is empty, or another kind of codes stands first
        return claim
    for kinds in (TENTH_REVISION, NINTH_REVISION):
        if all(len(pair) > 1 and pair[0] in kinds and pair[1] for pair in pairs):
            codes = tuple(pair[1] for pair in pairs)
            return replace(claim, diagnoses=codes, is_icd9=kinds is NINTH_REVISION)
    loop.release(segment)
    loop.fault(Code.COMPONENTS, segment)
    return claim
