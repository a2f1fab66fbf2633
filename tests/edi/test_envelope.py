from dataclasses import replace

import pytest

from edi.claim_files import read_837
from edi.claims import Batch, BatchEnd
from edi.claims_writing import write_837, write_batch
from edi.envelope import interchange_text
from edi.faults import Code, X12Error
from edi.strays import Stray
from tests.edi.made import batch, claim, group, interchange


def notes(data: bytes) -> list[Code]:
    return [fault.code for piece in read_837(data) for fault in piece.faults]


def test_isa_is_padded_to_its_fixed_length() -> None:
    assert len(interchange_text(interchange())) == 105


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sender": "S" * 16}, "ISA06"),
        ({"control": "12A"}, "ISA13"),
        ({"control": "1" * 10}, "ISA13"),
        ({"sent_on": None}, "ISA09"),
        ({"sender": "A*B"}, "ISA06"),
    ],
)
def test_an_envelope_that_cannot_be_sent_is_refused_by_element(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(X12Error, match=words):
        interchange_text(interchange(**changes))


def test_trailers_count_sets_groups_and_segments() -> None:
    text = write_batch(batch(), [claim()]).decode()
    segments = text.split("~")
    start = next(at for at, each in enumerate(segments) if each.startswith("ST*"))
    end = next(at for at, each in enumerate(segments) if each.startswith("SE*"))
    assert segments[end] == f"SE*{end - start + 1}*0001"
    assert text.endswith("~GE*1*7~IEA*1*000000101~")


def test_two_sets_share_a_group_and_two_groups_an_interchange() -> None:
    second = batch(control="0002")
    third = batch(control="0003", group=replace(group(), control="8"))
    pieces = [each for one in (batch(), second, third) for each in (one, claim(), BatchEnd())]
    data = write_837(pieces)
    assert data.decode().endswith("~GE*1*8~IEA*2*000000101~")
    assert b"~GE*2*7~" in data
    assert notes(data) == []


def test_a_second_interchange_follows_the_first_with_separators_of_its_own() -> None:
    other = interchange(control="000000102")
    other = replace(other, delimiters=replace(other.delimiters, element="|", terminator="!"))
    data = write_837([batch(), claim(), BatchEnd(), batch(interchange=other), claim(), BatchEnd()])
    heads = [piece for piece in read_837(data) if isinstance(piece, Batch)]
    assert [head.interchange.control for head in heads] == ["000000101", "000000102"]
    assert notes(data) == []


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("~SE*29*", "~SE*30*", Code.SEGMENT_COUNT),
        ("*0001~GE", "*0009~GE", Code.CONTROL_NUMBER),
        ("~GE*1*", "~GE*5*", Code.SET_COUNT),
        ("~IEA*1*", "~IEA*2*", Code.GROUP_COUNT),
        ("~IEA*1*000000101", "~IEA*1*000000999", Code.CONTROL_NUMBER),
    ],
)
def test_a_trailer_that_disagrees_is_a_note_and_loses_nothing(was: str, becomes: str, code: Code) -> None:
    text = write_batch(batch(), [claim()]).decode()
    assert was in text
    assert notes(text.replace(was, becomes).encode()) == [code]


def test_a_cut_file_says_that_its_end_is_missing() -> None:
    text = write_batch(batch(), [claim(), claim("A2")]).decode()
    *_, last = list(read_837(text[: text.index("~SE*") + 1].encode()))
    assert isinstance(last, BatchEnd)
    assert [fault.code for fault in last.faults] == [Code.NO_TRAILER]
    *_, last = list(read_837(text[: text.index("~GE*") + 1].encode()))
    assert isinstance(last, Stray)
    assert [fault.code for fault in last.faults] == [Code.NO_TRAILER]


def test_an_old_version_and_guessed_separators_are_noted() -> None:
    text = write_batch(batch(), [claim()]).decode()
    assert notes(text.replace("005010X222A1", "004010X098A1").encode()) == [Code.OLD_VERSION]
    assert Code.ASSUMED in notes(text[text.index("GS*") :].encode())


def test_a_group_needs_its_date() -> None:
    with pytest.raises(X12Error, match="GS04"):
        write_batch(batch(group=replace(group(), sent_on=None)), [claim()])


def test_a_group_that_ends_before_its_set_says_so() -> None:
    text = write_batch(batch(), [claim()]).decode()
    cut = text[: text.index("SE*")] + text[text.index("GE*") :]
    assert notes(cut.encode()) == [Code.NO_TRAILER]


@pytest.mark.parametrize(("first", "behind"), [("GS*", "IEA*"), ("ST*", "GE*")])
def test_a_file_that_came_without_its_envelope_goes_out_without_it(first: str, behind: str) -> None:
    text = write_batch(batch(), [claim()]).decode()
    source = text[text.index(first) : text.index(behind)].encode()
    assert write_837(read_837(source)) == source


def test_a_set_of_another_kind_in_the_file_goes_out_as_it_came() -> None:
    text = write_batch(batch(), [claim()]).decode()
    source = text.replace("~GE*1", "~ST*999*0002~AK1*HC*1~SE*3*0002~GE*2").encode()
    assert write_837(read_837(source)) == source
