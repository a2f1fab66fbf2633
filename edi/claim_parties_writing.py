"""The levels around a claim, written and laid over what was read: 2000A to 2010CA, 2320 and 2330."""

from edi.claims import BillingProvider, OtherPayer, Patient, Payer, Subscriber
from edi.delimiters import Delimiters
from edi.loops import Draft, Usual, draft, keep, lay
from edi.parties import Party
from edi.party_segments import address_drafts, birth_drafts, contact_drafts, party_draft
from edi.service_segments import adjustment_drafts, date_draft, reference_draft, sum_drafts

BILLING_ORDER = ("HL", "PRV", "CUR", "NM1", "N2", "N3", "N4", "REF", "PER", "NM1*87")
SUBSCRIBER_ORDER = ("HL", "SBR", "PAT", "NM1", "N3", "N4", "DMG", "REF", "PER")
PATIENT_ORDER = ("HL", "PAT", "NM1", "N3", "N4", "DMG", "REF", "PER")
NAMED_ORDER = ("NM1", "N2", "N3", "N4", "DTP", "REF", "PER")
OTHER_PAYER_ORDER = ("SBR", "CAS", "AMT", "OI", "MIA", "MOA")
LEVEL = Draft("HL", ("HL", Usual("?")), lambda _: True)  # numbered when the whole set is known


def billing_texts(billing: BillingProvider, delimiters: Delimiters) -> list[str]:
    """2000A with 2010AA and 2010AB; the HL is a place-holder."""
    specialty = draft("PRV*BI", "BI", Usual("PXC"), billing.taxonomy)
    drafts = [LEVEL, specialty if billing.taxonomy else keep("PRV*BI")]
    drafts += [party_draft("85", billing.name), *address_drafts(billing.address)]
    drafts += reference_draft(billing.tax_id_kind, billing.tax_id) + contact_drafts(billing.contact)
    texts = lay(drafts, billing.raw, BILLING_ORDER, delimiters)
    if billing.pay_to is None and not billing.pay_to_raw:
        return texts
    named = draft("NM1*87", "87", Usual("1" if billing.name.is_person else "2"))
    pay_to = [named, *address_drafts(billing.pay_to)]
    return texts + lay(pay_to, billing.pay_to_raw, BILLING_ORDER[3:-1], delimiters)


def subscriber_texts(subscriber: Subscriber, payer: Payer, delimiters: Delimiters) -> list[str]:
    """2000B with 2010BA and 2010BB; the HL is a place-holder."""
    drafts = [LEVEL, _coverage(subscriber), party_draft("IL", subscriber.name)]
    drafts += address_drafts(subscriber.address) + birth_drafts(subscriber.born_on, subscriber.sex)
    texts = lay(drafts, subscriber.raw, SUBSCRIBER_ORDER, delimiters)
    return texts + _payer_texts(payer, [], delimiters)


def patient_texts(patient: Patient, delimiters: Delimiters) -> list[str]:
    """2000C with 2010CA; the HL is a place-holder."""
    drafts = [LEVEL, draft("PAT", patient.relation), party_draft("QC", patient.name)]
    drafts += address_drafts(patient.address) + birth_drafts(patient.born_on, patient.sex)
    return lay(drafts, patient.raw, PATIENT_ORDER, delimiters)


def other_payer_texts(other: OtherPayer, delimiters: Delimiters) -> list[str]:
    """2320 with 2330A and 2330B."""
    drafts = [_coverage(other), *adjustment_drafts(other.adjustments, other.raw)]
    drafts += sum_drafts(D=other.paid, A8=other.not_covered, EAF=other.patient_owes)
    consent = (other.benefits_assigned, other.patient_signature, None, other.releases_information)
    drafts.append(draft("OI", None, None, *consent))
    texts = lay(drafts, other.raw, OTHER_PAYER_ORDER, delimiters)
    insured = [party_draft("IL", other.insured.name), *address_drafts(other.insured.address)]
    texts += lay(insured, other.insured.raw, NAMED_ORDER, delimiters)
    decided = date_draft("573", other.decided_on) + reference_draft("F8", other.payer_claim_number)
    return texts + _payer_texts(other.payer, decided, delimiters)


def _coverage(whose: Subscriber | OtherPayer) -> Draft:
    group = (whose.group_number, whose.group_name, whose.secondary_reason)
    return draft("SBR", whose.responsibility, whose.relation, *group, None, None, None, whose.filing_code)


def _payer_texts(payer: Payer, more: list[Draft], delimiters: Delimiters) -> list[str]:
    named = party_draft("PR", Party(payer.name, is_person=False, id=payer.id, id_kind=payer.id_kind))
    return lay([named, *address_drafts(payer.address), *more], payer.raw, NAMED_ORDER, delimiters)
