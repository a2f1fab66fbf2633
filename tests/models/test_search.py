"""Finding: which claims an unmatched payment could be about."""

from decimal import Decimal

import pytest

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim
from models.search import candidates
from rules.claims import Stage
from tests.factories_money import add_claim, practice_and_payer


@pytest.mark.parametrize(
    ("name", "charge", "number", "found"),
    [
        ("nobody", "1", "A1", ["A1"]),
        ("Doe", "1", "?", ["A1"]),
        ("nobody", "70", "?", ["B1"]),
        ("nobody", "1", "?", []),
    ],
)
async def test_a_payment_may_be_about_a_claim_of_its_number_name_or_charge(
    office: Office, name: str, charge: str, number: str, found: list[str]
) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        await add_claim(work, practice, payer, "A1", ("200",))
        await add_claim(work, practice, payer, "B1", ("70",), name=("ROE", "RICH"))
        closed = await add_claim(work, practice, payer, "C1", ("70",), name=("POE", "PAT"))
        (await work.session.get_one(Claim, closed.claim_id)).stage = Stage.CLOSED
        await work.session.flush()
        hits = await candidates(work.session, practice.id, name, Decimal(charge), number)
    assert [each.number for each in hits] == found
