"""Remittances, written: what a payer sends; a piece that was read goes out as it was read."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from edi.delimiters import Delimiters
from edi.envelope_writing import EnvelopeWriter
from edi.faults import X12Error
from edi.loops import Value, fresh
from edi.parties import Address, Party
from edi.party_segments import address_drafts, contact_drafts, party_draft
from edi.remittance_files import Piece
from edi.remittances import Marked, Payment, PaymentEnd, ProviderAdjustment, RemitClaim, RemitLine
from edi.service_segments import adjustment_rows, procedure_value
from edi.values import day_text

Rows = Iterator[tuple[Value, ...]]
MOST_REMARKS = 5
ADJUSTMENTS_IN_A_PLB = 6


def write_835(pieces: Iterable[Piece]) -> bytes:
    """Pieces in the order in which read_835 gives them; trailers are made where none were read.

    To change a piece that was read, empty its `raw`. Raises X12Error when a fact cannot be sent.
    """
    out = EnvelopeWriter()
    claims = 0
    for piece in pieces:
        if isinstance(piece, Payment):
            out.begin_set(piece.interchange, piece.group, piece.control)
            claims = 0
            out.texts += piece.raw or _texts(_head(piece), out.delimiters)
        elif isinstance(piece, RemitClaim):
            claims += 1
            begins = [("LX", "1")] if claims == 1 else []
            out.texts += piece.raw or _texts([*begins, *_claim(piece)], out.delimiters)
        elif isinstance(piece, PaymentEnd):
            _end(piece, out)
        else:
            out.stray(piece.texts)
    return out.finish()


def _end(end: PaymentEnd, out: EnvelopeWriter) -> None:
    if end.raw:
        out.texts += end.raw
        return
    out.texts += _texts(_provider_adjustments(end.provider_adjustments), out.delimiters)
    out.end_set()


def _texts(rows: Iterable[tuple[Value, ...]], delimiters: Delimiters) -> list[str]:
    return [fresh(row, delimiters) for row in rows]


def _head(payment: Payment) -> Rows:
    bank = (*payment.bank_details, *[""] * 11)[:11]
    yield "ST", "835", payment.control
    money = (payment.handling, payment.amount, payment.direction, payment.method)
    yield "BPR", *money, *bank, _day(payment.paid_on, "BPR16")
    yield "TRN", "1", payment.trace, payment.payer_tax_id
    if payment.produced_on:
        yield "DTM", "405", day_text(payment.produced_on)
    yield from _side("PR", payment.payer, payment.payer_address, payment.payer_references)
    if payment.payer_contact is not None:
        ways = [value for each in contact_drafts(payment.payer_contact) for value in each.elements[2:]]
        yield "PER", "BL", *ways
    yield from _side("PE", payment.payee, payment.payee_address, payment.payee_references)


def _side(code: str, who: Party, address: Address | None, references: tuple[Marked, ...]) -> Rows:
    yield "N1", code, who.last, who.id_kind, who.id
    for each in address_drafts(address):
        if any(each.elements[1:]):
            yield each.elements
    for reference in references:
        yield "REF", reference.kind, reference.value


def _claim(claim: RemitClaim) -> Rows:
    owed = claim.patient_responsibility or None
    head = (claim.patient_control_number, claim.status, claim.charge, claim.paid, owed)
    yield "CLP", *head, claim.filing_code, claim.payer_claim_number, claim.place, claim.frequency
    for row in adjustment_rows(claim.adjustments):
        yield "CAS", *row
    yield from _people(claim)
    if len(claim.remarks) > MOST_REMARKS:
        raise X12Error("MOA carries five remarks at most: leave some of them to the lines.")
    if claim.remarks:
        yield "MOA", "", "", *claim.remarks
    for reference in claim.references:
        yield "REF", reference.kind, reference.value
    days = {"036": claim.coverage_ended_on, "050": claim.received_on}
    days |= {"232": claim.statement_from, "233": claim.statement_to}
    for kind, when in days.items():
        if when:
            yield "DTM", kind, day_text(when)
    for kind, sum_ in claim.amounts:
        yield "AMT", kind, sum_
    for kind, count in claim.quantities:
        yield "QTY", kind, count
    for line in claim.lines:
        yield from _line(line)


def _people(claim: RemitClaim) -> Rows:
    people = {
        "QC": claim.patient,
        "IL": claim.insured,
        "74": claim.corrected,
        "82": claim.rendering,
        "TT": claim.forwarded_to,
        "PR": claim.corrected_payer,
        "GB": claim.other_insured,
    }
    for code, who in people.items():
        if who is not None and (who.last or who.id):
            yield party_draft(code, who).elements


def _line(line: RemitLine) -> Rows:
    units = line.units if line.units != 1 or line.submitted_units is not None else None
    submitted = procedure_value(line.submitted) if line.submitted else None
    money = (procedure_value(line.procedure), line.charge, line.paid, line.revenue)
    yield "SVC", *money, units, submitted, line.submitted_units
    if line.service_from and line.service_to and line.service_to != line.service_from:
        yield "DTM", "150", day_text(line.service_from)
        yield "DTM", "151", day_text(line.service_to)
    elif line.service_from:
        yield "DTM", "472", day_text(line.service_from)
    for row in adjustment_rows(line.adjustments):
        yield "CAS", *row
    if line.control:
        yield "REF", "6R", line.control
    for reference in line.references:
        yield "REF", reference.kind, reference.value
    for kind, sum_ in line.amounts:
        yield "AMT", kind, sum_
    for remark in line.remarks:
        yield "LQ", "HE", remark


def _provider_adjustments(adjustments: tuple[ProviderAdjustment, ...]) -> Rows:
    for (provider, fiscal_on), same in groupby(adjustments, lambda each: (each.provider, each.fiscal_on)):
        rest = list(same)
        while rest:
            row: list[Value] = []
            for each in rest[:ADJUSTMENTS_IN_A_PLB]:
                row += [(each.reason, each.reference or ""), each.amount]
            yield "PLB", provider, _day(fiscal_on, "PLB02"), *row
            rest = rest[ADJUSTMENTS_IN_A_PLB:]


def _day(value: date | None, name: str) -> str:
    if value is None:
        raise X12Error(f"{name} is missing: say the date.")
    return day_text(value)
