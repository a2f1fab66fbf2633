"""TA1 and 999, written: what a payer or clearinghouse answers to a file of claims."""

from collections.abc import Iterable, Iterator

from edi.acknowledgement_files import Piece
from edi.acknowledgements import (
    GUIDE_999,
    ElementError,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SegmentError,
    SetVerdict,
)
from edi.envelope_writing import EnvelopeWriter
from edi.faults import X12Error
from edi.loops import Value, fresh
from edi.values import day_text

Rows = Iterator[tuple[Value, ...]]


def write_acknowledgements(pieces: Iterable[Piece]) -> bytes:
    """TA1s and 999s as a file; a piece that was read goes out as it was read.

    A TA1 stands before the first 999 of its interchange. Raises X12Error when a fact cannot be sent.
    """
    out = EnvelopeWriter()
    for piece in pieces:
        if isinstance(piece, InterchangeAcknowledgement):
            out.begin_interchange(piece.interchange)
            out.texts.append(piece.raw or fresh(_interchange(piece), out.delimiters))
        elif isinstance(piece, GroupAcknowledgement):
            out.begin_set(piece.interchange, piece.group, piece.control)
            if piece.raw:
                out.texts += piece.raw
            else:
                out.texts += [fresh(row, out.delimiters) for row in _rows(piece)]
                out.end_set()
        else:
            out.stray(piece.texts)
    return out.finish()


def _interchange(answer: InterchangeAcknowledgement) -> tuple[Value, ...]:
    if answer.sent_on is None or answer.sent_at is None:
        raise X12Error("TA102 and TA103 are missing: take them from the ISA that is answered.")
    when = (day_text(answer.sent_on)[2:], answer.sent_at.strftime("%H%M"))
    return "TA1", answer.control.zfill(9), *when, answer.code, answer.note


def _rows(answer: GroupAcknowledgement) -> Rows:
    yield "ST", "999", answer.control, GUIDE_999
    yield "AK1", answer.functional_id, answer.group_control, answer.guide
    for verdict in answer.sets:
        yield from _set(verdict)
    included = str(answer.included or len(answer.sets))
    received = str(answer.received or len(answer.sets))
    accepted = str(answer.accepted or sum(each.is_accepted for each in answer.sets))
    yield "AK9", answer.code, included, received, accepted, *answer.group_errors


def _set(verdict: SetVerdict) -> Rows:
    yield "AK2", verdict.set_id, verdict.control, verdict.guide
    for error in verdict.errors:
        yield from _error(error)
    yield "IK5", verdict.code, *verdict.reasons


def _error(error: SegmentError) -> Rows:
    yield "IK3", error.tag, str(error.position), error.loop, error.code
    if error.patient_control_number:
        yield "CTX", ("CLM01", error.patient_control_number)
    for each in error.elements:
        yield "IK4", _place(each), each.data_element, each.code, each.value


def _place(error: ElementError) -> tuple[str, ...]:
    return (str(error.element), str(error.component)) if error.component else (str(error.element),)
