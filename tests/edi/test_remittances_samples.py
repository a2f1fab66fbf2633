"""Public sample remittances hold the figures that other programs found."""

import csv
from dataclasses import replace
from decimal import Decimal

import pytest

from edi.faults import Code
from edi.remittance_files import read_835
from edi.remittances_writing import write_835
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.remittances import bare, pieces
from tests.edi.samples import SAMPLES, data, files, needs_samples


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
