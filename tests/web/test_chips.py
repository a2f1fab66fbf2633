"""What a task says of its days: which one is ours, and which the last lawful one."""

import re
from datetime import date, timedelta

import pytest
from httpx import AsyncClient

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from tests.factories_desk import Told
from web import words
from web.chips import deadline


async def test_our_day_to_file_and_the_last_lawful_one_are_told_apart(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    async with desk_office.begin(CLAIMDESK) as work:
        task = await work.session.get_one(Task, told.tasks["Whitfield"])
        claim = await work.session.get_one(Claim, task.claim_id)
    ours, lawful = words.day(claim.file_by, told.today), words.day(claim.filing_limit_on, told.today)
    assert ours != lawful
    assert re.search(rf"days? left to file, our day is {ours}", page)
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert re.search(rf"Our day to file is {ours} in \d+ days?; the last lawful day is {lawful}", plain)
    assert f"Our day is {ours}, the last lawful day {lawful}." in plain


@pytest.mark.parametrize(
    ("left", "said"), [(-1, "Our day to file passed 1 day ago"), (0, "Our day to file is today")]
)
def test_a_chip_never_says_that_the_limit_is_over_before_it_is(left: int, said: str) -> None:
    today = date(2026, 11, 27)
    assert deadline(today + timedelta(days=left), today).words == said
