from dataclasses import replace

import pytest

from edi.acknowledgement_files import read_acknowledgements
from edi.acknowledgements import (
    GUIDE_999,
    ElementError,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SegmentError,
    SetVerdict,
)
from edi.acknowledgements_writing import write_acknowledgements
from edi.faults import Code, X12Error
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.made import AT, ON, group, interchange
from tests.edi.samples import data, files, needs_samples

ERROR = SegmentError(
    "CLM", 22, "8", "2300", "A1", "", (ElementError(2, "1", 0, "782"), ElementError(5, "7", 3))
)
TAKEN = SetVerdict("837", "0001", "A", "005010X222A1")
REFUSED = SetVerdict("837", "0002", "R", "005010X222A1", ("5", "I5"), (ERROR,))


def group_answer(*sets: SetVerdict, code: str = "P") -> GroupAcknowledgement:
    counts = {
        "included": len(sets),
        "received": len(sets),
        "accepted": sum(each.is_accepted for each in sets),
    }
    return GroupAcknowledgement(
        interchange(), group("FA", GUIDE_999), "0001", "HC", "7", code, sets, "005010X222A1", **counts
    )


def answers(source: bytes) -> list[GroupAcknowledgement | InterchangeAcknowledgement]:
    return [each for each in read_acknowledgements(source) if not isinstance(each, Stray)]


def bare(answer: GroupAcknowledgement | InterchangeAcknowledgement) -> object:
    outer = replace(answer.interchange, raw="")
    if isinstance(answer, InterchangeAcknowledgement):
        return replace(answer, raw="", segment=0, interchange=outer)
    return replace(answer, raw=(), segment=0, interchange=outer, group=replace(answer.group, raw=""))


def test_every_fact_of_an_answer_survives_writing_and_reading() -> None:
    interchange_answer = InterchangeAcknowledgement(interchange(), "000000055", ON, AT, "R", "025")
    given = [interchange_answer, group_answer(TAKEN, REFUSED)]
    assert [bare(each) for each in answers(write_acknowledgements(given))] == given


@pytest.mark.parametrize(
    ("code", "taken"), [("A", True), ("E", True), ("R", False), ("M", False), ("W", False), ("X", False)]
)
def test_only_a_and_e_accept(code: str, taken: bool) -> None:
    assert SetVerdict("837", "1", code).is_accepted is taken
    assert InterchangeAcknowledgement(interchange(), "1", None, None, code).is_accepted is taken
    assert group_answer(code=code).is_accepted is taken


def test_the_sets_decide_and_not_the_group() -> None:
    assert not group_answer(TAKEN, REFUSED, code="A").is_accepted
    assert group_answer(TAKEN, code="P").is_accepted


def test_counts_that_disagree_with_the_sets_are_a_note() -> None:
    (answer,) = answers(write_acknowledgements([replace(group_answer(TAKEN, REFUSED), accepted=2)]))
    assert [fault.code for fault in answer.faults] == [Code.DISAGREES]


def test_an_answer_without_its_group_or_its_end_is_marked_and_loses_no_other() -> None:
    both = [group_answer(TAKEN), replace(group_answer(REFUSED), control="0002")]
    text = write_acknowledgements(both).decode().replace("AK1*HC*7", "AKX*HC*7", 1)
    first, second = answers(text.encode())
    assert [fault.code for fault in first.faults] == [Code.MISSING]
    assert second.faults == ()
    cut = text[: text.index("AK9")]
    (last,) = answers(cut.encode())
    assert {fault.code for fault in last.faults} == {Code.MISSING, Code.NO_TRAILER}


def test_an_interchange_that_is_answered_needs_its_date() -> None:
    with pytest.raises(X12Error, match="TA102"):
        write_acknowledgements([InterchangeAcknowledgement(interchange(), "1", None, None, "A")])


@pytest.mark.parametrize("path", files("999"))
def test_samples_go_out_as_they_came(path) -> None:  # type: ignore[no-untyped-def]
    source = path.read_bytes()
    assert list(tokens(write_acknowledgements(read_acknowledgements(source)))) == list(tokens(source))


@needs_samples
def test_samples_say_which_sets_and_claims_were_refused() -> None:
    (accepted,) = answers(data("999/imsweb_accepted.999"))
    assert accepted.is_accepted
    (rejected,) = answers(data("999/imsweb_rejected.999"))
    assert isinstance(rejected, GroupAcknowledgement)
    (verdict,) = rejected.sets
    assert (verdict.control, verdict.reasons, verdict.errors[0].tag, verdict.errors[0].position) == (
        "0028",
        ("5",),
        "NM",
        17,
    )
    (three,) = answers(data("999/stupidedi_X231A1_pass_response-to-functional-group-containing-3-837s.999"))
    assert isinstance(three, GroupAcknowledgement)
    assert [each.is_accepted for each in three.sets] == [True, False, False]
    errors = [
        (each.errors[0].tag, each.errors[0].position, each.errors[0].patient_control_number)
        for each in three.sets[1:]
    ]
    assert errors == [("CLM", 22, "123456789"), ("REF", 57, "987654321")]


@needs_samples
def test_a_trailer_with_another_control_number_is_a_note() -> None:
    codes = [
        fault.code for each in read_acknowledgements(data("999/imsweb_accepted.999")) for fault in each.faults
    ]
    assert codes == [Code.CONTROL_NUMBER]


def test_of_several_contexts_of_an_error_the_first_and_the_claims_number_are_kept() -> None:
    source = write_acknowledgements([group_answer(REFUSED)])
    lines = b"~CTX*SITUATIONAL TRIGGER*CLM*22~CTX*SITUATIONAL TRIGGER*SBR*9~CTX*CLM01:A1~"
    (answer,) = answers(source.replace(b"~CTX*CLM01:A1~", lines))
    assert isinstance(answer, GroupAcknowledgement)
    (error,) = answer.sets[0].errors
    assert error.context == "CTX*SITUATIONAL TRIGGER*CLM*22"
    assert error.patient_control_number == "A1"


def test_an_error_outside_of_a_claim_names_none() -> None:
    refused = replace(REFUSED, errors=(replace(ERROR, patient_control_number=None),))
    source = write_acknowledgements([group_answer(refused)])
    assert b"CTX" not in source
    (answer,) = answers(source)
    assert isinstance(answer, GroupAcknowledgement)
    assert answer.sets == (refused,)


def test_an_answer_that_was_read_goes_out_as_it_came() -> None:
    text = write_acknowledgements([group_answer(TAKEN, REFUSED)]).decode()
    odd = text.replace("AK2*837*0001*", "AK2*837*0001*005010X222A1*ODD~AK2*837*0001*").encode()
    assert write_acknowledgements(read_acknowledgements(odd)) == odd
