"""The review of an emergency access on the screens: where it waits, what it shows, and where it is done."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.api_tokens import make_token
from activities.sessions import who_is
from activities.transactions import Office
from models import office as calendar
from models.emergency_access import EmergencyAccess
from models.tasks import Task
from models.users import User
from rules.api_scopes import Scope
from tests.factories_desk import Told
from tests.factories_emergencies import FINDING, WHY, reviews
from tests.web.conftest import Enter, browser
from web.bell import Listener
from web.pages import COOKIE


@pytest.fixture
async def taken(amara: AsyncClient, desk_office: Office) -> Task:
    """Amara works as a supervisor for the hour: the task that asks for its review."""
    await amara.post("/emergency", data={"role": "supervisor", "reason": WHY})
    (task,) = await reviews(desk_office)
    return task


@pytest.fixture
async def mara(enter: Enter) -> AsyncClient:
    """The manager."""
    return await enter("Mara Stone")


async def finish(client: AsyncClient, task: Task, finding: str = FINDING) -> Response:
    form = {"key": str(uuid4()), "version": str(task.version), "outcome": "not justified", "reason": finding}
    return await client.post(f"/tasks/{task.id}/finish?view=approvals", data=form)


async def access(office: Office) -> EmergencyAccess:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(EmergencyAccess))).one()


async def a_week_later(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(calendar.Office).values(days_ahead=7))


BOARDS = (
    "/queue/approvals",
    "/queue/all",
    "/queue/mine",
    "/queue/approvals;due=overdue",
    "/boards/deadlines",
    "/boards/team/tasks?overdue=true",
)


@pytest.mark.parametrize("path", BOARDS)
async def test_it_stands_on_every_list_and_board_of_a_manager_and_on_none_of_a_supervisor(
    mara: AsyncClient, priya: AsyncClient, taken: Task, desk_office: Office, path: str
) -> None:
    await a_week_later(desk_office)
    assert str(taken.id) in (await mara.get(path)).text
    seen_by_lead = (await priya.get(path)).text
    assert str(taken.id) not in seen_by_lead
    assert "The office" not in seen_by_lead


async def test_nobodys_it_is_unallocated_and_overdue_on_the_team_board(
    mara: AsyncClient, priya: AsyncClient, taken: Task, desk_office: Office
) -> None:
    await a_week_later(desk_office)
    for client, seen in ((mara, True), (priya, False)):
        assert ("The office" in (await client.get("/boards/unallocated")).text) is seen
        narrowed = (await client.get(f"/boards/team?practice={taken.practice_id}")).text
        assert ("1 overdue of nobody" in narrowed) is seen
        assert ("Mara Stone" in narrowed) is seen  # who may do it stands there, though nobody is a member
        assert "Amara Osei" not in narrowed


async def test_work_next_gives_it_to_a_manager_and_never_to_who_it_is_about(
    amara: AsyncClient, mara: AsyncClient, taken: Task, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Task).where(Task.id != taken.id).values(priority=1))
        await work.session.execute(update(Task).where(Task.id == taken.id).values(priority=9999))
    assert (await amara.post("/next")).headers["location"].split("?")[0] != f"/tasks/{taken.id}"
    assert (await mara.post("/next")).headers["location"].split("?")[0] == f"/tasks/{taken.id}"


async def test_the_page_says_who_as_what_how_long_and_why_and_leads_to_what_they_did(
    amara: AsyncClient, mara: AsyncClient, taken: Task
) -> None:
    await amara.get("/boards/team")
    page = (await mara.get(f"/tasks/{taken.id}?view=approvals")).text
    card = re.search(r"<h2>The emergency.*?</section>", page, re.S)
    assert card is not None
    for words in ("Amara Osei", "Supervisor", "60 minutes", WHY):
        assert words in card[0]
    for empty in ("What the payer", "Coverage", "At stake", "asks:", "/claims/"):
        assert empty not in page.partition('id="work"')[2]
    trail = re.search(r'href="(/audit\?[^"]+)"', card[0])
    assert trail is not None
    rows = (await mara.get(trail[1].replace("&amp;", "&"))).text
    assert "took emergency access" in rows
    assert "signed in" not in rows.partition("<tbody>")[2]  # that was before
    assert "Mara Stone" not in rows.partition("<tbody>")[2].partition("</tbody>")[0]


async def test_ended_early_the_page_says_how_long_it_really_was(
    amara: AsyncClient, mara: AsyncClient, taken: Task
) -> None:
    await amara.post("/emergency/end")
    assert "0 minutes" in (await mara.get(f"/tasks/{taken.id}")).text


async def test_finished_at_the_desk_it_is_reviewed_and_leaves_the_rail(
    mara: AsyncClient, taken: Task, desk_office: Office, told: Told
) -> None:
    assert (await finish(mara, taken, "fine")).status_code == 409
    assert (await finish(mara, taken)).status_code == 303
    assert (await access(desk_office)).reviewed_by == told.people["Mara Stone"]
    page = (await mara.get("/access-reviews")).text
    assert f"Not justified: {FINDING}" in page
    assert "emergency to review" not in page
    again = (await mara.get(f"/tasks/{taken.id}")).text
    assert "Finished by Mara Stone" in again
    assert FINDING in again
    assert (await mara.post(f"/tasks/{taken.id}/undo", data={"key": str(uuid4())})).status_code == 409


async def test_reviewed_under_access_reviews_the_task_is_finished_too(
    enter: Enter, mara: AsyncClient, taken: Task, desk_office: Office, told: Told
) -> None:
    otto = await enter("Otto Reiss")
    page = (await otto.get("/access-reviews")).text
    assert f'href="/tasks/{taken.id}?view=approvals"' in page
    assert "Say what you found" in (await otto.get(f"/tasks/{taken.id}?view=approvals")).text
    form = {"key": str(uuid4()), "outcome": "justified", "finding": FINDING}
    path = f"/access-reviews/emergencies/{(await access(desk_office)).id}"
    assert (await otto.post(path, data=form | {"finding": "fine"})).status_code == 409
    assert (await otto.post(path, data=form | {"key": str(uuid4())})).status_code == 303
    assert "Finished by Otto Reiss: justified" in (await mara.get(f"/tasks/{taken.id}")).text
    assert (await finish(mara, taken)).status_code == 409
    assert (await access(desk_office)).reviewed_by == told.people["Otto Reiss"]


async def test_where_the_only_manager_took_it_herself_an_administrator_still_sees_and_reviews_it(
    enter: Enter, amara: AsyncClient, taken: Task, desk_office: Office, told: Told
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        hers = update(User).where(User.id == told.people["Amara Osei"])
        await work.session.execute(hers.values(role="manager"))
        gone = update(User).where(User.id == told.people["Mara Stone"])
        await work.session.execute(gone.values(active=False))
    await amara.post("/emergency/end")
    own = (await amara.get(f"/tasks/{taken.id}?view=approvals")).text
    assert "Somebody else reviews your own emergency access." in own
    assert "about you: somebody else decides" in (await amara.get("/boards/deadlines")).text
    assert (await finish(amara, taken)).status_code == 403
    for deed in ("hold", "take-over"):
        assert (await amara.post(f"/tasks/{taken.id}/{deed}")).status_code == 403
    otto = await enter("Otto Reiss")
    page = (await otto.get("/access-reviews")).text
    assert "emergency to review" in page
    form = {"key": str(uuid4()), "outcome": "justified", "finding": FINDING}
    path = f"/access-reviews/emergencies/{(await access(desk_office)).id}"
    assert (await amara.post(path, data=form)).status_code == 403
    assert (await otto.post(path, data=form)).status_code == 303


async def test_who_works_in_an_emergency_reviews_nobody_elses(
    enter: Enter, taken: Task, desk_office: Office
) -> None:
    ben = await enter("Ben Carver")
    await ben.post("/emergency", data={"role": "manager", "reason": WHY})
    assert (await ben.get(f"/tasks/{taken.id}")).status_code == 404
    async with desk_office.begin(CLAIMDESK) as work:
        hers = select(EmergencyAccess.id).join(User, User.id == EmergencyAccess.user_id)
        access_id = await work.session.scalar(hers.where(User.name == "Amara Osei"))
    form = {"key": str(uuid4()), "outcome": "justified", "finding": FINDING}
    answer = await ben.post(f"/access-reviews/emergencies/{access_id}", data=form)
    assert answer.status_code == 403
    assert "somebody who is in none" in answer.text


async def test_it_is_never_done_among_many_nor_from_the_deadline_board_nor_by_a_program(
    mara: AsyncClient, taken: Task, desk_office: Office, told: Told, app: FastAPI
) -> None:
    marked = f"{taken.id}:{taken.version}"
    many = {"key": str(uuid4()), "task": marked, "outcome": "justified", "reason": FINDING}
    assert "is not given to many tasks" in (await mara.post("/bulk/finish?view=approvals", data=many)).text
    board = f"/boards/deadlines/tasks/{taken.id}/decide"
    decided = {"key": str(uuid4()), "version": str(taken.version), "outcome": "approved", "reason": FINDING}
    assert (await mara.post(board, data=decided)).status_code == 409
    calls = await program(app, desk_office, mara)
    listed = (await calls.get("/api/v1/tasks", params={"queue": "approvals"})).json()["tasks"]
    assert str(taken.id) in {each["id"] for each in listed}
    one = (await calls.get(f"/api/v1/tasks/{taken.id}")).json()
    assert one["outcomes"] == ["justified", "not justified"]
    for outcome in one["outcomes"]:
        said = {"key": str(uuid4()), "version": taken.version, "outcome": outcome, "reason": FINDING}
        assert (await calls.post(f"/api/v1/tasks/{taken.id}/finish", json=said)).status_code == 403
    assert (await access(desk_office)).reviewed_at is None


async def program(app: FastAPI, office: Office, client: AsyncClient) -> AsyncClient:
    person = await who_is(office, client.cookies[COOKIE], timedelta(minutes=15), "127.0.0.1")
    calls = browser(app)
    token = await make_token(office, person, "nightly", tuple(Scope), 30)
    calls.headers = {"authorization": f"Bearer {token}"}
    return calls


async def test_it_is_handed_to_another_manager_and_to_nobody_else(
    mara: AsyncClient, taken: Task, told: Told, desk_office: Office
) -> None:
    page = (await mara.get(f"/tasks/{taken.id}?view=approvals")).text
    assert re.findall(r'<option value="[0-9a-f-]{36}">[^<]+', page.partition('name="to"')[2]) == []
    async with desk_office.begin(CLAIMDESK) as work:
        ben = update(User).where(User.id == told.people["Ben Carver"])
        await work.session.execute(ben.values(role="manager"))
    page = (await mara.get(f"/tasks/{taken.id}?view=approvals")).text
    assert "Ben Carver, manager" in page
    said = {"key": str(uuid4()), "version": str(taken.version), "reason": "you know them"}
    to = {"to": str(told.people["Ben Carver"])}
    assert (await mara.post(f"/tasks/{taken.id}/transfer", data=said | to)).status_code == 303
    (task,) = await reviews(desk_office)
    assert task.owner_id == told.people["Ben Carver"]


async def test_a_change_of_it_rings_on_the_screens_of_a_manager_and_of_no_supervisor(
    mara: AsyncClient, priya: AsyncClient, taken: Task, desk_office: Office
) -> None:
    for client, hears in ((mara, True), (priya, False)):
        idle = timedelta(minutes=15)
        person = await who_is(desk_office, client.cookies[COOKIE], idle, "127.0.0.1")
        assert person.practices is not None
        listener = Listener(str(person.id), frozenset(map(str, person.practices)), person.classes)
        assert listener.hears(f"{taken.practice_id}/{taken.access_class}") is hears


async def test_the_trail_is_narrowed_to_instants_with_their_zone_alone(mara: AsyncClient) -> None:
    assert (await mara.get("/audit?since=2026-11-28T10:00:00%2B00:00")).status_code == 200
    assert (await mara.get("/audit?since=2026-11-28T10:00:00")).status_code == 422
    assert (await mara.get("/audit?since=&before=")).status_code == 200
