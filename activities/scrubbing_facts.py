"""A claim as the scrubbing edits look at it: its form, its payer's card, its coverage, its doubles."""

from datetime import date
from decimal import Decimal

from edi.claims import OtherPayer, ProfessionalClaim
from edi.parties import Address
from edi.services import Provider, Role, ServiceLine
from models.claims import Claim
from models.patients import Coverage
from models.payers import Payer
from models.rulebook import referring_rules
from rules.claim_facts import (
    AddressFacts,
    AttachmentFacts,
    BillingFacts,
    ClaimFacts,
    CoverageFacts,
    LineFacts,
    LinePaidFacts,
    OtherPayerFacts,
    PatientFacts,
    PayerFacts,
    ProviderFacts,
    SubscriberFacts,
)
from rules.referring import referring_ranges

ORDER = "PSTABCDEFGH"  # SBR01: who pays before whom
ZERO = Decimal(0)


def claim_facts(
    form: ProfessionalClaim, claim: Claim, payer: Payer, coverage: Coverage, duplicates: tuple[str, ...]
) -> ClaimFacts:
    """Everything the edits ask for; nobody's name is in it."""
    patient = form.patient
    return ClaimFacts(
        control_number=form.patient_control_number,
        charge=form.charge,
        place=form.place,
        frequency=form.frequency,
        billing=_billing(form),
        subscriber=SubscriberFacts(
            form.subscriber.name.id,
            form.subscriber.born_on,
            _address(form.subscriber.address),
            form.subscriber.sex,
        ),
        payer=_payer(claim, payer, claim.service_from),
        diagnoses=form.diagnoses,
        lines=tuple(_line(number, line) for number, line in enumerate(form.lines, 1)),
        coverage=CoverageFacts(coverage.covered_from, coverage.covered_until),
        patient=None if patient is None else PatientFacts(patient.born_on, patient.sex),
        rendering=_provider(form.provider(Role.RENDERING)),
        referring=_provider(form.provider(Role.REFERRING) or form.provider(Role.ORDERING)),
        facility=_facility(form.provider(Role.FACILITY)),
        payer_claim_number=form.payer_claim_number or "",
        authorization=form.prior_authorization or "",
        delay_reason=form.delay_reason,
        accident_causes=form.accident_causes,
        accident_state=form.accident_state,
        accident_on=form.accident_on,
        attachments=tuple(AttachmentFacts(each.sent_by, each.control) for each in form.attachments),
        other_payers=tuple(_other(each, form) for each in form.other_payers),
        duplicates_of=duplicates,
        is_icd9=form.is_icd9,
    )


def _billing(form: ProfessionalClaim) -> BillingFacts:
    billing = form.billing
    return BillingFacts(billing.name.npi or "", billing.tax_id, _address(billing.address), billing.taxonomy)


def _address(address: Address | None) -> AddressFacts | None:
    return AddressFacts(address.line, address.city, address.state, address.zip) if address else None


def _payer(claim: Claim, payer: Payer, on: date) -> PayerFacts:
    """A limit that is only assumed, or was met, asks for no delay reason."""
    binds = not claim.filing_assumed and claim.filed_on is None
    return PayerFacts(
        payer_id=payer.payer_id,
        member_id_pattern=payer.member_id_pattern,
        needs_referring=payer.needs_referring,
        referring_ranges=referring_ranges(referring_rules(), payer.plan_kind, on),
        filing_limit_on=claim.filing_limit_on if binds else None,
    )


def _provider(provider: Provider | None) -> ProviderFacts | None:
    return ProviderFacts(provider.name.npi or "", provider.taxonomy) if provider else None


def _facility(provider: Provider | None) -> ProviderFacts | None:
    """A facility may have no NPI of its own; then there is nothing to check."""
    return _provider(provider) if provider and provider.name.npi else None


def _line(number: int, line: ServiceLine) -> LineFacts:
    rendering = next((each for each in line.providers if each.role is Role.RENDERING), None)
    return LineFacts(
        number=number,
        procedure=line.procedure.code,
        charge=line.charge,
        units=line.units,
        service_from=line.service_from,
        service_to=line.service_to,
        pointers=line.pointers,
        modifiers=line.procedure.modifiers,
        place=line.place,
        ndc=line.drug.ndc if line.drug else "",
        rendering=_provider(rendering),
    )


def _other(other: OtherPayer, form: ProfessionalClaim) -> OtherPayerFacts:
    lines = [
        LinePaidFacts(number, paid.paid, sum((each.amount for each in paid.adjustments), ZERO))
        for number, line in enumerate(form.lines, 1)
        for paid in line.payments
        if paid.payer_id == other.payer.id
    ]
    return OtherPayerFacts(
        payer_id=other.payer.id,
        paid=other.paid,
        adjusted=sum((each.amount for each in other.adjustments), ZERO),
        lines=tuple(lines),
        has_decided=other.paid is not None or _goes_before(other, form),
    )


def _goes_before(other: OtherPayer, form: ProfessionalClaim) -> bool:
    ours = form.subscriber.responsibility
    return -1 < ORDER.find(other.responsibility or "?") < ORDER.find(ours or "?")
