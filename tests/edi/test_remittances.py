import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from edi.adjustments import Adjustment, Procedure
from edi.faults import Code, X12Error
from edi.parties import Contact, Party
from edi.remittance_files import read_835
from edi.remittances import Marked, Payment, PaymentEnd, ProviderAdjustment, RemitClaim, RemitLine
from edi.remittances_writing import write_835
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.made import ON, STREET, group, interchange, person
from tests.edi.samples import SAMPLES, data, files, needs_samples

HEAD = "ST*835*0001~BPR*I*{paid}*C*CHK************20261120~TRN*1*EFT1*1911234567~"
HEAD += "N1*PR*PAYER~N1*PE*HARBOR*XX*1234567893~LX*1~"


def remittance(paid: str, *segments: str) -> bytes:
    """A whole 835 of these segments after LX, its trailers counted."""
    body = HEAD.format(paid=paid) + "".join(segment + "~" for segment in segments)
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'P':15}*ZZ*{'C':15}*261120*0930*^*00501*000000001*0*T*:~"
    trailer = f"SE*{body.count('~') + 1}*0001~GE*1*1~IEA*1*000000001~"
    return f"{isa}GS*HP*P*C*20261120*0930*1*X*005010X221A1~{body}{trailer}".encode()


def pieces(source: bytes) -> tuple[list[Payment], list[RemitClaim], list[PaymentEnd]]:
    read = list(read_835(source))
    return (
        [each for each in read if isinstance(each, Payment)],
        [each for each in read if isinstance(each, RemitClaim)],
        [each for each in read if isinstance(each, PaymentEnd)],
    )


BASE = (
    "CLP*A1*1*200*90*25*12*ICN1*11*1",
    "SVC*HC:99214*200*90**1",
    "CAS*CO*45*85",
    "CAS*PR*3*25",
    "REF*6R*L1",
)
REVERSED = (
    "CLP*A1*22*-200*-90*-25*12*ICN1*11*1",
    "SVC*HC:99214*-200*-90**-1",
    "CAS*CO*45*-85",
    "CAS*PR*3*-25",
)
FORTY = ("CLP*B2*1*100*60*0", "SVC*HC:99213*100*60**1", "CAS*CO*45*40")


@pytest.mark.parametrize(
    ("paid", "segments"),
    [
        ("90", BASE),
        ("60", (*REVERSED, *FORTY, "PLB*1234567893*20261231*WO:ICN1*-90")),
        ("0", (*REVERSED, "PLB*1234567893*20261231*FB:T005*-90")),
        ("91.25", (*BASE, "AMT*I*1.25", "PLB*1234567893*20261231*L6:A1*-1.25")),
        (
            "35.6",
            (*FORTY, "PLB*1234567893*20261231*IR:2026*14.4*CS:REF77*10"),
        ),
        (
            "100",
            (
                "CLP*B6*1*496.55*100*0",
                "SVC*HC:80050*290.55*100**1",
                "CAS*OA*94*-206",
                "CAS*CO*45*396.55",
                "SVC*HC:80050*206*0**0*HC:84443*1",
                "CAS*CO*97*206",
            ),
        ),
        (
            "100",
            (
                "CLP*B7*1*161*100*0",
                "SVC*HC:90734*80.5*80**1",
                "CAS*CO*45*.5",
                "REF*6R*L1",
                "SVC*HC:90734*80.5*20**1",
                "CAS*CO*119*60.5",
                "REF*6R*L1",
            ),
        ),
        ("0", ("CLP*C2*1*200*0*0", "SVC*HC:99214*200*0**1", "CAS*CO*16*200", "LQ*HE*M51", "LQ*HE*N56")),
    ],
)
def test_lawful_forms_of_payment_balance_at_every_level(paid: str, segments: tuple[str, ...]) -> None:
    (payment,), claims, (end,) = pieces(remittance(paid, *segments))
    assert payment.amount == Decimal(paid)
    assert end.is_balanced
    assert all(claim.is_sound and not claim.faults for claim in claims)
    assert end.faults == ()


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


def test_the_three_tests_are_kept_apart() -> None:
    line_off = ("CLP*C7*1*200*90*25", "SVC*HC:99214*200*90**1", "CAS*CO*45*84.99", "CAS*PR*3*25")
    lines_off = ("CLP*C8*1*100*60*0", "SVC*HC:99213*90*60**1", "CAS*CO*45*30", "CAS*CO*45*10")
    claim_off = ("CLP*C9*1*100*60*0", "CAS*CO*45*41")
    _, claims, (end,) = pieces(remittance("210", *line_off, *lines_off, *claim_off))
    assert [[fault.code for fault in claim.faults] for claim in claims] == [
        [Code.LINE_BALANCE, Code.CLAIM_BALANCE],
        [Code.LINE_BALANCE, Code.CLAIM_BALANCE],
        [Code.CLAIM_BALANCE],
    ]
    assert claims[0].faults[0].difference == Decimal("0.01")
    assert not any(claim.is_balanced for claim in claims)
    assert end.is_balanced


def test_lines_that_do_not_add_up_to_the_claim_fail_it_though_each_balances() -> None:
    _, (claim,), _ = pieces(
        remittance("60", "CLP*C8*1*100*60*0", "CAS*CO*45*10", "SVC*HC:1*90*60", "CAS*CO*45*30")
    )
    assert [fault.code for fault in claim.faults] == [Code.CLAIM_BALANCE]
    assert claim.lines[0].is_balanced


def test_a_payment_off_by_a_cent_or_below_zero_does_not_balance() -> None:
    _, (claim,), (end,) = pieces(remittance("90.01", *BASE))
    assert claim.is_sound
    assert (end.is_balanced, end.difference) == (False, Decimal("0.01"))
    (payment,), _, (end,) = pieces(remittance("-90", *REVERSED))
    assert [fault.code for fault in payment.faults] == [Code.NEGATIVE_PAYMENT]
    assert (end.is_balanced, end.difference) == (False, 0)


def test_the_patients_share_is_only_a_note() -> None:
    _, (claim,), _ = pieces(remittance("90", BASE[0].replace("*25*12*", "*24*12*"), *BASE[1:]))
    assert [fault.code for fault in claim.faults] == [Code.PATIENT_SHARE]
    assert claim.is_sound


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


def test_an_unreadable_provider_adjustment_or_payment_spoils_the_payment() -> None:
    _, _, (end,) = pieces(remittance("90", *BASE, "PLB*1234567893*20261231*WO:X*O"))
    assert (end.is_balanced, end.faults[0].code) == (False, Code.AMOUNT)
    (payment,), _, (end,) = pieces(remittance("9O", *BASE))
    assert (payment.amount, payment.faults[0].code, end.is_balanced) == (0, Code.AMOUNT, False)


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


def test_a_group_that_ends_before_its_payment_says_so() -> None:
    text = remittance("90", *BASE).decode()
    cut = text[: text.index("SE*")] + text[text.index("GE*") :]
    _, _, (end,) = pieces(cut.encode())
    assert ([fault.code for fault in end.faults], end.is_balanced) == ([Code.NO_TRAILER], False)


@pytest.mark.parametrize(
    ("at", "changes", "words"),
    [
        (0, {"paid_on": None}, "BPR16"),
        (1, {"remarks": ("N1",) * 6}, "MOA"),
        (3, {"provider_adjustments": (ProviderAdjustment("WO", None, Decimal(1)),)}, "PLB02"),
    ],
)
def test_what_cannot_be_written_is_refused(at: int, changes: dict[str, object], words: str) -> None:
    given = made()
    given[at] = replace(given[at], **changes)  # type: ignore[type-var]
    with pytest.raises(X12Error, match=words):
        write_835(given)


def test_a_payment_without_bpr_or_without_se_does_not_balance() -> None:
    text = remittance("90", *BASE).decode()
    (payment,), _, (end,) = pieces(text.replace("BPR*I*90", "XXX*I*90").encode())
    assert (payment.faults[0].code, end.is_balanced) == (Code.NO_PAYMENT, False)
    _, (claim,), (end,) = pieces(text[: text.index("SE*")].encode())
    assert claim.is_sound
    assert (end.is_balanced, end.faults[0].code) == (False, Code.NO_TRAILER)
    _, _, ends = pieces((text[: text.index("SE*")] + text).encode())
    assert [end.is_balanced for end in ends] == [False, True]


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


def made() -> list[Payment | RemitClaim | PaymentEnd]:
    """A payment of ours with two claims and money outside of them."""
    payment = Payment(
        interchange=interchange(),
        group=group("HP", "005010X221A1"),
        control="0001",
        handling="I",
        amount=Decimal("140"),
        method="CHK",
        paid_on=ON,
        trace="EFT1",
        payer_tax_id="1911234567",
        payer=Party("PRACTICE PAYER", is_person=False),
        payee=Party("HARBOR", is_person=False, id="1234567893", id_kind="XX"),
        produced_on=ON,
        payer_address=STREET,
        payer_contact=Contact("HELP", telephone="5035550199"),
        payer_references=(Marked("2U", "PP001"),),
        payee_references=(Marked("TJ", "931234567"),),
    )
    line = RemitLine(
        Procedure("99214", ("25",)),
        Decimal(200),
        Decimal(90),
        Decimal(1),
        0,
        service_from=ON,
        control="L1",
        adjustments=(Adjustment("CO", "45", Decimal(85)), Adjustment("PR", "3", Decimal(25))),
        remarks=("N1", "M51"),
        amounts=(("B6", Decimal(115)),),
    )
    first = RemitClaim(
        "A1",
        "1",
        Decimal(200),
        Decimal(90),
        Decimal(25),
        0,
        "12",
        "ICN1",
        "11",
        "1",
        patient=person("ALDER", "MAE", "M1", "MI"),
        rendering=person("HERON", "IDA", "1234567893"),
        remarks=("MA01",),
        references=(Marked("EA", "MR1"),),
        received_on=ON,
        statement_from=ON,
        statement_to=ON,
        amounts=(("AU", Decimal("115.5")),),
        lines=(line,),
    )
    eight = tuple(Adjustment("OA", str(at), Decimal("-1.25")) for at in range(8))
    second = replace(
        first,
        status="22",
        charge=Decimal("-10"),
        paid=Decimal("0"),
        patient_responsibility=Decimal(0),
        adjustments=eight,
        lines=(),
        is_balanced=True,
    )
    taken = [ProviderAdjustment("WO", f"ICN{at}", Decimal("-10"), "1234567893", ON) for at in range(4)]
    back = ProviderAdjustment("L6", None, Decimal("-10"), "1234567893", ON)
    return [payment, first, second, PaymentEnd((*taken, back), 2, Decimal(90))]


def bare(piece: object) -> object:
    """Without raw segments and positions."""
    if isinstance(piece, RemitClaim):
        lines = tuple(replace(each, segment=0) for each in piece.lines)
        return replace(piece, raw=(), segment=0, lines=lines)
    if isinstance(piece, PaymentEnd):
        given = tuple(replace(each, segment=0) for each in piece.provider_adjustments)
        return replace(piece, raw=(), segment=0, provider_adjustments=given)
    if isinstance(piece, Payment):
        kept = tuple(filter(None, piece.bank_details))
        outer = replace(piece.interchange, raw=""), replace(piece.group, raw="")
        return replace(piece, raw=(), segment=0, bank_details=kept, interchange=outer[0], group=outer[1])
    return piece


def test_every_fact_of_a_remittance_survives_writing_and_reading() -> None:
    given = made()
    read = [bare(each) for each in read_835(write_835(given)) if not isinstance(each, Stray)]
    assert read == given
    assert write_835(given) == write_835(made())


@pytest.mark.parametrize("path", files("835"))
def test_samples_go_out_as_they_came(path) -> None:  # type: ignore[no-untyped-def]
    source = path.read_bytes()
    assert list(tokens(write_835(read_835(source)))) == list(tokens(source))


@pytest.mark.parametrize("path", files("835", "*_pass_*"))
def test_samples_written_from_facts_alone_hold_the_same_facts(path) -> None:  # type: ignore[no-untyped-def]
    given = [bare(each) for each in read_835(path.read_bytes()) if not isinstance(each, Stray)]
    bank = given[0].bank_details  # type: ignore[union-attr]
    given[0] = replace(given[0], bank_details=())  # type: ignore[type-var]
    again = [bare(each) for each in read_835(write_835(given)) if not isinstance(each, Stray)]  # type: ignore[arg-type]
    assert again == given
    assert bank is not None


def expected() -> list[dict[str, str]]:
    listing = SAMPLES / "expected_835.csv"
    return list(csv.DictReader(listing.read_text().splitlines())) if listing.exists() else []


@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"])
def test_samples_hold_the_figures_that_two_other_programs_found(row: dict[str, str]) -> None:
    payments, claims, ends = pieces(data(row["path"]))
    assert len(payments) == int(row["transactions"])
    assert len(claims) == int(row["claims"])
    assert sum(len(claim.lines) for claim in claims) == int(row["service_lines"])
    assert sum(claim.charge for claim in claims) == Decimal(row["sum_clp_charge"])
    assert sum(claim.paid for claim in claims) == Decimal(row["sum_clp_paid"])
    assert [payment.amount for payment in payments] == list(map(Decimal, row["bpr_amount"].split(";")))
    outside = sum(each.amount for end in ends for each in end.provider_adjustments)
    assert outside == Decimal(row["plb_total"])
    adds_up = ["yes" if not end.difference else "no" for end in ends]
    assert adds_up == row["transaction_balances"].split(";")


SUSPENDED = {
    "lfh_tertiary-payment": {20: Code.LINE_BALANCE},
    "moov_bcbs_ts3": {19: Code.CLAIM_BALANCE},
    "moov_ibc_2tx_plb_negative_bpr": {18: Code.CLAIM_BALANCE},
}


@pytest.mark.parametrize("path", files("835"))
def test_only_the_sample_claims_known_to_be_wrong_are_suspended(path) -> None:  # type: ignore[no-untyped-def]
    _, claims, _ = pieces(path.read_bytes())
    found = {fault.segment: fault.code for claim in claims if not claim.is_sound for fault in claim.faults}
    wanted = SUSPENDED.get(path.stem, {})
    assert {at: code for at, code in found.items() if at in wanted} == wanted
    assert bool(found) == bool(wanted)


@needs_samples
def test_nine_claims_under_one_number_are_nine() -> None:
    name = "835/stupidedi_X221A1_pass_multiple-claims-single-check.835"
    _, claims, _ = pieces(data(name))
    assert len({claim.patient_control_number for claim in claims}) == 1
    assert len({claim.patient.full_name for claim in claims}) == 9


@needs_samples
def test_the_payments_that_must_be_suspended_do_not_balance() -> None:
    wrong = [
        path.values[0].stem
        for path in files("835")
        if not all(end.is_balanced for end in pieces(path.values[0].read_bytes())[2])
    ]
    assert wrong == ["moov_ibc_2tx_plb_negative_bpr", "stupidedi_X221__3a"]
    _, _, (end,) = pieces(data("835/stupidedi_X221__3a.835"))
    assert {fault.code: fault.segment for fault in end.faults}[Code.SEGMENT_COUNT] == 43
    assert abs(end.difference) == Decimal("2.54")
