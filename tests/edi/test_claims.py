from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from edi.adjustments import Procedure
from edi.claim_files import read_837
from edi.claims import Batch, BatchEnd, ProfessionalClaim
from edi.claims_writing import write_837, write_batch
from edi.faults import Code, X12Error
from edi.parties import Contact
from edi.services import Note, Role
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.made import SUBSCRIBER, batch, claim, full_claim, interchange, line
from tests.edi.samples import data, files, needs_samples


def bare(fact: object) -> object:
    """The same facts as if they were ours: without raw segments, positions and findings."""
    if isinstance(fact, tuple) and not hasattr(fact, "_fields"):
        return tuple(bare(each) for each in fact)
    if not is_dataclass(fact):
        return fact
    empty = {"raw": (), "pay_to_raw": (), "segment": 0, "faults": (), "segments": 0}
    kept = {each.name: bare(getattr(fact, each.name)) for each in fields(fact) if each.name not in empty}
    return type(fact)(**kept)  # type: ignore[arg-type]


def claims(source: bytes) -> list[ProfessionalClaim]:
    return [piece for piece in read_837(source) if isinstance(piece, ProfessionalClaim)]


def edited(source: bytes, was: str, becomes: str) -> bytes:
    text = source.decode("latin-1")
    assert was in text
    return text.replace(was, becomes).encode("latin-1")


def test_every_fact_of_a_claim_survives_writing_and_reading() -> None:
    given = [claim("A1"), full_claim("F1"), claim("A2", accepts_assignment="C", frequency="8")]
    read = claims(write_batch(batch(), given))
    assert [bare(each) for each in read] == given
    assert all(each.is_sound and not each.faults for each in read)


def test_every_fact_of_a_batch_survives_writing_and_reading() -> None:
    contact = Contact("EDI DESK", "5035550100", "77", "edi@example.test")
    given = batch(is_resent=True, is_encounter=True, submitter_contact=contact)
    head = next(iter(read_837(write_batch(given, [claim()]))))
    assert isinstance(head, Batch)
    assert replace(bare(head), interchange=given.interchange, group=given.group) == given  # type: ignore[type-var]
    assert bare(head.interchange) == replace(given.interchange, raw="")


def test_the_same_facts_give_the_same_bytes() -> None:
    assert write_batch(batch(), [full_claim()]) == write_batch(batch(), [full_claim()])


def test_claims_of_one_subscriber_share_a_level_and_levels_are_numbered() -> None:
    other = replace(SUBSCRIBER, name=replace(SUBSCRIBER.name, id="OTHER"))
    given = [claim("A1"), claim("A2"), full_claim(), claim("A3", subscriber=other)]
    levels = [each[1:] for each in tokens(write_batch(batch(), given)) if each[0] == "HL"]
    assert levels == [
        ["1", "", "20", "1"],
        ["2", "1", "22", "0"],
        ["3", "1", "22", "1"],
        ["4", "3", "23", "0"],
        ["5", "1", "22", "0"],
    ]


def test_a_claim_of_the_subscriber_after_one_of_a_dependent_opens_its_level_anew() -> None:
    dependent = full_claim()
    own = replace(dependent, patient=None, patient_control_number="OWN")
    kinds = [each[3] for each in tokens(write_batch(batch(), [dependent, own])) if each[0] == "HL"]
    assert kinds == ["20", "22", "23", "22"]
    assert claims(write_batch(batch(), [dependent, own]))[1].patient is None


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"patient_control_number": "A*1"}, "CLM01"),
        ({"diagnoses": ("E11:9",)}, "HI01"),
        ({"notes": (Note("ADD", "over~under"),)}, "NTE02"),
        ({"accident_causes": ("A:A",)}, "CLM11"),
        ({"notes": (Note("ADD", "na\u00efve"),)}, "NTE02"),
        ({"prior_authorization": "P^1"}, "REF02"),
        ({"lines": (line(procedure=Procedure("99214", ("2\n5",))),)}, "SV101"),
    ],
)
def test_a_fact_that_x12_cannot_carry_is_refused_by_element(changes: dict[str, object], element: str) -> None:
    with pytest.raises(X12Error, match=element):
        write_batch(batch(), [claim(**changes)])


def test_an_error_text_never_repeats_the_value() -> None:
    with pytest.raises(X12Error) as refusal:
        write_batch(batch(), [claim("SECRET*NAME")])
    assert "SECRET" not in str(refusal.value)


UNTYPED = "REF*P4*DEMO1~"


def with_untyped() -> bytes:
    """A claim with segments and elements that no fact covers: P4, CN1, SV111."""
    source = write_batch(batch(), [full_claim()])
    source = edited(source, "REF*G1*PA1~", "REF*G1*PA1~" + UNTYPED)
    source = edited(source, "AMT*F5*5.25~", "CN1*02*5~AMT*F5*5.25~")
    return edited(source, "SV1*HC:99214:25*200*UN*1***1~", "SV1*HC:99214:25*200.00*UN*1***1****Y~")


def test_a_claim_read_and_changed_keeps_what_we_do_not_type() -> None:
    head, was, *rest = list(read_837(with_untyped()))
    assert isinstance(was, ProfessionalClaim)
    changed = replace(was, frequency="8", payer_claim_number="ICN9", referral=None, clearinghouse_number="D1")
    text = write_837([head, changed, *rest]).decode()  # type: ignore[list-item]
    assert "~REF*G1*PA1~REF*P4*DEMO1~REF*F8*ICN9~" in text
    assert "~CN1*02*5~AMT*F5*5.25~" in text
    assert "~SV1*HC:99214:25*200.00*UN*1***1****Y~" in text
    assert "*11:B:8*" in text
    assert "REF*9F" not in text
    assert "~REF*D9*D1~NTE*" in text
    assert claims(text.encode())[0].payer_claim_number == "ICN9"


def test_a_changed_set_is_counted_and_numbered_anew() -> None:
    source = edited(write_batch(batch(), [claim("A1"), full_claim()]), "HL*3*1*22", "HL*9*1*22")
    pieces = list(read_837(source))
    assert write_837(pieces) == source
    fewer = [each for each in pieces if not isinstance(each, ProfessionalClaim) or each.patient]
    again = write_837(fewer)
    assert [each[1] for each in tokens(again) if each[0] == "HL"] == ["1", "2", "3"]
    assert [fault.code for piece in read_837(again) for fault in piece.faults] == []


def test_raw_segments_go_out_under_the_separators_of_the_file_they_join() -> None:
    source = edited(with_untyped(), "~", "\n")
    source = edited(source, "*:\n", "*>\n").replace(b":", b">")
    was = claims(source)[0]
    assert was.lines[0].procedure.modifiers == ("25",)
    text = write_batch(batch(), [was]).decode()
    assert "~SV1*HC:99214:25*200.00*UN*1***1****Y~" in text
    assert UNTYPED in text


def test_an_accent_in_a_name_that_was_read_is_shown_and_kept() -> None:
    source = edited(write_batch(batch(), [claim()]), "ALDER*MAE", "ALD\xc9R*MAE")
    was = claims(source)[0]
    assert was.subscriber.name.last == "ALDÉR"
    assert write_837(read_837(source)) == source


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


SUMS = {
    "imsweb_valid": (2, 2, "1000"),
    "imsweb_complex_6claims": (6, 10, "3000"),
    "imsweb_820claims_330KB": (820, 820, "410000"),
    "lfh_tr3_ex1": (1, 4, "100"),
    "lfh_tr3_drug_ndc": (1, 6, "2232.93"),
    "lfh_tr3_cob_ex3B": (1, 3, "79.04"),
    "stupidedi_X222__1": (1, 4, "100"),
    "stupidedi_X222A1_pass_medicare-secondary-payer-COB": (1, 1, "120"),
    "stupidedi_X222A1_pass_ambulance": (1, 4, "766.50"),
    "stupidedi_X222A1_pass_anesthesia": (1, 1, "827"),
    "stupidedi_X222A1_pass_oxygen": (1, 2, "520.24"),
}


@needs_samples
@pytest.mark.parametrize("name", SUMS)
def test_samples_hold_the_claims_lines_and_charges_counted_by_hand(name: str) -> None:
    found = claims(data(f"837p/{name}.837"))
    lines = sum(len(each.lines) for each in found)
    assert (len(found), lines, sum(each.charge for each in found)) == (
        *SUMS[name][:2],
        Decimal(SUMS[name][2]),
    )


@pytest.mark.parametrize("path", files("837p"))
def test_samples_go_out_as_they_came(path) -> None:  # type: ignore[no-untyped-def]
    source = path.read_bytes()
    assert list(tokens(write_837(read_837(source)))) == list(tokens(source))


@pytest.mark.parametrize("path", files("837p", "*X222A1_pass*"))
def test_samples_written_from_facts_alone_hold_the_same_facts(path) -> None:  # type: ignore[no-untyped-def]
    was = [bare(piece) for piece in read_837(path.read_bytes()) if not isinstance(piece, Stray)]
    again = [bare(piece) for piece in read_837(write_837(was)) if not isinstance(piece, Stray)]  # type: ignore[arg-type]
    assert again == was


@needs_samples
def test_samples_say_what_a_reader_would_expect() -> None:
    (cob,) = claims(data("837p/stupidedi_X222A1_pass_COB-claim-from-billing-provider-to-payer-b.837"))
    assert cob.patient is not None
    assert (cob.patient.relation, cob.patient.born_on) == ("19", date(1973, 5, 1))
    assert cob.provider(Role.RENDERING).taxonomy == "204C00000X"  # type: ignore[union-attr]
    (other,) = cob.other_payers
    assert (other.paid, other.patient_owes) == (Decimal("39.15"), Decimal("36.89"))
    assert sum(payment.paid for each in cob.lines for payment in each.payments) == Decimal("76.04")
    (oxygen,) = claims(data("837p/stupidedi_X222A1_pass_oxygen.837"))
    assert oxygen.patient_control_number == "R03996273 #01"
    (minutes,) = claims(data("837p/stupidedi_X222A1_pass_anesthesia.837"))
    assert (minutes.lines[0].unit_kind, minutes.lines[0].units) == ("MJ", 61)
    encounter = next(iter(read_837(data("837p/stupidedi_X222A1_pass_encounter.837"))))
    assert isinstance(encounter, Batch)
    assert encounter.is_encounter


def test_the_end_of_a_batch_counts_its_claims() -> None:
    *_, end, _, _ = list(read_837(write_batch(batch(interchange=interchange()), [claim("A1"), claim("A2")])))
    assert isinstance(end, BatchEnd)
    assert end.claims == 2
