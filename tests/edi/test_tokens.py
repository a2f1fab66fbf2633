import io

import pytest

from edi.faults import X12Error
from edi.tokens import segments, stretches, take, tokens
from tests.edi.samples import data, files, needs_samples

ISA = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'SENDER':15}*ZZ*{'RECEIVER':15}*261120*0930*^*00501*000000001*0*T*:~"
BODY = "GS*HP*S*R*20261120*0930*1*X*005010X221A1~ST*835*0001~BPR*I*1~SE*3*0001~GE*1*1~IEA*1*000000001~"
PLAIN = list(tokens((ISA + BODY).encode()))


def tags(data: bytes) -> list[str]:
    return [segment.tag for segment in segments(data)]


def test_a_byte_order_mark_and_prose_before_isa_are_left_aside() -> None:
    prose = b"\xef\xbb\xbfThe ISA of this file is below.\r\n\r\n"
    assert list(tokens(prose + (ISA + BODY).encode())) == PLAIN


def test_a_file_wrapped_at_eighty_columns_reads_the_same() -> None:
    text = ISA + BODY
    wrapped = "\r\n".join(text[at : at + 80] for at in range(0, len(text), 80))
    assert list(tokens(wrapped.encode())) == PLAIN


def test_an_indented_file_with_a_segment_a_line_reads_the_same() -> None:
    indented = (ISA + BODY).replace("~", "~\n   ")
    assert list(tokens(indented.encode())) == PLAIN


def test_line_ends_may_be_the_terminator() -> None:
    for line_end in ("\n", "\r\n", "\r"):
        assert list(tokens((ISA + BODY).replace("~", line_end).encode())) == PLAIN


def test_empty_segments_and_trailing_separators_say_nothing() -> None:
    loose = (ISA + BODY).replace("BPR*I*1~", "BPR*I*1***~~~")
    assert list(tokens(loose.encode())) == PLAIN


def test_padding_of_any_length_does_not_move_the_separators() -> None:
    short = ISA.replace("          ", "..").replace("SENDER         ", "SENDER")
    delimiters = next(stretches((short + BODY).encode())).delimiters
    assert (delimiters.element, delimiters.component, delimiters.terminator) == ("*", ":", "~")


@pytest.mark.parametrize(
    ("eleven", "version", "repetition"), [("^", "00501", "^"), ("U", "00501", ""), ("^", "00401", "")]
)
def test_isa11_is_the_repetition_separator_unless_it_is_a_letter_or_the_version_is_old(
    eleven: str, version: str, repetition: str
) -> None:
    header = ISA.replace("*^*00501*", f"*{eleven}*{version}*")
    assert next(stretches((header + BODY).encode())).delimiters.repetition == repetition


def test_each_interchange_has_separators_of_its_own() -> None:
    other = (ISA + BODY).translate(str.maketrans("*:~", "|>!"))
    found = list(stretches((ISA + BODY + "\n" + other).encode()))
    assert [stretch.delimiters.element for stretch in found] == ["*", "|"]
    assert found[1].first == len(PLAIN) + 1


def test_an_interchange_without_iea_ends_where_the_next_begins() -> None:
    cut = (ISA + BODY).removesuffix("IEA*1*000000001~")
    assert tags((cut + ISA + BODY).encode()).count("ISA") == 2


def test_text_between_and_after_interchanges_is_kept_as_segments() -> None:
    texts = [
        segment.text for segment in segments((ISA + BODY + "\nbetween\n" + ISA + BODY + "behind").encode())
    ]
    assert "between" in texts
    assert texts[-1] == "behind"


@pytest.mark.parametrize("start", ["GS", "ST"])
def test_a_file_without_isa_is_read_with_assumed_separators(start: str) -> None:
    text = BODY[BODY.index(start + "*") :].replace("BPR*I*1~", "BPR*I*1~SVC*HC>99213*1*1~")
    stretch = next(stretches(text.encode()))
    assert stretch.delimiters.assumed
    assert (stretch.delimiters.component, stretch.delimiters.terminator) == (">", "~")
    assert stretch.texts[0].startswith(start)


def test_a_file_without_isa_may_end_its_segments_with_line_ends() -> None:
    text = BODY[BODY.index("ST*") :].replace("~", "\n")
    assert tags(text.encode())[:2] == ["ST", "BPR"]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
def test_the_size_of_the_pieces_does_not_matter(size: int) -> None:
    whole = ("prose\n" + ISA + BODY.replace("~", "~\r\n  ") + ISA + BODY).encode()
    pieces = [text for stretch in stretches(io.BytesIO(whole), size) for text in stretch.texts]
    assert pieces == [segment.text for segment in segments(whole)]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"ISA", b"Dear payer, see the ISA segment", b"\x00" * 4096, b"ISA" * 5000]
)
def test_what_is_no_x12_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(X12Error, match=r"not an X12 file"):
        list(segments(content))


def test_a_segment_beyond_64_kib_is_refused() -> None:
    with pytest.raises(X12Error, match="64 KiB"):
        list(segments((ISA + "GS*" + "X" * 70_000 + "~" + BODY).encode()))
    with pytest.raises(X12Error, match="64 KiB"):
        list(segments((ISA + "GS*" + "X" * 700_000).encode()))


def test_blanks_at_the_end_are_no_segment() -> None:
    assert list(tokens((ISA + BODY + "   \t ").encode())) == PLAIN
    assert list(tokens((ISA + BODY + "\f").encode())) == PLAIN
    cut = (ISA + BODY).removesuffix("IEA*1*000000001~")
    assert tags((cut + "   ").encode())[-1] == "GE"


def test_the_first_segments_tell_what_a_file_is() -> None:
    assert [segment.tag for segment in take((ISA + BODY).encode(), 3)] == ["ISA", "GS", "ST"]


@needs_samples
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("835/stupidedi_X221__1.835", 36),
        ("835/stupidedi_X221__3a.835", 45),
        ("835/moov_ibc_2tx_plb_negative_bpr.835", 66),
        ("837p/imsweb_820claims_330KB.837", 11_490),
        ("999/stupidedi_X231A1_pass_response-to-functional-group-containing-3-837s.999", 20),
        ("277/imsweb_x212_batch.277", 111),
        ("276/stupidedi_X212__1.276", 40),
        ("271/lfh_error_aaa.271", 12),
    ],
)
def test_samples_have_the_segments_counted_by_hand(name: str, count: int) -> None:
    assert len(tags(data(name))) == count


@pytest.mark.parametrize("path", [each for kind in ("835", "837p", "999", "277ca") for each in files(kind)])
def test_samples_read_the_same_in_small_pieces(path) -> None:  # type: ignore[no-untyped-def]
    whole = path.read_bytes()[:20_000]
    pieces = [text for stretch in stretches(whole, 61) for text in stretch.texts]
    assert pieces == [text for stretch in stretches(whole) for text in stretch.texts]
