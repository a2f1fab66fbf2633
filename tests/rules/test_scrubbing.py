"""Scrubbing: a clean claim passes, and each edit finds exactly what it is for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.claim_facts import (
    AddressFacts,
    AttachmentFacts,
    BillingFacts,
    ClaimFacts,
    CoverageFacts,
    LineFacts,
    LinePaidFacts,
    OtherPayerFacts,
    PatientFacts,
    PayerFacts,
    ProviderFacts,
    SubscriberFacts,
)
from rules.edits import Finding
from rules.edits_coverage import member_id_fits
from rules.edits_providers import npi_is_valid
from rules.errors import Unreadable
from rules.scrubbing import all_edits, scrub

TODAY = date(2026, 11, 23)
SEEN = date(2026, 11, 3)
STREET = AddressFacts("12 Main Street", "Columbus", "OH", "432151234")
LINE = LineFacts(1, "99214", Decimal("125.00"), Decimal(1), SEEN, pointers=(1, 2), modifiers=("25",))
TEST = replace(LINE, number=2, procedure="87880", charge=Decimal("30.00"), modifiers=(), pointers=(1,))
PRIMARY = OtherPayerFacts(
    "00100",
    Decimal(85),
    lines=(LinePaidFacts(1, Decimal(75), Decimal(50)), LinePaidFacts(2, Decimal(10), Decimal(20))),
)
CLEAN = ClaimFacts(
    control_number="A-1001",
    charge=Decimal("155.00"),
    place="11",
    frequency="1",
    billing=BillingFacts("1234567893", "31-1234567", STREET, "207Q00000X"),
    subscriber=SubscriberFacts("W123456789", date(1980, 5, 1), STREET, "F"),
    payer=PayerFacts("60054", r"W\d{9}", filing_limit_on=date(2027, 2, 1)),
    diagnoses=("J02.9", "Z3A10"),
    lines=(LINE, TEST),
    coverage=CoverageFacts(date(2026, 1, 1), date(2026, 12, 31)),
    rendering=ProviderFacts("1999999984", "207Q00000X"),
    other_payers=(PRIMARY,),
)


def with_line(**changes: object) -> ClaimFacts:
    return replace(CLEAN, lines=(replace(LINE, **changes), TEST))  # type: ignore[arg-type]


def with_billing(**changes: object) -> ClaimFacts:
    return replace(CLEAN, billing=replace(CLEAN.billing, **changes))  # type: ignore[arg-type]


def with_subscriber(**changes: object) -> ClaimFacts:
    return replace(CLEAN, subscriber=replace(CLEAN.subscriber, **changes))  # type: ignore[arg-type]


def with_payer(**changes: object) -> ClaimFacts:
    return replace(CLEAN, payer=replace(CLEAN.payer, **changes))  # type: ignore[arg-type]


def with_primary(**changes: object) -> ClaimFacts:
    return replace(CLEAN, other_payers=(replace(PRIMARY, **changes),))  # type: ignore[arg-type]


CHILD = PatientFacts(date(2020, 1, 1), "M")
FIFTY_ONE = tuple(replace(LINE, number=n, charge=Decimal(1), modifiers=("76",)) for n in range(1, 52))
DIRTY: list[tuple[ClaimFacts, str, int | None]] = [
    (replace(CLEAN, diagnoses=(), lines=(replace(LINE, pointers=()), TEST)), "DX-01", None),
    (with_line(pointers=()), "DX-02", 1),
    (with_line(pointers=(3,)), "DX-03", 1),
    (with_line(pointers=(0,)), "DX-03", 1),
    (replace(CLEAN, diagnoses=tuple(f"J0{n}.{m}" for n in range(5) for m in range(3))), "DX-04", None),
    (with_line(pointers=(1, 2, 1, 2, 1)), "DX-05", 1),
    (replace(CLEAN, diagnoses=("J02.9", "J029")), "DX-06", None),
    (replace(CLEAN, diagnoses=("J02.9", "0340")), "DX-07", None),
    (replace(CLEAN, diagnoses=("W19.XXXA", "J02.9")), "DX-08", None),
    (with_line(pointers=(2, 2)), "DX-09", 1),
    (replace(CLEAN, diagnoses=("0340", "4659"), is_icd9=True), "DX-10", None),
    (replace(CLEAN, lines=()), "LN-01", None),
    (replace(CLEAN, lines=FIFTY_ONE), "LN-02", None),
    (with_line(procedure="9921"), "LN-03", 1),
    (with_line(modifiers=("2",)), "LN-04", 1),
    (with_line(modifiers=("25", "25")), "LN-05", 1),
    (with_line(modifiers=("TC", "26")), "LN-06", 1),
    (with_line(modifiers=("25", "57", "24", "AI", "GC")), "LN-07", 1),
    (with_line(units=Decimal(0)), "LN-08", 1),
    (with_line(charge=Decimal(0)), "LN-09", 1),
    (with_line(charge=Decimal(-5)), "LN-09", 1),
    (with_line(service_from=None), "LN-10", 1),
    (with_line(service_to=date(2026, 11, 2)), "LN-11", 1),
    (with_line(service_from=date(2026, 11, 24)), "LN-12", 1),
    (with_line(place="98"), "LN-13", 1),
    (replace(CLEAN, place="1"), "LN-13", None),
    (replace(CLEAN, lines=(LINE, replace(LINE, number=2))), "LN-14", 2),
    (with_line(ndc="1234-5678-9"), "LN-15", 1),
    (with_subscriber(member_id=""), "CV-01", None),
    (with_subscriber(member_id="W12345678X"), "CV-02", None),
    (with_subscriber(birth_date=None), "CV-03", None),
    (with_subscriber(address=None), "CV-04", None),
    (replace(CLEAN, patient=PatientFacts(None)), "CV-05", None),
    (replace(CLEAN, patient=PatientFacts(date(2026, 11, 4))), "CV-06", None),
    (with_subscriber(birth_date=date(2026, 11, 4)), "CV-06", None),
    (with_subscriber(sex="X"), "CV-07", None),
    (replace(CLEAN, patient=replace(CHILD, sex="male")), "CV-07", None),
    (replace(CLEAN, coverage=CoverageFacts(date(2026, 11, 4))), "CV-08", 1),
    (replace(CLEAN, coverage=CoverageFacts(None, date(2026, 11, 2))), "CV-08", 2),
    (with_payer(payer_id=""), "CV-09", None),
    (with_billing(npi=""), "PV-01", None),
    (with_billing(npi="1234567894"), "PV-02", None),
    (with_billing(tax_id=""), "PV-03", None),
    (with_billing(tax_id="31-12345"), "PV-04", None),
    (with_billing(address=None), "PV-05", None),
    (with_billing(address=replace(STREET, line="P.O. Box 12")), "PV-06", None),
    (with_billing(address=replace(STREET, zip="43215")), "PV-07", None),
    (with_billing(taxonomy="207Q"), "PV-08", None),
    (with_payer(needs_referring=True), "PV-09", None),
    (with_payer(referring_ranges=(("80047", "89398"),)), "PV-09", None),
    (replace(CLEAN, referring=ProviderFacts("")), "PV-10", None),
    (replace(CLEAN, charge=Decimal("155.01")), "CL-01", None),
    (replace(CLEAN, frequency="7"), "CL-02", None),
    (replace(CLEAN, frequency="5"), "CL-03", None),
    (replace(CLEAN, duplicates_of=("A-0999",)), "CL-04", None),
    (replace(CLEAN, control_number="A" * 21), "CL-05", None),
    (with_payer(authorization_ranges=(("99000", "99999"),)), "CL-06", 1),
    (with_payer(filing_limit_on=date(2026, 11, 22)), "CL-07", None),
    (replace(CLEAN, delay_reason="12"), "CL-08", None),
    (replace(CLEAN, attachments=(AttachmentFacts("FX"),)), "CL-09", None),
    (replace(CLEAN, accident_causes=("EM",)), "CL-10", None),
    (replace(CLEAN, accident_causes=("AA",), accident_on=SEEN), "CL-11", None),
    (with_primary(paid=None), "CB-01", None),
    (with_primary(lines=(LinePaidFacts(1, Decimal(75), Decimal(49)), PRIMARY.lines[1])), "CB-02", 1),
    (with_primary(paid=Decimal(86)), "CB-03", None),
    (with_primary(paid=Decimal(86)), "CB-04", None),
    (with_primary(payer_id="60054"), "CB-05", None),
]


def test_a_clean_claim_has_no_findings() -> None:
    assert scrub(CLEAN, TODAY) == ()


@pytest.mark.parametrize(
    ("claim", "code", "line"), DIRTY, ids=[f"{code} {n}" for n, (_, code, _) in enumerate(DIRTY)]
)
def test_each_edit_finds_what_it_is_for(claim: ClaimFacts, code: str, line: int | None) -> None:
    assert (code, line) in {(each.code, each.line) for each in scrub(claim, TODAY)}


def test_every_edit_has_a_case_here_its_words_and_a_source() -> None:
    assert {code for _, code, _ in DIRTY} == {each.code for each in all_edits()}
    assert len(all_edits()) >= 28
    for each in all_edits():
        assert each.text.endswith(".")
        assert each.hint.endswith(".")
        assert each.source


SOUND = [
    replace(CLEAN, patient=CHILD, subscriber=SubscriberFacts("W123456789", None, None)),
    replace(CLEAN, frequency="7", payer_claim_number="ICN1", duplicates_of=("A-0999",)),
    replace(
        CLEAN,
        lines=(LINE, replace(LINE, number=2, modifiers=("25", "76"))),
        charge=Decimal(250),
        other_payers=(),
    ),
    replace(CLEAN, coverage=CoverageFacts()),
    replace(
        CLEAN,
        lines=(replace(LINE, ndc="00002143380"), replace(LINE, number=2, ndc="00002143480")),
        charge=Decimal(250),
        other_payers=(),
    ),
    replace(CLEAN, attachments=(AttachmentFacts("AA"), AttachmentFacts("EL", "P1"))),
    replace(CLEAN, accident_causes=("AA",), accident_on=SEEN, accident_state="OH"),
    replace(CLEAN, other_payers=(replace(PRIMARY, payer_id="60054", paid=None, has_decided=False),)),
    replace(CLEAN, other_payers=(OtherPayerFacts("00100", Decimal(100), Decimal(55)),)),
    replace(
        with_payer(
            filing_limit_on=date(2026, 11, 1),
            needs_referring=True,
            authorization_ranges=(("99214", "99214"),),
        ),
        delay_reason="7",
        referring=ProviderFacts("1234567893"),
        authorization="AUTH1",
    ),
    with_payer(member_id_pattern=None, filing_limit_on=None, referring_ranges=(("70010", "79999"),)),
    replace(
        CLEAN,
        diagnoses=("0340", "4659"),
        is_icd9=True,
        lines=tuple(replace(each, service_from=date(2015, 9, 30)) for each in CLEAN.lines),
        coverage=CoverageFacts(),
    ),
    replace(CLEAN, lines=(*CLEAN.lines, replace(LINE, number=3, procedure="3074F", charge=Decimal(0)))),
    with_line(ndc="00002-1433-80", place="22", service_to=SEEN, rendering=ProviderFacts("1234567893")),
]


@pytest.mark.parametrize("claim", SOUND)
def test_what_is_unusual_and_right_is_let_through(claim: ClaimFacts) -> None:
    assert scrub(claim, TODAY) == ()


def test_findings_come_in_working_order_with_words_and_place() -> None:
    broken = replace(with_line(pointers=(9,)), charge=Decimal(1))
    assert scrub(broken, TODAY)[0].code == "CL-01"
    assert scrub(broken, TODAY)[-2:] == (
        Finding(
            "DX-03", "A pointer leads to no diagnosis.", "Point to one that is on the claim.", "pointers", 1
        ),
        Finding(
            "CB-03",
            "Charge less adjustments is not what was paid.",
            "Repeat the earlier remittance exactly, line by line.",
            "other_payers",
        ),
    )


@pytest.mark.parametrize(
    ("npi", "valid"),
    [
        ("1234567893", True),
        ("1999999984", True),
        ("1234567890", False),
        ("3234567891", False),
        ("123456789", False),
    ],
)
def test_an_npi_checks_itself(npi: str, valid: bool) -> None:
    assert npi_is_valid(npi) is valid


@given(st.integers(10**8, 3 * 10**8 - 1))
def test_exactly_one_of_ten_last_digits_is_right(first_nine: int) -> None:
    valid = sum(npi_is_valid(f"{first_nine}{last}") for last in range(10))
    assert valid == (1 if str(first_nine)[0] in "12" else 0)


def test_a_payers_broken_pattern_is_refused_and_not_taken_for_a_wrong_id() -> None:
    with pytest.raises(Unreadable, match="pattern cannot be used"):
        member_id_fits("W[", "W1")


@given(
    st.builds(
        LineFacts,
        number=st.integers(1, 3),
        procedure=st.text(max_size=6),
        charge=st.decimals(-5, 500, places=2),
        units=st.decimals(-1, 9, places=0),
        service_from=st.none() | st.dates(),
        service_to=st.none() | st.dates(),
        pointers=st.tuples(st.integers(-1, 5)),
        modifiers=st.tuples(st.text(max_size=3)),
    )
)
def test_no_line_is_so_strange_that_scrubbing_stops(line: LineFacts) -> None:
    found = scrub(replace(CLEAN, lines=(line,)), TODAY)
    assert all(each.line in (None, line.number, 1, 2) for each in found)
