"""The supervisors' board: its numbers, the tasks behind them, and moving them with a look before."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.performance import count_today
from activities.transactions import Office
from models.alerts import Alert
from models.tasks import Task
from models.teams import Absence
from rules.alerts import AlertKind
from rules.tasks import TaskState
from rules.time_zones import EARLIEST
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import more_tasks, reads

ALL_THAT_MATCH = "Show what moving all"


async def own(office: Office, task_id: UUID, owner: UUID, late: int = 3) -> None:
    """This person has the task, and should have done it so many days ago."""
    async with office.begin(CLAIMDESK) as work:
        theirs = update(Task).where(Task.id == task_id)
        await work.session.execute(
            theirs.values(owner_id=owner, due_on=work.now.date() - timedelta(days=late), state=TaskState.OPEN)
        )


async def owners(office: Office, *ids: UUID) -> list[UUID | None]:
    async with office.begin(CLAIMDESK) as work:
        found = select(Task.owner_id).where(Task.id.in_(ids)).order_by(Task.id)
        return list(await work.session.scalars(found))


def fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of the page's own form."""
    (form,) = re.findall(r'<form[^>]*action="/boards/team/(?:preview|move)".*?</form>', page, re.S)
    said: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        said.setdefault(name, []).append(value)
    return said


async def test_the_board_says_what_is_overdue_and_whose_it_is(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    await own(desk_office, told.tasks["Reyes"], told.people["Amara Osei"])
    page = (await priya.get("/boards/team")).text
    assert "Amara Osei" in page
    assert re.search(r'aria-label="1 overdue of Amara Osei"', page)
    assert "$1,240.00" in page


async def test_each_number_opens_the_tasks_behind_it_without_a_patients_name(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    await own(desk_office, told.tasks["Reyes"], told.people["Amara Osei"])
    page = (await priya.get("/boards/team")).text
    for path in set(re.findall(r'href="(/boards/team/tasks\?[^"]*)"', page)):
        answer = await priya.get(path.replace("&amp;", "&"))
        assert answer.status_code == 200, path
        assert "No open task" not in answer.text, path
        assert "Reyes" not in answer.text


async def test_moving_all_that_match_is_shown_first_done_once_and_told(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    for name in ("Reyes", "Okafor"):
        await own(desk_office, told.tasks[name], amara)
    page = (await priya.get(f"/boards/team/tasks?owner={amara}&overdue=true")).text
    assert "2 tasks" in page
    preview = await priya.post("/boards/team/preview", data={**fields(page), "to": f"person:{ben}"})
    assert "2 of 2 would move" in preview.text
    ids = told.tasks["Reyes"], told.tasks["Okafor"]
    assert await owners(desk_office, *ids) == [amara, amara]
    said = fields(preview.text)
    done = await priya.post("/boards/team/move", data=said)
    assert "2 of 2 moved" in done.text
    assert await owners(desk_office, *ids) == [ben, ben]
    again = await priya.post("/boards/team/move", data=said)
    assert "This was done before" in again.text
    async with desk_office.begin(CLAIMDESK) as work:
        alerts = list(await work.session.scalars(select(Alert)))
    assert [(each.user_id, each.kind) for each in alerts] == [(ben, AlertKind.MOVED)]
    assert alerts[0].told == "Priya Nair moved 2 tasks to you."


async def moved(office: Office, told: Told, client: AsyncClient) -> str:
    """Two tasks of Amara's go to Ben; the answer to the move."""
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    for name in ("Reyes", "Okafor"):
        await own(office, told.tasks[name], amara)
    page = (await client.get(f"/boards/team/tasks?owner={amara}&overdue=true")).text
    preview = await client.post("/boards/team/preview", data={**fields(page), "to": f"person:{ben}"})
    return (await client.post("/boards/team/move", data=fields(preview.text))).text


async def test_a_move_is_taken_back_with_a_result_for_each_row_and_told(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    page = await moved(desk_office, told, priya)
    assert "Take back 2" in page
    form = undo_fields(page)
    back = await priya.post("/boards/team/undo", data=form)
    assert "2 of 2 taken back" in back.text
    assert back.text.count("Taken back.") == 2
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    assert await owners(desk_office, told.tasks["Reyes"], told.tasks["Okafor"]) == [amara, amara]
    async with desk_office.begin(CLAIMDESK) as work:
        alerts = list(await work.session.scalars(select(Alert).order_by(Alert.created_at)))
    assert [each.user_id for each in alerts] == [ben, ben]
    assert alerts[-1].told == "Priya Nair took 2 tasks back that had been moved to you."
    again = await priya.post("/boards/team/undo", data=form)
    assert "This was done before" in again.text


async def test_what_its_new_owner_opened_stays_when_a_move_is_taken_back(
    desk_office: Office, told: Told, priya: AsyncClient, enter: Enter
) -> None:
    ben = await enter("Ben Carver")
    page = await moved(desk_office, told, priya)
    assert (await ben.post(f"/tasks/{told.tasks['Reyes']}/hold")).status_code == 204
    back = await priya.post("/boards/team/undo", data=undo_fields(page))
    assert "1 of 2 taken back" in back.text
    assert "Its new owner has opened it already" in back.text
    assert await owners(desk_office, told.tasks["Reyes"]) == [told.people["Ben Carver"]]


async def test_nobody_takes_back_anothers_move_and_words_that_are_no_task_are_refused(
    desk_office: Office, told: Told, priya: AsyncClient, enter: Enter
) -> None:
    mara, amara = await enter("Mara Stone"), await enter("Amara Osei")
    form = undo_fields(await moved(desk_office, told, priya))
    other = await mara.post("/boards/team/undo", data=form)
    assert "0 of 2 taken back" in other.text
    assert (await amara.post("/boards/team/undo", data=form)).status_code == 403
    assert (await priya.post("/boards/team/undo", data={**form, "tasks": "x"})).status_code == 404
    assert (
        await owners(desk_office, told.tasks["Reyes"], told.tasks["Okafor"])
        == [told.people["Ben Carver"]] * 2
    )


def undo_fields(page: str) -> dict[str, str]:
    """The fields of the form that takes a move back."""
    (form,) = re.findall(r'<form[^>]*action="/boards/team/undo".*?</form>', page, re.S)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


async def test_only_the_ticked_ones_move(desk_office: Office, told: Told, priya: AsyncClient) -> None:
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    for name in ("Reyes", "Okafor"):
        await own(desk_office, told.tasks[name], amara)
    page = (await priya.get(f"/boards/team/tasks?owner={amara}")).text
    said = {**fields(page), "to": f"person:{ben}", "ticked": "true"}
    nothing = await priya.post("/boards/team/preview", data=said)
    assert nothing.status_code == 400
    assert "Tick the tasks" in nothing.text
    preview = await priya.post("/boards/team/preview", data={**said, "task": str(told.tasks["Okafor"])})
    await priya.post("/boards/team/move", data=fields(preview.text))
    assert await owners(desk_office, told.tasks["Okafor"]) == [ben]
    assert await owners(desk_office, told.tasks["Reyes"]) == [amara]


async def test_an_absent_persons_work_is_offered_for_sharing_out(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    amara = told.people["Amara Osei"]
    await own(desk_office, told.tasks["Reyes"], amara)
    async with desk_office.begin(CLAIMDESK) as work:
        today = work.today(EARLIEST)  # by her own clock, which nobody wrote down
        until = today + timedelta(days=1)  # midnight may come before the board is read
        work.session.add(Absence(user_id=amara, from_on=today, until_on=until, why="ill"))
    page = (await priya.get("/boards/team")).text
    assert "absent" in page
    assert "Share out the work of Amara Osei" in page


async def test_promises_count_what_was_finished_in_time_and_what_is_open_and_late(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        long_ago = work.now - timedelta(days=60)
        denial = update(Task).where(Task.id == told.tasks["Reyes"])
        await work.session.execute(denial.values(created_at=long_ago))
    await count_today(desk_office)
    page = (await priya.get("/boards/team")).text
    follow_ups, denials = re.findall(r"<tr><th scope=\"row\">(?:Follow-ups|Denials).*?</tr>", page, re.S)
    assert "100.0 %" in follow_ups
    assert said(follow_ups) == ("3 in time", "0 finished late", "0 open and late")
    assert said(denials) == ("0 in time", "0 finished late", "1 open and late")
    assert "missed" in denials


def said(row: str) -> tuple[str, ...]:
    """What a promise's row says of in time, finished late, and open and late."""
    return tuple(re.findall(r"(?<=[ >])(\$?[\d.,]+ (?:in time|finished late|open and late))", row))


async def test_the_next_ten_business_days_stand_against_what_people_can_take(
    told: Told, priya: AsyncClient
) -> None:
    page = (await priya.get("/boards/team")).text
    (table,) = re.findall(r"Next ten business days.*?</table>", page, re.S)
    assert len(re.findall(r"<tr><th scope=\"row\">(?:Mon|Tue|Wed|Thu|Fri)", table)) == 10
    assert "Sat" not in table


async def test_the_board_costs_the_same_for_five_tasks_and_for_fifty(
    desk_office: Office, told: Told, priya: AsyncClient, engine: AsyncEngine
) -> None:
    await priya.get("/boards/team")
    with queries(engine) as few:
        await priya.get("/boards/team")
    await more_tasks(desk_office, told.tasks["Reyes"], 50)
    with queries(engine) as many:
        await priya.get("/boards/team")
    assert len(reads(few)) == len(reads(many)) <= 24


@pytest.mark.parametrize("path", ["/boards/team", "/boards/team/tasks", "/boards/team/fresh"])
async def test_a_biller_has_no_team_board(enter: Enter, told: Told, path: str) -> None:
    amara = await enter("Amara Osei")
    answer = await amara.get(path)
    assert answer.status_code == 403
    assert "may not see the work of the team" in answer.text


async def test_words_that_no_link_of_ours_has_are_refused(told: Told, priya: AsyncClient) -> None:
    assert (await priya.get("/boards/team?team=x")).status_code == 404
    assert (await priya.get("/boards/team?gossip=1")).status_code == 422
    amara = told.people["Amara Osei"]
    page = (await priya.get(f"/boards/team/tasks?owner={amara}")).text
    assert "No open task is of that kind" in page
