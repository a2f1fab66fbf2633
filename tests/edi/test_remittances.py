"""A remittance is read to the last element, and one bad claim spoils no other."""

from datetime import date
from decimal import Decimal

import pytest

from edi.adjustments import Adjustment, Procedure
from edi.faults import Code
from edi.parties import Party
from edi.remittance_files import read_835
from edi.remittances import Marked, RemitClaim
from edi.remittances_writing import write_835
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.remittances import BASE, FORTY, pieces, remittance


def test_a_claim_says_everything_the_payer_said() -> None:
    source = remittance(
        "90",
        "CLP*A1*1*200*90*25*12*ICN1*11*1",
        "NM1*QC*1*ALDER*MAE*Q***MI*M1",
        "NM1*74*1*ALDAR",
        "NM1*82*1*HERON*IDA****XX*1234567893",
        "NM1*TT*2*OTHER HEALTH*****PI*OH1",
        "MOA***MA01*MA15",
        "REF*F8*ICN0",
        "DTM*232*20261101",
        "DTM*233*20261102",
        "DTM*050*20261110",
        "AMT*AU*115",
        "QTY*CA*1",
        "SVC*HC:99214:25*200*90**1*HC:99215:25*2",
        "DTM*150*20261101",
        "DTM*151*20261102",
        "CAS*CO*45*80*1*253*5",
        "CAS*PR*3*25",
        "REF*6R*L1",
        "REF*0K*POLICY",
        "AMT*B6*115",
        "LQ*HE*N1",
        "LQ*RX*70",
    )
    _, (claim,), _ = pieces(source)
    assert (claim.patient_control_number, claim.status, claim.payer_claim_number) == ("A1", "1", "ICN1")
    assert (claim.filing_code, claim.place, claim.frequency) == ("12", "11", "1")
    assert claim.patient.full_name == "MAE Q ALDER"
    assert claim.corrected == Party("ALDAR")
    assert claim.rendering is not None
    assert claim.rendering.npi == "1234567893"
    assert claim.forwarded_to is not None
    assert claim.forwarded_to.id == "OH1"
    assert claim.remarks == ("MA01", "MA15")
    assert claim.original_payer_claim_number == "ICN0"
    assert (claim.statement_from, claim.statement_to) == (date(2026, 11, 1), date(2026, 11, 2))
    assert claim.received_on == date(2026, 11, 10)
    assert (claim.amounts, claim.quantities) == ((("AU", 115),), (("CA", 1),))
    assert claim.patient_adjustments == 25
    (line,) = claim.lines
    assert line.procedure == Procedure("99214", ("25",))
    assert line.submitted == Procedure("99215", ("25",))
    assert (line.units, line.submitted_units) == (1, 2)
    assert (line.service_from, line.service_to) == (date(2026, 11, 1), date(2026, 11, 2))
    assert line.adjustments == (
        Adjustment("CO", "45", Decimal(80), Decimal(1)),
        Adjustment("CO", "253", Decimal(5)),
        Adjustment("PR", "3", Decimal(25)),
    )
    assert (line.control, line.references) == ("L1", (Marked("0K", "POLICY"),))
    assert (line.amounts, line.remarks) == ((("B6", 115),), ("N1",))


def test_an_empty_set_of_a_cas_is_skipped() -> None:
    row = "CAS*CO*45*80*****253*5"
    _, (claim,), _ = pieces(remittance("90", *BASE[:2], row, *BASE[3:]))
    assert claim.is_balanced
    assert [each.reason for each in claim.lines[0].adjustments] == ["45", "253", "3"]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "place"),
    [
        ("CLP*A1*1*200*", "CLP*A1*1*2OO*", Code.AMOUNT, "CLP03"),
        ("*200*90*25*12", "*200**25*12", Code.AMOUNT, "CLP04"),
        ("SVC*HC:99214*200*", "SVC*HC:99214*NaN*", Code.AMOUNT, "SVC02"),
        ("CAS*CO*45*85", "CAS*CO*45*1E2", Code.AMOUNT, "CAS03"),
        ("CAS*CO*45*85", "CAS*CO*45", Code.AMOUNT, "CAS03"),
        ("CAS*CO*45*85", "CAS", Code.LINE_BALANCE, "SVC"),
        ("SVC*HC:99214*200*90**1", "SVC*HC:99214", Code.AMOUNT, "SVC02"),
        ("SVC*HC:99214*", "SVC*HC>99214*", Code.COMPONENTS, "SVC01"),
        ("**1~CAS", "**one~CAS", Code.QUANTITY, "SVC05"),
        ("CLP*A1*", "CLP**", Code.MISSING, "CLP01"),
        ("CAS*PR*3*25", "CAS*PR*3*2S", Code.AMOUNT, "CAS03"),
        ("REF*6R*L1", "DTM*472*20261131", Code.DATE, "DTM02"),
        ("REF*6R*L1", "AMT*B6*X", Code.AMOUNT, "AMT02"),
    ],
)
def test_what_cannot_be_read_is_told_by_element_and_spoils_no_other_claim(
    was: str, becomes: str, code: Code, place: str
) -> None:
    text = remittance("150", *BASE, *FORTY).decode()
    assert was in text
    _, (bad, good), _ = pieces(text.replace(was, becomes, 1).encode())
    assert (code, place) in [(fault.code, fault.place.split(", ")[1]) for fault in bad.faults]
    assert good.is_sound
    assert list(tokens(write_835(read_835(text.encode())))) == list(tokens(text.encode()))


def test_segments_too_short_to_say_anything_are_passed_over() -> None:
    _, (claim,), _ = pieces(remittance("90", BASE[0], "REF*EA", "NM1", *BASE[1:], "DTM*472", "LQ"))
    assert claim.faults == ()
    assert claim.is_sound


def test_a_payee_may_be_known_by_its_tax_id_alone() -> None:
    text = remittance("90", *BASE).decode()
    (payment,), _, _ = pieces(text.replace("*XX*1234567893", "*FI*931234567").encode())
    assert (payment.payee.npi, payment.payee_tax_id) == (None, "931234567")
    (payment,), _, _ = pieces(text.replace("~LX*1", "~REF*TJ*93~LX*1").encode())
    assert (payment.payee.npi, payment.payee_tax_id) == ("1234567893", "93")


def test_a_name_with_an_accent_is_shown_as_its_payer_meant_it() -> None:
    text = remittance("90", BASE[0], "NM1*QC*1*N\u00fa\u00f1ez*Jos\u00e9", *BASE[1:])
    _, (claim,), _ = pieces(text)
    assert claim.patient.full_name == "Jos\u00e9 N\u00fa\u00f1ez"


def test_an_empty_place_in_a_plb_is_skipped() -> None:
    _, _, (end,) = pieces(remittance("89", *BASE, "PLB*1234567893*20261231***WO*1"))
    assert [each.reason for each in end.provider_adjustments] == ["WO"]


def test_six_provider_adjustments_stand_in_one_plb() -> None:
    rest = "".join(f"*CS:R{at}*1" for at in range(5))
    _, _, (end,) = pieces(remittance("84", *BASE, f"PLB*1234567893*20261231*L6*1{rest}"))
    assert end.is_balanced
    assert [each.reference for each in end.provider_adjustments] == [None, "R0", "R1", "R2", "R3", "R4"]
    assert end.provider_adjustments[0].fiscal_on == date(2026, 12, 31)


def test_what_stands_between_claims_goes_with_the_next() -> None:
    source = remittance("150", *BASE, "LX*2", "TS3*1*11*20261231*1*1", *FORTY)
    _, (_, second), _ = pieces(source)
    assert second.raw[:2] == ("LX*2", "TS3*1*11*20261231*1*1")
    assert write_835(read_835(source)) == source


def test_segments_outside_of_payments_come_as_strays() -> None:
    text = remittance("90", *BASE).decode()
    other = "ST*999*0002~AK1*HC*1~CLP*X*1*1*1~SE*4*0002~"
    read = list(read_835((text.replace("GE*1", other + "GE*2")).encode()))
    strays = [each for each in read if isinstance(each, Stray)]
    assert "CLP*X*1*1*1" in strays[0].texts
    assert sum(isinstance(each, RemitClaim) for each in read) == 1


def test_a_claim_of_too_many_lines_is_marked() -> None:
    lines = ("SVC*HC:1*0*0",) * 2_001
    _, (claim,), _ = pieces(remittance("0", "CLP*A*1*0*0", *lines))
    assert [fault.code for fault in claim.faults] == [Code.TOO_MANY_LINES]


def test_a_claim_without_end_is_cut_off_and_nothing_is_lost() -> None:
    source = remittance("0", "CLP*A*1*0*0", *("DTM*232*20261101",) * 90_000)
    read = list(read_835(source))
    claim = next(each for each in read if isinstance(each, RemitClaim))
    assert Code.TOO_MANY_LINES in [fault.code for fault in claim.faults]
    kept = sum(text.startswith("DTM") for each in read for text in getattr(each, "raw", ()) or each.texts)
    assert kept == 90_000


def test_days_and_people_of_other_kinds_say_nothing_to_us_and_are_kept() -> None:
    source = remittance(
        "90",
        BASE[0],
        "NM1*QD*1*SOMEBODY",
        "PER*CX*SOMEBODY",
        "DTM*090*20261101",
        BASE[1],
        "DTM*573*20261101",
        *BASE[2:],
    )
    _, (claim,), _ = pieces(source)
    assert (claim.faults, claim.corrected, claim.rendering) == ((), None, None)
    assert (claim.statement_from, claim.lines[0].service_from) == (None, None)
    assert write_835(read_835(source)) == source


def test_remarks_of_an_inpatient_claim_stand_in_its_own_segment() -> None:
    mia = "MIA*0****MA01***************MA15*N7"
    _, (claim,), _ = pieces(remittance("90", BASE[0], mia, *BASE[1:]))
    assert claim.remarks == ("MA01", "MA15", "N7")


def test_a_bare_lx_ends_a_claim_as_a_numbered_one_does() -> None:
    source = remittance("180", *BASE, "LX", *(each.replace("A1", "A2") for each in BASE))
    _, claims, (end,) = pieces(source)
    assert [claim.patient_control_number for claim in claims] == ["A1", "A2"]
    assert claims[1].raw[0] == "LX"
    assert end.is_balanced
