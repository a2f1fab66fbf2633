"""Mending a claim beside its task: what reaches the claim, and what is refused."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim, ClaimLine
from tests.factories_desk import Told

FRAGMENT = {"hx-request": "true"}


async def test_corrections_reach_the_claim_and_wrong_ones_come_back_with_a_reason(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    task, claim_id = told.tasks["Tran"], told.claims["Tran"]
    page = (await amara.get(f"/tasks/{task}")).text
    assert 'aria-describedby="h-member_id"' in page
    assert 'aria-describedby="h-line_2_pointers"' in page
    version = re.search(r'name="version" value="(\d+)"', page.partition("/correct")[2])
    assert version
    guard = {"key": str(uuid4()), "version": version[1]}
    wrong = await amara.post(
        f"/tasks/{task}/correct", data={**guard, "line_2_charge": "much"}, headers=FRAGMENT
    )
    assert (wrong.status_code, 'value="much"' in wrong.text) == (422, True)
    fields = {
        "member_id": "XYZ9020",
        "line_2_pointers": "2",
        "line_1_charge": "90.00",
        "diagnoses": "E11.65, M17.11",
    }
    answer = await amara.post(f"/tasks/{task}/correct", data={**guard, **fields}, headers=FRAGMENT)
    assert (answer.status_code, "Corrections kept" in answer.text) == (200, True)
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, claim_id)
        charges = await work.session.scalars(
            select(ClaimLine.charge).where(ClaimLine.claim_id == claim_id).order_by(ClaimLine.number)
        )
        assert list(charges) == [Decimal("90.00"), Decimal("87.00")]
    assert claim.form["subscriber"]["name"]["id"] == "XYZ9020"
    assert claim.charge == Decimal("177.00")


@pytest.mark.parametrize("fields", [{"stage": "closed"}, {"line_9_charge": "1"}])
async def test_a_correction_of_what_the_form_does_not_show_is_refused(
    amara: AsyncClient, told: Told, fields: dict[str, str]
) -> None:
    guard = {"key": str(uuid4()), "version": "1"}
    answer = await amara.post(
        f"/tasks/{told.tasks['Tran']}/correct", data={**guard, **fields}, headers=FRAGMENT
    )
    assert answer.status_code == 422
