"""Public sample claims hold what was counted by hand and go out as they came."""

from datetime import date
from decimal import Decimal

import pytest

from edi.claim_files import read_837
from edi.claims import Batch
from edi.claims_writing import write_837
from edi.services import Role
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.claims import bare, claims
from tests.edi.samples import data, files, needs_samples

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
