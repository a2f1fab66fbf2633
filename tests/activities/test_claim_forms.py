"""The form that is kept is the claim that was read, and columns say what the form says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from activities.claim_forms import claim_of, columns_of, form_of, is_storable, lines_of
from activities.earlier_payers import settled_by_line
from edi.adjustments import Adjustment, Procedure
from edi.claim_files import read_837
from edi.claims import Insured, OtherPayer, Payer, ProfessionalClaim
from edi.parties import Party
from edi.services import LinePayment, Provider, Role
from rules.claims import Frequency
from rules.errors import Unreadable
from tests.factories_imports import SAMPLES, claim, line

FIRST = Payer("FIRST PAYER", "FIRST")


def other(paid: str | None, *adjustments: Adjustment) -> OtherPayer:
    amount = None if paid is None else Decimal(paid)
    return OtherPayer(FIRST, Insured(Party("DOE", "JANE")), "P", paid=amount, adjustments=adjustments)


def payment(paid: str, *adjustments: Adjustment) -> LinePayment:
    return LinePayment("FIRST", Decimal(paid), Procedure("99213"), adjustments=adjustments)


def test_a_claim_comes_back_from_its_form_as_it_was() -> None:
    whole = claim("A1", line(1, "12.50", payments=(payment("5.00"),)), other_payers=(other("5.00"),))
    assert claim_of(form_of(whole)) == whole


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("837p/*.837")), ids=lambda path: path.stem)
def test_every_sample_claim_comes_back_from_its_form_as_it_was(path: Path) -> None:
    with path.open("rb") as source:
        for piece in read_837(source):
            if isinstance(piece, ProfessionalClaim):
                assert claim_of(form_of(piece)) == piece


def test_columns_are_read_from_the_form() -> None:
    doctor = Provider(Role.RENDERING, Party("WHITE", "ANN", id="1999996666", id_kind="XX"))
    lines = line(1, "100"), line(2, "50.5", service_from=date(2026, 11, 1), service_to=date(2026, 11, 3))
    columns = columns_of(claim("A1", *lines, providers=(doctor,), frequency="7", payer_claim_number="ICN1"))
    assert (columns.number, columns.charge, columns.frequency) == ("A1", Decimal("150.5"), "7")
    assert (columns.service_from, columns.service_to) == (date(2026, 11, 1), date(2026, 11, 3))
    assert (columns.rendering_npi, columns.payer_claim_number) == ("1999996666", "ICN1")


def test_the_billing_provider_is_the_rendering_one_where_nobody_else_is_named() -> None:
    assert columns_of(claim()).rendering_npi == "1234567893"


def test_an_unknown_frequency_is_kept_in_the_form_for_scrubbing_to_name() -> None:
    assert columns_of(claim(frequency="6")).frequency is Frequency.ORIGINAL


def test_a_claim_without_any_service_date_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="date of service"):
        columns_of(claim("A1", line(service_from=None)))


def test_a_line_names_the_diagnoses_that_its_pointers_mean() -> None:
    (only,) = lines_of(
        claim("A1", line(pointers=(2, 1, 9), units=Decimal("1.50")), diagnoses=("J209", "I10"))
    )
    assert (only.diagnoses, only.units, only.control) == (("I10", "J209"), "1.5", "L1")


def test_a_line_without_our_number_goes_by_its_place() -> None:
    assert [each.control for each in lines_of(claim("A1", line(control=None), line(2)))] == ["1", "L2"]


def test_a_character_that_the_database_cannot_keep_is_seen() -> None:
    assert is_storable(claim())
    assert not is_storable(replace(claim(), record_number="A\x00B"))


def test_nothing_is_settled_before_the_first_payer() -> None:
    assert settled_by_line(claim()) == (Decimal(0),)
    assert settled_by_line(claim(other_payers=(other(None),))) == (Decimal(0),)


def test_what_the_first_payer_paid_and_cut_is_not_asked_of_the_second() -> None:
    cut, owed = Adjustment("CO", "45", Decimal(85)), Adjustment("PR", "2", Decimal(75))
    billed = claim("A1", line(1, "500", payments=(payment("340", cut, owed),)), other_payers=(other("340"),))
    assert settled_by_line(billed) == (Decimal(425),)


def test_what_is_known_for_the_whole_claim_is_taken_from_its_lines_in_order() -> None:
    owed = Adjustment("PR", "1", Decimal("40"))
    billed = claim("A1", line(1, "100"), line(2, "50"), other_payers=(other("110", owed),))
    assert settled_by_line(billed) == (Decimal(100), Decimal(10))


def test_a_patient_share_said_for_the_whole_claim_stays_open() -> None:
    owed = Adjustment("PR", "1", Decimal("36.89"))
    billed = claim("A1", line(1, "79.04", payments=(payment("79.04"),)), other_payers=(other("42.15", owed),))
    assert settled_by_line(billed) == (Decimal("42.15"),)
