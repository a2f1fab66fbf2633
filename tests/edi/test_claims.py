"""What is wrong with a claim is found by element and costs no other claim."""

from dataclasses import replace
from datetime import date

import pytest

from edi.claim_files import read_837
from edi.claims import BatchEnd
from edi.claims_writing import write_837, write_batch
from edi.faults import Code, X12Error
from edi.services import Note
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.claims import claims, edited
from tests.edi.made import batch, claim, full_claim, interchange, line


def test_one_bad_claim_is_marked_and_loses_no_other() -> None:
    source = write_batch(batch(), [claim("A1"), claim("A2"), claim("A3")])
    source = edited(source, "CLM*A2*200*", "CLM*A2*2OO*")
    good, bad, last = claims(source)
    assert (good.is_sound, bad.is_sound, last.is_sound) == (True, False, True)
    assert bad.faults[0].text == "Segment 31, CLM02: the amount is missing or is not a number."
    assert write_837(read_837(source)) == source


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("*ABK:E119", "*ABK>E119", Code.COMPONENTS),
        ("SV1*HC:99214:25", "SV1*HC", Code.COMPONENTS),
        ("SV1*HC:99214:25*200*", "SV1*HC:99214:25**", Code.AMOUNT),
        ("DTP*472*D8*20261102", "DTP*472*D8*20261302", Code.DATE),
        ("DTP*472*D8*20261102", "DTP*472*D8*10010101", Code.IMPLAUSIBLE),
        ("*UN*1***1~", "*UN*one***1~", Code.QUANTITY),
        ("***1~DTP", "***X~DTP", Code.QUANTITY),
        ("***1~DTP", "***7~DTP", Code.POINTER),
        ("SBR*P*18", "XXX*P*18", Code.MISSING),
        ("NM1*IL*1*ALDER*", "NM1*ZZ*1*ALDER*", Code.MISSING),
        ("HL*2*1*22*0", "HL*7*1*22*0", Code.HIERARCHY),
        ("DMG*D8*19610402", "DMG*D8*19611402", Code.DATE),
        ("CLM*A1*200", "CLM*A1*210", Code.LINE_SUM),
        ("CLM*A1*200", "CLM**200", Code.MISSING),
        ("SV1*HC:99214:25", "SVX*HC:99214:25", Code.MISSING),
        ("NM1*PR*2*PRACTICE PAYER*****PI*PP001", "NM1*PR*2", Code.MISSING),
        ("NM1*85*2*HARBOR FAMILY MEDICINE*", "NM1*85*2**", Code.MISSING),
        ("LX*1~", "AMT*F5*five~LX*1~", Code.AMOUNT),
    ],
)
def test_what_is_wrong_is_found_and_the_file_goes_out_as_it_came(was: str, becomes: str, code: Code) -> None:
    source = edited(write_batch(batch(), [claim()]), was, becomes)
    assert code in [fault.code for fault in claims(source)[0].faults]
    assert list(tokens(write_837(read_837(source)))) == list(tokens(source))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("LX*1~", "REF*G1~LX*1~"),
        ("LX*1~", "HI*BP:0011~LX*1~"),
        ("HI*ABK:E119*ABF:I10~", "HI*BP:0011~HI*ABK:E119*ABF:I10~"),
        ("HI*ABK:E119*ABF:I10~", "HI~"),
        ("HI*ABK:E119*ABF:I10~", ""),
        ("REF*6R*L1~", "REF*6R*L1~LIN**UP*1234~"),
        ("REF*6R*L1~", "REF*6R*L1~LIN**N4*00003029305~"),
        ("NM1*87*2~N3*PO BOX 77~N4*SALEM*OR*973010077~", "NM1*87*2~"),
        ("NM1*PR*2*", "NM1*98*2*SOMEBODY~N3*ELSEWHERE~NM1*PR*2*"),
        ("LX*1~", "NM1*ZZ*2*SOMEBODY~REF*G1*NOT OURS~LX*1~"),
    ],
)
def test_what_is_unusual_but_not_wrong_is_kept_without_a_word(was: str, becomes: str) -> None:
    source = edited(write_batch(batch(), [claim()]), was, becomes)
    source = edited(source, "~SE*29", f"~SE*{29 + becomes.count('~') - was.count('~')}")
    read = list(read_837(source))
    assert [fault.text for piece in read for fault in piece.faults] == []
    assert write_837(read) == source
    assert claims(source)[0].prior_authorization is None


def test_a_level_nobody_knows_comes_as_a_stray() -> None:
    source = edited(write_batch(batch(), [claim()]), "SE*29", "HL*3*2*99*0~PAT*01~SE*29")
    strays = [piece.texts for piece in read_837(source) if isinstance(piece, Stray)]
    assert strays[0] == ("HL*3*2*99*0", "PAT*01")


def test_a_dependent_without_a_name_is_marked() -> None:
    source = edited(write_batch(batch(), [full_claim()]), "NM1*QC*1*ALDER*PIP~", "")
    assert Code.MISSING in [fault.code for fault in claims(source)[0].faults]


def test_another_payer_that_says_only_what_it_paid_need_not_add_up() -> None:
    (other,) = full_claim().other_payers
    given = claim(other_payers=(replace(other, adjustments=(), patient_owes=None),))
    assert claims(write_batch(batch(), [given]))[0].faults == ()


def test_a_claim_knows_its_patient_and_its_last_day() -> None:
    assert claim().subscriber.is_patient
    assert not full_claim().subscriber.is_patient
    assert [each.last_day for each in full_claim().lines] == [date(2026, 11, 2), date(2026, 11, 3)]


def test_what_another_payer_paid_must_add_up() -> None:
    source = edited(write_batch(batch(), [full_claim()]), "SVD*FH001*120*", "SVD*FH001*110*")
    codes = [fault.code for fault in claims(source)[0].faults]
    assert codes == [Code.OTHER_PAYER_LINE]
    source = edited(write_batch(batch(), [full_claim()]), "AMT*D*289.5~", "AMT*D*289~")
    assert [fault.code for fault in claims(source)[0].faults] == [Code.OTHER_PAYER_CLAIM]


def test_a_claim_under_no_subscriber_is_read_and_marked() -> None:
    text = write_batch(batch(), [claim()]).decode()
    cut = text[: text.index("HL*2")] + text[text.index("CLM*") :]
    assert Code.CLAIM_WITHOUT_PARENT in [fault.code for fault in claims(cut.encode())[0].faults]


def test_levels_without_claims_and_other_sets_come_as_strays() -> None:
    text = write_batch(batch(), [claim()]).decode()
    level = text[text.index("HL*2") : text.index("CLM*")]
    other = "ST*999*0002~AK1*HC*1~SE*3*0002~"
    source = text.replace("~HL*2", "~" + level + "HL*3").replace("~GE*1", "~" + other + "GE*2")
    strays = [piece for piece in read_837(source.encode()) if isinstance(piece, Stray)]
    assert strays[0].texts[0].startswith("HL*2")
    assert "AK1*HC*1" in strays[1].texts


def test_a_claim_of_too_many_lines_is_marked_and_nothing_is_lost() -> None:
    source = write_batch(batch(), [claim("BIG", lines=(line(),) * 2_100), claim("A2")])
    big, other = claims(source)
    assert Code.TOO_MANY_LINES in [fault.code for fault in big.faults]
    assert other.is_sound
    strays = [piece for piece in read_837(source) if isinstance(piece, Stray)]
    assert len(big.lines) + sum(text.startswith("LX*") for piece in strays for text in piece.texts) == 2_100


def test_a_claim_of_many_notes_takes_no_longer_than_its_length() -> None:
    notes = (Note("ADD", "AGAIN"),) * 30_000
    (read,) = claims(write_batch(batch(), [claim(notes=notes)]))
    assert read.notes == notes


@pytest.mark.parametrize(("guide", "name"), [("005010X223A2", "837I"), ("005010X224A2", "837D")])
def test_institutional_and_dental_claims_are_refused_by_name(guide: str, name: str) -> None:
    source = edited(write_batch(batch(), [claim()]), "005010X222A1", guide)
    with pytest.raises(X12Error, match=name):
        list(read_837(source))


def test_the_end_of_a_batch_counts_its_claims() -> None:
    *_, end, _, _ = list(read_837(write_batch(batch(interchange=interchange()), [claim("A1"), claim("A2")])))
    assert isinstance(end, BatchEnd)
    assert end.claims == 2
