"""A guided person at the desk: told what comes, without a list to choose from or an id that helps."""

import re
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.base import new_id
from models.tasks import Task
from models.teams import PersonSkill, Team, TeamMember
from rules.skills import Skill
from rules.tasks import LIVE, TaskState
from tests.factories_desk import Told
from tests.web.queries import queries
from tests.web.test_queue import more_tasks
from tests.web.test_tasks import FRAGMENT, task_of

BULK: dict[str, dict[str, str]] = {
    "snooze": {"until": "2031-03-03"},
    "transfer": {"reason": "mine", "to": "00000000-0000-7000-8000-000000000009"},
    "finish": {"outcome": "needs information", "reason": "Records"},
    "undo": {"act": str(uuid4())},
}


@pytest.fixture
async def night(told: Told, desk_office: Office) -> UUID:
    """Amara works by “Work next”, and every task of her practice waits in her team's pool."""
    amara, team = told.people["Amara Osei"], new_id()
    async with desk_office.begin(CLAIMDESK) as work:
        work.session.add(Team(id=team, name="Night", guided=True))
        await work.session.flush()
        work.session.add(TeamMember(team_id=team, user_id=amara))
        work.session.add_all(PersonSkill(user_id=amara, skill=each) for each in Skill)
        await work.session.execute(update(Task).where(Task.state.in_(LIVE)).values(team_id=team))
    return team


@pytest.mark.parametrize("deed", BULK)
async def test_many_at_once_is_refused_before_anything_happens(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office, deed: str
) -> None:
    before = await task_of(desk_office, told.tasks["Novak"])
    form = {"key": str(uuid4()), "task": f"{before.id}:{before.version}", **BULK[deed]}
    marks = await amara.post("/bulk/choose?view=calls", data={"task": str(before.id)}, headers=FRAGMENT)
    acted = await amara.post(f"/bulk/{deed}?view=calls", data=form, headers=FRAGMENT)
    for answer in (marks, acted):
        assert answer.status_code == 403
        assert "Night takes one task after the other, never many at once." in answer.text
    assert (await task_of(desk_office, before.id)).version == before.version


async def test_a_task_finished_by_its_id_alone_is_refused_in_words(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office
) -> None:
    task = await task_of(desk_office, told.tasks["Novak"])
    form = {"key": str(uuid4()), "version": task.version, "outcome": "needs information", "reason": "Records"}
    answer = await amara.post(f"/tasks/{task.id}/finish?view=mine", data=form)
    assert answer.status_code == 403
    assert "Night works by “Work next”: take what comes, or skip it with a reason." in answer.text
    assert (await task_of(desk_office, task.id)).state is TaskState.OPEN


async def test_the_next_one_is_the_most_urgent_whatever_list_the_address_names(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office
) -> None:
    first = (await amara.post("/next")).headers["location"]
    assert str(told.tasks["Baptiste"]) in first
    skip = {"key": str(uuid4()), "reason": "The portal is down"}
    path = f"/tasks/{told.tasks['Baptiste']}/skip?view=rejected"
    part = await amara.post(path, data=skip, headers=FRAGMENT)
    assert f'data-task="{told.tasks["Reyes"]}"' in part.text  # a denial, not the one rejection
    whole = await amara.post(
        f"/tasks/{told.tasks['Reyes']}/skip?view=rejected", data={**skip, "key": str(uuid4())}
    )
    assert str(told.tasks["Abreu"]) not in whole.headers["location"]


def words_of(page: str) -> str:
    """The words of the list column, without marks."""
    inside = re.search(r'id="list-words">(.*?)</p>', page, re.DOTALL)
    assert inside is not None
    return " ".join(re.sub(r"<[^>]+>", "", inside[1]).split())


async def test_the_list_column_tells_what_comes_and_how_much_without_a_name(
    amara: AsyncClient, told: Told, night: UUID
) -> None:
    page = (await amara.get("/queue/mine")).text
    first = "Next: Filing deadline Due today 5 days left to file $860.00"
    assert words_of(page).startswith(f"10 wait for you. {first}")
    assert "10 wait for you</h1>" in page
    for name in ("Baptiste", "Reyes", "Lucie"):
        assert name not in page
    await amara.post("/next")
    beside = (await amara.get(f"/tasks/{told.tasks['Baptiste']}")).text
    assert words_of(beside).startswith("9 wait for you. Next after the one you have open: Work denial Past")
    look = await amara.get("/rows/mine", headers=FRAGMENT)
    assert "Next after the one you have open" in look.text


async def test_what_comes_is_what_work_next_gives(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office
) -> None:
    said = words_of((await amara.get("/queue/mine")).text)
    where = (await amara.post("/next")).headers["location"]
    for _ in range(10):
        task = await task_of(desk_office, UUID(where.removeprefix("/tasks/").partition("?")[0]))
        assert f": {task.kind.capitalize()}" in said
        assert f"${task.money:,.2f}" in said
        said = words_of((await amara.get(where)).text)
        skip = {"key": str(uuid4()), "reason": "Not today"}
        where = (await amara.post(f"/tasks/{task.id}/skip?view=mine", data=skip)).headers["location"]
    page = (await amara.get("/queue/mine")).text
    assert words_of(page) == "Nothing waits for you."
    assert "Nothing waits for you. What comes next" in page
    assert "needs hands" not in page


async def test_the_next_task_brings_what_comes_after_it_in_the_same_answer(
    amara: AsyncClient, told: Told, night: UUID
) -> None:
    await amara.post("/next")
    skip = {"key": str(uuid4()), "reason": "The portal is down"}
    path = f"/tasks/{told.tasks['Baptiste']}/skip?view=mine"
    part = (await amara.post(path, data=skip, headers=FRAGMENT)).text
    assert f'data-task="{told.tasks["Reyes"]}"' in part
    assert '<hx-partial hx-target="#list-words">8 wait for you.' in part


async def test_the_last_one_is_still_there_to_go_back_to(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        others = Task.id != told.tasks["Baptiste"]
        await work.session.execute(update(Task).where(Task.state.in_(LIVE), others).values(team_id=None))
    await amara.post("/next")
    page = (await amara.get("/queue/mine")).text
    assert words_of(page) == "Nothing waits after the one you have open."
    assert "One is open with you</h1>" in page
    assert str(told.tasks["Baptiste"]) in (await amara.post("/next")).headers["location"]


async def test_what_comes_is_asked_with_the_same_queries_however_much_waits(
    amara: AsyncClient, told: Told, night: UUID, desk_office: Office, engine: AsyncEngine
) -> None:
    with queries(engine) as few:
        await amara.get("/queue/mine")
    await more_tasks(desk_office, told.tasks["Novak"], 40)
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Task).where(Task.state.in_(LIVE)).values(team_id=night))
    with queries(engine) as many:
        page = await amara.get("/queue/mine")
    assert "50 wait for you" in page.text
    assert len(many) == len(few)
