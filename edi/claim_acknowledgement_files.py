"""277CA, read as a stream: what a clearinghouse or payer says of the batch, the providers and each claim."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    LineVerdict,
    Outcome,
    ProviderVerdict,
    Report,
    ReportEnd,
    Status,
    StatusCode,
    Tally,
    outcome,
)
from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope
from edi.loops import Loop, split_loops
from edi.parties import NOBODY
from edi.party_segments import party, take_party
from edi.service_segments import procedure, take_amount, take_period, take_reference
from edi.strays import Stray
from edi.tokens import Segment, Source, segments
from edi.values import AMOUNT, clock, day

MOST_SEGMENTS = 60_000  # of one level
LEVELS = ("20", "21", "19", "PT")
Segments = Sequence[Segment]
Piece = Report | BatchVerdict | ProviderVerdict | ClaimVerdict | ReportEnd | Stray


def read_277ca(source: Source) -> Iterator[Piece]:
    """Report, BatchVerdict, ProviderVerdict, its ClaimVerdicts and ReportEnd; all else comes as Stray.

    A part that cannot be read is marked and loses no other. Raises X12Error when the file is no X12.
    """
    reader = _Reader()
    for segment in segments(source):
        yield from reader.take(segment)
    yield from reader.finish()


class _Reader:
    """Collects the segments of one level, and remembers the levels above it."""

    def __init__(self) -> None:
        self.envelope = Envelope()
        self.head: list[Segment] = []  # ST and BHT wait for the HL that says who answers
        self.pending: list[Segment] = []
        self.report: Report | None = None
        self.batch: BatchVerdict | None = None
        self.provider: ProviderVerdict | None = None
        self.claims = self.last = 0

    def take(self, segment: Segment) -> Iterator[Piece]:
        """Add this segment; gives what it ends."""
        tag, self.last = segment.tag, segment.number
        if tag in ("ISA", "GS", "ST"):
            yield from self.flush()
            is_open = self._is_ours()
            if faults := self.envelope.opens(segment):
                yield ReportEnd(self.claims, segment.number, faults) if is_open else self._stray([], faults)
            if tag == "ST":
                self.report, self.batch, self.provider, self.claims = None, None, None, 0
                self.pending = [segment]
        elif tag in ("SE", "GE", "IEA"):
            yield from self.flush()
            is_end = tag == "SE" and self._is_ours()
            if self._is_ours() and not is_end:
                yield ReportEnd(self.claims, segment.number, self.envelope.unclosed(segment))
            faults = self.envelope.closes(segment)
            text = segment.text
            yield (
                ReportEnd(self.claims, segment.number, faults, text)
                if is_end
                else Stray((text,), segment.number, faults)
            )
        else:
            if tag == "HL" or len(self.pending) > MOST_SEGMENTS:
                yield from self.flush(before_level=tag == "HL" and segment[3] == "20")
            self.pending.append(segment)

    def flush(self, before_level: bool = False) -> Iterator[Piece]:
        """Give what the pending level says; the head waits for the first level when that comes next."""
        pending, self.pending = self.pending, []
        if not pending:
            return
        if before_level and pending[0].tag == "ST" and self._is_ours():
            self.pending = pending
            return
        first = next((each for each in pending if each.tag == "HL"), pending[0])
        if not self._is_ours() or (first.tag != "ST" and first[3] not in LEVELS):
            yield self._stray(pending)
            return
        yield self.level(first, pending)

    def level(self, first: Segment, pending: list[Segment]) -> Piece:
        """The facts of this level."""
        began = self.envelope.set_began
        if first.tag == "ST" or first[3] == "20":
            self.report = _report(pending, self.envelope)
            return self.report
        if first[3] == "21":
            self.batch = _batch(pending, began)
            return self.batch
        if first[3] == "19":
            self.provider = _provider(pending, began)
            return self.provider
        self.claims += 1
        return _claim(pending, began, (self.report, self.batch, self.provider))

    def finish(self) -> Iterator[Piece]:
        """What a cut file leaves open."""
        yield from self.flush()
        is_open = self._is_ours()
        if faults := self.envelope.unclosed_at_the_end(self.last):
            yield ReportEnd(self.claims, self.last, faults) if is_open else self._stray([], faults)

    def _is_ours(self) -> bool:
        return self.envelope.set_id == "277" and "X212" not in self.envelope.guide

    def _stray(self, pending: list[Segment], faults: tuple[Fault, ...] = ()) -> Stray:
        number = pending[0].number if pending else self.last
        if pending:
            place = self.envelope.place(number)
            faults = (Fault(Code.UNEXPECTED, Scope.NOTE, number, place, pending[0].tag),)
        return Stray(tuple(each.text for each in pending), number, faults)


def _report(texts: Segments, envelope: Envelope) -> Report:
    loop = Loop(texts, envelope.set_began, has_names=True)
    start, named, trace = loop.first("BHT"), loop.first("NM1"), loop.first("TRN")
    if named is None:
        loop.fault(Code.MISSING, texts[0])
    return Report(
        interchange=envelope.interchange,
        group=envelope.group,
        control=envelope.control,
        reference=start[3] if start else "",
        created_on=day(start[4]) if start else None,
        created_at=clock(start[5]) if start else None,
        source=party(named.elements) if named else NOBODY,
        is_payers=named is not None and named[1] == "PR",
        trace=trace[2] if trace else "",
        received_on=take_period(loop, "050")[0],
        processed_on=take_period(loop, "009")[0],
        segment=texts[0].number,
        faults=(*envelope.notes(), *loop.faults),
        raw=tuple(each.text for each in texts),
    )


def _batch(texts: Segments, began: int) -> BatchVerdict:
    loop = Loop(texts, began, has_names=True)
    trace = loop.first("TRN")
    return BatchVerdict(
        submitter=take_party(loop, "41"),
        batch_id=trace[2] if trace else "",
        statuses=_statuses(loop),
        tally=_tally(loop, "90", "AA"),
        segment=texts[0].number,
        faults=tuple(loop.faults),
        raw=tuple(each.text for each in texts),
    )


def _provider(texts: Segments, began: int) -> ProviderVerdict:
    loop = Loop(texts, began, has_names=True)
    trace = loop.first("TRN")
    return ProviderVerdict(
        provider=take_party(loop, "85"),
        trace=trace[2] if trace else "",
        statuses=_statuses(loop),
        tally=_tally(loop, "QA", "QC"),
        segment=texts[0].number,
        faults=tuple(loop.faults),
        raw=tuple(each.text for each in texts),
    )


def _claim(
    texts: Segments,
    began: int,
    above: tuple[Report | None, BatchVerdict | None, ProviderVerdict | None],
) -> ClaimVerdict:
    own, *lines = split_loops(texts, lambda each: each.tag == "SVC")
    loop = Loop(own, began, has_names=True)
    trace = loop.first("TRN")
    if trace is None or not trace[2]:
        loop.fault(Code.MISSING, trace or own[0])
    report, batch, provider = above
    service_from, service_to = take_period(loop, "472")
    faults = loop.faults
    return ClaimVerdict(
        patient_control_number=trace[2] if trace else "",
        patient=take_party(loop, "QC"),
        statuses=_statuses(loop),
        payer_claim_number=take_reference(loop, "1K"),
        clearinghouse_number=take_reference(loop, "D9"),
        bill_type=take_reference(loop, "BLT"),
        service_from=service_from,
        service_to=service_to,
        lines=tuple(_line(each, began, faults) for each in lines),
        batch_id=batch.batch_id if batch else "",
        provider=provider.provider if provider else None,
        is_payers=report is not None and report.is_payers,
        segment=texts[0].number,
        faults=tuple(faults),
        raw=tuple(each.text for each in texts),
    )


def _line(texts: Segments, began: int, faults: list[Fault]) -> LineVerdict:
    loop = Loop(texts, began, has_names=True)
    service_from, service_to = take_period(loop, "472")
    charge = take_amount(loop, texts[0], 2)
    control, statuses = take_reference(loop, "FJ"), _statuses(loop)
    faults += loop.faults
    return LineVerdict(procedure(texts[0], 1), charge, statuses, control, service_from, service_to)


def _statuses(loop: Loop) -> tuple[Status, ...]:
    found = []
    for segment in loop.every("STC"):
        places = [segment.parts(place) for place in (1, 10, 11) if segment[place]]
        codes = tuple(StatusCode(*(*parts, "", "")[:3]) for parts in places)
        sum_ = Decimal(segment[4]) if AMOUNT(segment[4]) else None
        status = Status(codes, day(segment[2]), segment[3], sum_, segment[12])
        if segment[3] == "WQ" and outcome((status,)) is Outcome.REJECTED:
            loop.fault(Code.DISAGREES, segment, 3, Scope.NOTE)
        found.append(status)
    return tuple(found)


def _tally(loop: Loop, taken: str, refused: str) -> Tally:
    counts = {each[1]: each[2] for each in loop.every("QTY")}
    sums = {each[1]: each[2] for each in loop.every("AMT")}
    numbers = [
        int(text) if text.isdigit() and len(text) < 10 else None
        for text in (counts.get(taken, ""), counts.get(refused, ""))
    ]
    amounts = [Decimal(text) if AMOUNT(text) else None for text in (sums.get("YU", ""), sums.get("YY", ""))]
    return Tally(numbers[0], numbers[1], amounts[0], amounts[1])
