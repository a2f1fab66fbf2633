"""The services of a claim, written: 2400 with 2420 and 2430, laid over what was read."""

from edi.delimiters import Delimiters
from edi.loops import Draft, Usual, draft, keep, lay
from edi.party_segments import address_drafts, party_draft
from edi.service_segments import (
    adjustment_drafts,
    attachment_drafts,
    date_draft,
    note_drafts,
    procedure_value,
    reference_draft,
    sum_drafts,
)
from edi.services import LinePayment, Provider, ServiceLine
from edi.services_reading import ROLES

CODES = {role: code for code, role in ROLES.items()}
PROVIDER_ORDER = ("NM1", "PRV", "N2", "N3", "N4", "REF", "PER")
PAYMENT_ORDER = ("SVD", "CAS", "DTP", "AMT")
LINE_ORDER: tuple[str, ...] = (
    "LX",
    "SV1",
    "SV5",
    "PWK",
    "CR1",
    "CR3",
    "CRC",
    "DTP",
    "QTY",
    "MEA",
    "CN1",
    "REF",
    "AMT",
)
LINE_ORDER += ("K3", "NTE", "PS1", "HCP", "LIN", "CTP", "NM1", "SVD", "LQ", "FRM")


def provider_texts(provider: Provider, delimiters: Delimiters) -> list[str]:
    """2310 or 2420."""
    named = party_draft(CODES[provider.role], provider.name)
    drafts = [Draft("NM1", named.elements, named.says_so), *address_drafts(provider.address)]
    specialty = draft("PRV", Usual("PE"), Usual("PXC"), provider.taxonomy)
    drafts.append(specialty if provider.taxonomy else keep("PRV"))
    return lay(drafts, provider.raw, PROVIDER_ORDER, delimiters)


def line_texts(line: ServiceLine, delimiters: Delimiters) -> list[str]:
    """One line with everything below it."""
    texts = lay(_line_drafts(line), line.raw, LINE_ORDER, delimiters)
    for provider in line.providers:
        texts += provider_texts(provider, delimiters)
    for payment in line.payments:
        texts += _payment_texts(payment, delimiters)
    return texts


def _line_drafts(line: ServiceLine) -> list[Draft]:
    pointers = tuple(str(each) for each in line.pointers) or None
    emergency = "Y" if line.is_emergency else Usual("")
    service = (procedure_value(line.procedure), line.charge, line.unit_kind, line.units, line.place)
    told = draft("SV1", *service, None, pointers, None, emergency)
    is_lost = line.raw and not line.procedure.code and "SV1" not in {each.slot for each in line.raw}
    drafts = [
        draft("LX", line.number),
        *([] if is_lost else [told]),
        *attachment_drafts(line.attachments),
        *date_draft("472", line.service_from, line.service_to),
        *reference_draft("9F", line.referral),
        *reference_draft("G1", line.prior_authorization),
        *reference_draft("6R", line.control),
        *note_drafts(line.notes),
    ]
    if line.drug is not None:
        drafts.append(draft("LIN", None, Usual("N4"), line.drug.ndc))
        counted = draft("CTP", None, None, None, line.drug.quantity, (line.drug.unit,))
        is_counted = line.drug.unit or line.drug.quantity is not None
        drafts.append(counted if is_counted else keep("CTP"))
    return drafts


def _payment_texts(payment: LinePayment, delimiters: Delimiters) -> list[str]:
    drafts = [
        draft("SVD", payment.payer_id, payment.paid, procedure_value(payment.procedure), None, payment.units),
        *adjustment_drafts(payment.adjustments, payment.raw),
        *date_draft("573", payment.decided_on),
        *sum_drafts(EAF=payment.patient_owes),
    ]
    return lay(drafts, payment.raw, PAYMENT_ORDER, delimiters)
