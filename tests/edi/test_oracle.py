from dataclasses import replace
from decimal import Decimal

import pytest

from bench.remittance_files import remittance
from edi.acknowledgements import InterchangeAcknowledgement
from edi.acknowledgements_writing import write_acknowledgements
from edi.claim_acknowledgements_writing import write_277ca
from edi.claim_files import read_837
from edi.claims import ProfessionalClaim
from edi.claims_writing import write_837, write_batch
from edi.remittances_writing import write_835
from edi.services import Note
from tests.edi.made import AT, ON, batch, claim, full_claim, interchange, line
from tests.edi.oracle import complaints
from tests.edi.remittances import made
from tests.edi.samples import files
from tests.edi.test_acknowledgements import REFUSED, TAKEN, group_answer
from tests.edi.test_claim_acknowledgements import report


def test_pyx12_has_nothing_against_the_claims_we_write() -> None:
    plain = claim("A1", notes=(Note("ADD", "SEEN TWICE"),), lines=(line(), line(2, charge=Decimal("0.50"))))
    given = [plain, claim("A2", frequency="7", payer_claim_number="ICN1"), full_claim("F1"), full_claim("F2")]
    assert complaints(write_batch(batch(), given)) == []


def test_pyx12_has_nothing_against_the_remittances_we_write() -> None:
    assert complaints(write_835(made())) == []
    assert complaints(b"".join(remittance(20))) == []


def test_pyx12_has_nothing_against_the_answers_we_write() -> None:
    taken = InterchangeAcknowledgement(interchange(), "000000055", ON, AT, "A")
    assert complaints(write_acknowledgements([taken, group_answer(TAKEN, REFUSED)])) == []
    assert complaints(write_acknowledgements([taken])) == []
    assert complaints(write_277ca(report())) == []


@pytest.mark.parametrize("path", files("837p", "*X222A1_pass_[acdehmop]*"))
def test_pyx12_has_nothing_against_a_sample_claim_that_was_changed(path) -> None:  # type: ignore[no-untyped-def]
    changed = [
        replace(piece, frequency="7", payer_claim_number="ICN1", record_number="MR1")
        if isinstance(piece, ProfessionalClaim)
        else piece
        for piece in read_837(path.read_bytes())
    ]
    assert complaints(write_837(changed)) == []


def test_pyx12_would_see_a_missing_segment() -> None:
    broken = write_batch(batch(), [claim()]).replace(b"DTP*472*D8*20261102~", b"").replace(b"SE*29", b"SE*28")
    assert complaints(broken) != []
