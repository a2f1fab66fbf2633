"""277CA, written: what a clearinghouse or payer answers to each claim of a batch."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from edi.acknowledgements import (
    GUIDE_277CA,
    BatchVerdict,
    ClaimVerdict,
    LineVerdict,
    ProviderVerdict,
    Report,
    ReportEnd,
    Status,
    Tally,
)
from edi.claim_acknowledgement_files import Piece
from edi.envelope_writing import EnvelopeWriter
from edi.faults import X12Error
from edi.loops import Value, fresh
from edi.party_segments import party_draft
from edi.service_segments import procedure_value
from edi.strays import Stray
from edi.values import clock_text, day_text, period_text

Rows = Iterator[tuple[Value, ...]]
Level = BatchVerdict | ProviderVerdict | ClaimVerdict
DEPTHS = {BatchVerdict: 1, ProviderVerdict: 2, ClaimVerdict: 3}


def write_277ca(pieces: Iterable[Piece]) -> bytes:
    """Pieces in the order in which read_277ca gives them; levels are numbered and trailers made.

    A piece that was read goes out as it was read. Raises X12Error when a fact cannot be sent.
    """
    out = EnvelopeWriter()
    numbers = [0, 0, 0, 0]  # the last HL of each depth
    count = 0
    for piece in pieces:
        if isinstance(piece, Stray):
            out.stray(piece.texts)
        elif isinstance(piece, ReportEnd):
            out.texts += [piece.raw] if piece.raw else []
            if not piece.raw:
                out.end_set()
        elif isinstance(piece, Report):
            out.begin_set(piece.interchange, piece.group, piece.control)
            count = numbers[0] = 1
            out.texts += piece.raw or [fresh(row, out.delimiters) for row in _head(piece)]
        else:
            count += 1
            depth = DEPTHS[type(piece)]
            numbers[depth] = count
            rows = _level(piece, str(count), str(numbers[depth - 1]))
            out.texts += piece.raw or [fresh(row, out.delimiters) for row in rows]
    return out.finish()


def _head(report: Report) -> Rows:
    if report.created_on is None or report.created_at is None:
        raise X12Error("BHT04 and BHT05 are missing: say when the answer is made.")
    when = (day_text(report.created_on), clock_text(report.created_at))
    yield "ST", "277", report.control, GUIDE_277CA
    yield "BHT", "0085", "08", report.reference, *when, "TH"
    yield "HL", "1", "", "20", "1"
    yield party_draft("PR" if report.is_payers else "AY", report.source).elements
    yield "TRN", "1", report.trace or report.reference
    yield from _dates({"050": report.received_on, "009": report.processed_on})


def _level(piece: Level, number: str, parent: str) -> Rows:
    if isinstance(piece, BatchVerdict):
        yield "HL", number, parent, "21", "1"
        yield party_draft("41", piece.submitter).elements
        yield "TRN", "2", piece.batch_id
        yield from _statuses(piece.statuses)
        yield from _tally(piece.tally, "90", "AA")
    elif isinstance(piece, ProviderVerdict):
        yield "HL", number, parent, "19", "1"
        yield party_draft("85", piece.provider).elements
        yield "TRN", "1", piece.trace or "0"
        yield from _statuses(tuple(replace(each, on=None) for each in piece.statuses))  # no date here
        yield from _tally(piece.tally, "QA", "QC")
    else:
        yield "HL", number, parent, "PT"
        yield from _claim(piece)


def _claim(claim: ClaimVerdict) -> Rows:
    yield party_draft("QC", claim.patient).elements
    yield "TRN", "2", claim.patient_control_number
    yield from _statuses(claim.statuses)
    yield from _references(
        {"1K": claim.payer_claim_number, "D9": claim.clearinghouse_number, "BLT": claim.bill_type}
    )
    yield from _period(claim.service_from, claim.service_to)
    for line in claim.lines:
        yield from _line(line)


def _line(line: LineVerdict) -> Rows:
    yield "SVC", procedure_value(line.procedure), line.charge
    yield from _statuses(tuple(replace(each, amount=None) for each in line.statuses))  # SVC has it
    yield from _references({"FJ": line.control})
    yield from _period(line.service_from, line.service_to)


def _statuses(statuses: tuple[Status, ...]) -> Rows:
    for each in statuses:
        first, second, third = (*each.codes, ("",), ("",), ("",))[:3]
        on = day_text(each.on) if each.on else ""
        head = (tuple(first), on, each.action, each.amount)
        yield "STC", *head, "", "", "", "", "", tuple(second), tuple(third), each.text


def _tally(tally: Tally, taken: str, refused: str) -> Rows:
    counts = {taken: tally.accepted, refused: tally.rejected}
    for kind, count in counts.items():
        if count is not None:
            yield "QTY", kind, str(count)
    sums = {"YU": tally.accepted_amount, "YY": tally.rejected_amount}
    for kind, sum_ in sums.items():
        if sum_ is not None:
            yield "AMT", kind, sum_


def _references(references: dict[str, str | None]) -> Rows:
    for kind, value in references.items():
        if value:
            yield "REF", kind, value


def _dates(dates: dict[str, date | None]) -> Rows:
    for kind, when in dates.items():
        if when:
            yield "DTP", kind, "D8", day_text(when)


def _period(first: date | None, last: date | None) -> Rows:
    if first:
        yield "DTP", "472", *period_text(first, last)
