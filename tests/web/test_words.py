"""What a screen says of a stored word: as people write it, never as the table keeps it."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.payers import Payer
from models.tasks import Task
from rules.denials import Category
from rules.filing_limits import Anchor, ClaimKind, PlanKind
from rules.offshore import Program
from tests.factories_desk import Told
from web.words import sentence, spoken


@pytest.mark.parametrize("kind", [PlanKind, Program, Category, ClaimKind, Anchor])
def test_no_word_is_shown_as_it_is_stored(kind: type[StrEnum]) -> None:
    for each in kind:
        assert "_" not in spoken(each.value)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("va", "VA"),
        ("tricare", "TRICARE"),
        ("medicare_advantage", "Medicare Advantage"),
        ("self_funded", "Self-funded"),
        ("commercial_out_of_network", "Commercial, out of network"),
        ("timely_filing", "Timely filing"),
    ],
)
def test_plans_and_categories_are_written_as_people_write_them(stored: str, said: str) -> None:
    assert sentence(spoken(stored)) == said


async def test_a_plan_of_the_va_says_so_on_every_screen_of_its_payer(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    task_id = told.tasks["Whitfield"]
    async with desk_office.begin(CLAIMDESK) as work:
        task = await work.session.get_one(Task, task_id)
        one = update(Payer).where(Payer.id == task.payer_id)
        await work.session.execute(one.values(plan_kind=PlanKind.VA, program=None))
    for path in (f"/tasks/{task_id}", "/payers", f"/payers/{task.payer_id}"):
        page = (await amara.get(path)).text
        assert "VA" in page, path
        assert ">Va" not in page, path
        assert ". Va" not in page, path


TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
NAMES = sorted(str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_a_time_of_no_place_says_that_it_is_utc(name: str) -> None:
    written = (TEMPLATES / name).read_text()
    after = re.findall(r'marks\.at\([^)]*"UTC"\) }}(.{0,4})', written)
    assert "times in UTC" in written or all(each.startswith(" UTC") for each in after)
