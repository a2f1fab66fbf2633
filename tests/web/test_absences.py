"""An absence as a supervisor enters it: seen first, then done, then taken back, row by row."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK, Actor
from activities.transactions import Office
from models.alerts import Alert
from models.tasks import Task
from models.teams import Absence, Engagement
from rules.access import Role
from rules.tasks import TaskState
from tests.factories_desk import Told
from tests.factories_teams import a_rule, a_team
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import more_tasks, reads
from tests.web.test_supervision import own, owners

ZONE = "America/New_York"


@pytest.fixture
async def house(desk_office: Office, told: Told) -> Told:
    """Two tasks of Amara's are late; a rule gives large ones to Ben, and nothing takes the rest."""
    amara = told.people["Amara Osei"]
    ben = Actor(told.people["Ben Carver"], "Ben Carver", Role.BILLER, None, None)
    await a_rule(desk_office, await a_team(desk_office, [ben], "Large ones"), money_from="1000")
    for name in ("Reyes", "Okafor"):
        await own(desk_office, told.tasks[name], amara)
    async with desk_office.begin(CLAIMDESK) as work:
        work.session.add(Engagement(user_id=amara, time_zone=ZONE))
    return told


async def days(office: Office, first: int = 0, last: int = 3) -> dict[str, str]:
    """An absence so many days from today, where Amara works."""
    async with office.begin(CLAIMDESK) as work:
        today = work.today(ZONE)
    on = [str(today + timedelta(days=each)) for each in (first, last)]
    return {"key": str(uuid4()), "from_on": on[0], "until_on": on[1], "why": "ill"}


def path(told: Told) -> str:
    return f"/teams/people/{told.people['Amara Osei']}/absences"


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    (form,) = re.findall(rf'<form[^>]*action="{action}".*?</form>', page, re.S)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def undo_path(page: str) -> str:
    (found,) = re.findall(r'action="(/teams/absences/[^"]*/undo)"', page)
    return str(found)


def heading(page: str) -> str:
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    return str(found)


def tasks_of(told: Told) -> tuple[UUID, UUID]:
    return told.tasks["Reyes"], told.tasks["Okafor"]


async def standing(office: Office) -> list[bool]:
    """Of each absence whether it stands."""
    async with office.begin(CLAIMDESK) as work:
        return [each.ended_at is None for each in await work.session.scalars(select(Absence))]


async def test_what_an_absence_would_move_is_shown_before_anything_is_written_down(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    amara = house.people["Amara Osei"]
    shown = (await priya.post(f"{path(house)}/preview", data=await days(desk_office))).text
    assert "2 tasks of Amara Osei" in heading(shown)
    assert "1 to Ben Carver" in heading(shown)
    assert "1 to Unallocated" in heading(shown)
    assert "Write it down and move 2" in shown
    assert "$1,240.00" in shown
    assert await owners(desk_office, *tasks_of(house)) == [amara, amara]
    assert await standing(desk_office) == []


async def test_it_is_done_once_told_and_taken_back_with_the_absence(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    amara, ben = house.people["Amara Osei"], house.people["Ben Carver"]
    shown = (await priya.post(f"{path(house)}/preview", data=await days(desk_office))).text
    said = fields(shown, path(house))
    done = (await priya.post(path(house), data=said)).text
    assert "The absence is written down" in done
    assert await owners(desk_office, house.tasks["Reyes"]) == [ben]
    assert await owners(desk_office, house.tasks["Okafor"]) == [None]
    again = await priya.post(path(house), data=said)
    assert (again.status_code, await standing(desk_office)) == (303, [True])
    form = fields(done, undo_path(done))
    back = (await priya.post(undo_path(done), data=form)).text
    assert heading(back) == "2 of 2 taken back"
    assert await owners(desk_office, *tasks_of(house)) == [amara, amara]
    assert await standing(desk_office) == [False]
    assert heading((await priya.post(undo_path(done), data=form)).text) == "This was done before."
    async with desk_office.begin(CLAIMDESK) as work:
        told = select(Alert.told).where(Alert.user_id == ben).order_by(Alert.created_at)
        assert list(await work.session.scalars(told)) == [
            "Priya Nair moved 1 task to you.",
            "Priya Nair took 1 task back that had been moved to you.",
        ]


async def test_a_later_absence_shows_what_would_go_and_moves_nothing_today(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    said = await days(desk_office, 5, 9)
    shown = (await priya.post(f"{path(house)}/preview", data=said)).text
    assert "if they are still open" in shown
    assert "Write it down</button>" in shown
    assert (await priya.post(path(house), data=said)).status_code == 303
    assert await owners(desk_office, *tasks_of(house)) == [house.people["Amara Osei"]] * 2


async def test_days_that_are_over_move_nothing_and_an_empty_desk_says_so(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    over = await priya.post(f"{path(house)}/preview", data=await days(desk_office, -9, -5))
    assert "nothing that falls due in it" in heading(over.text)
    ben = f"/teams/people/{house.people['Ben Carver']}/absences/preview"
    assert "Ben Carver has nothing" in heading((await priya.post(ben, data=await days(desk_office))).text)


async def test_what_its_new_owner_opened_stays_and_where_nothing_goes_back_the_absence_stands(
    desk_office: Office, house: Told, priya: AsyncClient, enter: Enter
) -> None:
    ben = await enter("Ben Carver")
    async with desk_office.begin(CLAIMDESK) as work:
        other = update(Task).where(Task.id == house.tasks["Okafor"])
        await work.session.execute(other.values(owner_id=None, state=TaskState.OPEN))
    done = (await priya.post(path(house), data=await days(desk_office))).text
    assert (await ben.post(f"/tasks/{house.tasks['Reyes']}/hold")).status_code == 204
    back = (await priya.post(undo_path(done), data=fields(done, undo_path(done)))).text
    assert heading(back) == "0 of 1 taken back"
    assert "Its new owner has opened it already" in back
    assert await standing(desk_office) == [True]


async def test_nobody_takes_back_the_absence_that_another_wrote_down(
    desk_office: Office, house: Told, priya: AsyncClient, enter: Enter
) -> None:
    mara, amara = await enter("Mara Stone"), await enter("Amara Osei")
    done = (await priya.post(path(house), data=await days(desk_office))).text
    form = fields(done, undo_path(done))
    assert heading((await mara.post(undo_path(done), data=form)).text) == "0 of 2 taken back"
    assert (await amara.post(undo_path(done), data=form)).status_code == 403
    assert (await amara.post(f"{path(house)}/preview", data=await days(desk_office))).status_code == 403
    mine = {**form, "key": str(uuid4())}
    assert (await priya.post(f"/teams/absences/{uuid4()}/undo", data=mine)).status_code == 404
    assert await standing(desk_office) == [True]


async def test_days_in_the_wrong_order_are_refused_before_anything_is_shown(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    wrong = await priya.post(f"{path(house)}/preview", data=await days(desk_office, 3, 1))
    assert wrong.status_code == 400
    assert "An absence has a first day" in wrong.text
    nobody = await priya.post(f"/teams/people/{uuid4()}/absences/preview", data=await days(desk_office))
    assert nobody.status_code == 404


async def test_the_look_costs_the_same_for_two_tasks_and_for_fifty(
    desk_office: Office, house: Told, priya: AsyncClient, engine: AsyncEngine
) -> None:
    said = await days(desk_office)
    await priya.post(f"{path(house)}/preview", data=said)
    with queries(engine) as few:
        await priya.post(f"{path(house)}/preview", data=said)
    await more_tasks(desk_office, house.tasks["Reyes"], 50)
    async with desk_office.begin(CLAIMDESK) as work:
        theirs = update(Task).where(Task.owner_id.is_(None), Task.ask.startswith("Again"))
        await work.session.execute(theirs.values(owner_id=house.people["Amara Osei"]))
    with queries(engine) as many:
        shown = await priya.post(f"{path(house)}/preview", data=said)
    assert "52 tasks" in heading(shown.text)
    assert len(reads(few)) == len(reads(many)) <= 24


async def test_an_absence_that_somebody_ended_meanwhile_still_gives_its_work_back(
    desk_office: Office, house: Told, priya: AsyncClient
) -> None:
    done = (await priya.post(path(house), data=await days(desk_office))).text
    assert (await priya.post(undo_path(done).replace("/undo", "/end"))).status_code == 303
    back = (await priya.post(undo_path(done), data=fields(done, undo_path(done)))).text
    assert heading(back) == "2 of 2 taken back"


async def test_an_administrator_who_moves_no_work_by_hand_says_who_is_away_and_takes_it_back(
    desk_office: Office, house: Told, enter: Enter
) -> None:
    otto = await enter("Otto Reiss")
    done = (await otto.post(path(house), data=await days(desk_office))).text
    assert heading(done).startswith("2 tasks of Amara Osei")
    back = (await otto.post(undo_path(done), data=fields(done, undo_path(done)))).text
    assert heading(back) == "2 of 2 taken back"
