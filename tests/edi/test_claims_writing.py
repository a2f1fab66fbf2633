"""What is written holds every fact, and what we do not type goes out as it came."""

from dataclasses import replace

import pytest

from edi.adjustments import Procedure
from edi.claim_files import read_837
from edi.claims import Batch, ProfessionalClaim
from edi.claims_writing import write_837, write_batch
from edi.faults import X12Error
from edi.parties import Contact
from edi.services import Note, Role
from edi.tokens import tokens
from tests.edi.claims import bare, claims, edited
from tests.edi.made import BILLING, SUBSCRIBER, batch, claim, full_claim, line


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


def test_a_value_that_the_new_separators_would_divide_is_refused_by_element() -> None:
    source = edited(with_untyped(), ":", ">")
    was = claims(edited(source, UNTYPED, "REF*P4*DEMO:1~"))[0]
    with pytest.raises(X12Error, match="REF02 contains a character that divides"):
        write_batch(batch(), [was])


def test_an_empty_place_in_a_cas_is_skipped() -> None:
    source = edited(write_batch(batch(), [full_claim()]), "CAS*PR*2*10.5*1~", "CAS*PR****2*10.5*1~")
    assert claims(source)[0].other_payers[0].adjustments == full_claim().other_payers[0].adjustments
    assert write_837(read_837(source)) == source


def test_a_claim_says_only_what_is_known_of_its_people() -> None:
    plain = claim(billing=replace(BILLING, pay_to=None), subscriber=replace(SUBSCRIBER, born_on=None, sex=""))
    source = write_batch(batch(), [plain])
    assert [each[0] for each in tokens(source) if each[0] == "DMG" or each[:2] == ["NM1", "87"]] == []
    assert [bare(each) for each in claims(source)] == [plain]


def test_a_provider_is_asked_for_by_role() -> None:
    full = full_claim()
    heron = full.provider(Role.RENDERING)
    assert heron is not None
    assert (heron.name.last, full.provider(Role.SUPERVISING)) == ("HERON", None)
