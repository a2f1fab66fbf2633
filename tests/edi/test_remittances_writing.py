"""A remittance we write holds every fact we gave."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from edi.adjustments import Procedure
from edi.faults import X12Error
from edi.parties import Address
from edi.remittance_files import read_835
from edi.remittances import Marked, Payment, ProviderAdjustment, RemitClaim
from edi.remittances_writing import write_835
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.made import ON
from tests.edi.remittances import bare, made


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


def test_every_fact_of_a_remittance_survives_writing_and_reading() -> None:
    given = made()
    read = [bare(each) for each in read_835(write_835(given)) if not isinstance(each, Stray)]
    assert read == given
    assert write_835(given) == write_835(made())


def test_a_remittance_with_little_to_say_is_written_without_empty_segments() -> None:
    payment, first, *rest = made()
    assert isinstance(payment, Payment)
    assert isinstance(first, RemitClaim)
    city = Address("", "SALEM", "OR", "97301")
    payment = replace(payment, payer_address=city, payer_contact=None)
    undated = replace(first, lines=(replace(first.lines[0], service_from=None),))
    source = write_835([payment, undated, *rest])
    assert [each for each in tokens(source) if each[0] in ("N3", "PER") or each[:2] == ["DTM", "472"]] == []
    read = [bare(each) for each in read_835(source) if not isinstance(each, Stray)]
    assert read == [payment, undated, *rest]


def test_days_quantities_and_references_survive_writing_and_reading() -> None:
    payment, first, *rest = made()
    assert isinstance(payment, Payment)
    assert isinstance(first, RemitClaim)
    long = replace(
        first.lines[0],
        service_to=ON + timedelta(days=2),
        references=(Marked("0K", "POLICY"),),
        control=None,
        submitted=Procedure("99215"),
        submitted_units=Decimal(2),
    )
    full = replace(first, remarks=(), coverage_ended_on=ON, quantities=(("CA", Decimal(1)),), lines=(long,))
    payment = replace(payment, produced_on=None)
    read = [bare(each) for each in read_835(write_835([payment, full, *rest])) if not isinstance(each, Stray)]
    assert read == [payment, full, *rest]
