"""TA1 and 999, read: whether a file and its sets were taken, and what was wrong with them."""

from collections.abc import Iterator, Sequence

from edi.acknowledgements import (
    ElementError,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SegmentError,
    SetVerdict,
)
from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope
from edi.loops import Loop, split_loops
from edi.strays import Stray
from edi.tokens import Segment, Source, segments
from edi.values import clock, short_day

MOST_SEGMENTS = 200_000  # of one 999
Segments = Sequence[Segment]
Piece = GroupAcknowledgement | InterchangeAcknowledgement | Stray


def read_acknowledgements(source: Source) -> Iterator[Piece]:
    """Every TA1 and 999 of a file in order; all other segments come as Stray, in place.

    A part that cannot be read is marked and loses no other. Raises X12Error when the file is no X12.
    """
    envelope, pending, last = Envelope(), list[Segment](), 0
    for segment in segments(source):
        tag, last = segment.tag, segment.number
        if tag in ("ISA", "GS", "ST"):
            yield from _given(pending, envelope, envelope.opens(segment))
            pending = [segment] if tag == "ST" else []
        elif tag == "SE":
            faults = envelope.closes(segment)
            yield from _given([*pending, segment], envelope, faults)
            pending = []
        elif tag == "TA1":
            yield _interchange_acknowledgement(segment, envelope)
        elif tag in ("GE", "IEA"):
            yield from _given(pending, envelope, ())
            yield Stray((segment.text,), segment.number, envelope.closes(segment))
            pending = []
        else:
            pending.append(segment)
            if len(pending) > MOST_SEGMENTS or not envelope.set_id:
                yield from _given(pending, envelope, ())
                pending = []
    yield from _given(pending, envelope, envelope.unclosed_at_the_end(last))


def _given(pending: list[Segment], envelope: Envelope, faults: tuple[Fault, ...]) -> Iterator[Piece]:
    if pending and pending[0].tag == "ST" and pending[0][1] == "999":
        yield _group_acknowledgement(pending, envelope, faults)
    elif pending:
        first = pending[0]
        fault = Fault(Code.UNEXPECTED, Scope.NOTE, first.number, tag=first.tag)
        yield Stray(tuple(each.text for each in pending), first.number, (fault, *faults))
    elif faults:
        yield Stray((), faults[0].segment, faults)


def _interchange_acknowledgement(segment: Segment, envelope: Envelope) -> InterchangeAcknowledgement:
    return InterchangeAcknowledgement(
        interchange=envelope.interchange,
        control=segment[1],
        sent_on=short_day(segment[2]),
        sent_at=clock(segment[3]),
        code=segment[4],
        note=segment[5],
        segment=segment.number,
        raw=segment.text,
    )


def _group_acknowledgement(
    texts: Segments, envelope: Envelope, faults: tuple[Fault, ...]
) -> GroupAcknowledgement:
    start, *answers = split_loops(texts, lambda each: each.tag == "AK2")
    loop, tail = Loop(start, texts[0].number), Loop(texts, texts[0].number)
    about, end = loop.first("AK1"), tail.first("AK9")
    sets = tuple(_set_verdict(each) for each in answers)
    if about is None:
        loop.fault(Code.MISSING, texts[0])
    code, counts = end[1] if end else "", [_count(end, at) for at in (2, 3, 4)]
    taken = sum(each.is_accepted for each in sets)
    if end is None:
        loop.fault(Code.MISSING, texts[-1])
    elif counts[0] == len(sets) and counts[2] != taken:
        loop.fault(Code.DISAGREES, end, 4, Scope.NOTE)
    return GroupAcknowledgement(
        interchange=envelope.interchange,
        group=envelope.group,
        control=texts[0][2],
        functional_id=about[1] if about else "",
        group_control=about[2] if about else "",
        code=code,
        sets=sets,
        guide=about[3] if about else "",
        included=counts[0],
        received=counts[1],
        accepted=counts[2],
        group_errors=tuple(filter(None, end.elements[5:10])) if end else (),
        segment=texts[0].number,
        faults=(*envelope.notes(), *loop.faults, *faults),
        raw=tuple(each.text for each in texts),
    )


def _count(segment: Segment | None, place: int) -> int:
    text = segment[place] if segment else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _set_verdict(answer: Segments) -> SetVerdict:
    about, end = answer[0], next((each for each in answer if each.tag == "IK5"), None)
    _, *errors = split_loops(answer, lambda each: each.tag == "IK3")
    return SetVerdict(
        set_id=about[1],
        control=about[2],
        code=end[1] if end else "",
        guide=about[3],
        reasons=tuple(filter(None, end.elements[2:7])) if end else (),
        errors=tuple(_segment_error(each) for each in errors),
    )


def _segment_error(error: Segments) -> SegmentError:
    about, number, context = error[0], None, ""
    for segment in error:
        if segment.tag != "CTX":
            continue
        name, *value = segment.parts(1)
        if name == "CLM01" and value:
            number = value[0]
        elif not context:
            context = segment.text
    elements = tuple(_element_error(each) for each in error if each.tag == "IK4")
    return SegmentError(about[1], _count(about, 2), about[4], about[3], number, context, elements)


def _element_error(segment: Segment) -> ElementError:
    place = [int(part) if part.isascii() and part.isdigit() else 0 for part in segment.parts(1)[:2]]
    component = place[1] if len(place) > 1 else 0
    return ElementError(place[0], segment[3], component, segment[2], segment[4])
