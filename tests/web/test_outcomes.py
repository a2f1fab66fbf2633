"""Outcomes: the one put forward, and what is shown before money moves."""

import re

from httpx import AsyncClient

from tests.factories_desk import Told


async def test_what_moves_money_is_shown_before_it_is_done(priya: AsyncClient, told: Told) -> None:
    page = (await priya.get(f"/tasks/{told.tasks['Silva']}?view=approvals")).text
    assert "is written off and the claim is closed." in page
    assert "This cannot be taken back." in page


async def test_the_outcome_put_forward_is_the_way_out_of_the_code(amara: AsyncClient, told: Told) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Kim']}?view=waiting")).text
    assert re.search(r'data-key="(\d) e"', page)
