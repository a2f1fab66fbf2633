"""The screen of teams: who works together, what each can do, when, and who is away."""

from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.teams import Absence, PersonSkill, Team, TeamMember, WorkingHours
from rules.skills import Skill
from tests.factories_desk import Told
from tests.web.conftest import Enter

WEEK = {"starts": ["09:00"] * 5 + ["", ""], "ends": ["17:00"] * 5 + ["", ""]}


async def test_a_supervisor_makes_a_team_and_changes_it(
    priya: AsyncClient, told: Told, desk_office: Office
) -> None:
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    made = await priya.post(
        "/teams", data={"name": "Denials", "guided": "true", "members": [str(amara), str(ben)]}
    )
    assert made.status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        team = (await work.session.scalars(select(Team))).one()
    page = (await priya.get("/teams")).text
    assert "Denials" in page
    assert "Guided: they take the next task" in page
    changed = {"name": "Denials", "members": [str(ben)], "active": "true"}
    assert (await priya.post(f"/teams/{team.id}", data=changed)).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(TeamMember.user_id))).all() == [ben]
        assert not (await work.session.get_one(Team, team.id)).guided
    assert (await priya.post("/teams", data={"name": "Denials"})).status_code == 409
    assert "A team needs a name" in (await priya.post("/teams", data={"name": " "})).text
    assert (await priya.post(f"/teams/{uuid4()}", data={"name": "New"})).status_code == 404


async def test_a_persons_skills_hours_and_capacity_are_kept(
    priya: AsyncClient, told: Told, desk_office: Office
) -> None:
    amara = told.people["Amara Osei"]
    said = {"skills": ["denials"], "time_zone": "Asia/Manila", "capacity": "40", **WEEK}
    for _ in range(2):
        assert (await priya.post(f"/teams/people/{amara}", data=said)).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(PersonSkill.skill))).all() == [Skill.DENIALS]
        assert len((await work.session.scalars(select(WorkingHours))).all()) == 5
    page = (await priya.get("/teams")).text
    assert "Asia/Manila" in page
    assert 'value="09:00"' in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "no such time zone"),
        ({"capacity": "many"}, "Write hours as 09:00"),
        ({"capacity": "0"}, "A day holds some work"),
        ({"ends": ["08:00"] * 5 + ["", ""]}, "Hours end after they begin"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    priya: AsyncClient, told: Told, wrong: dict[str, object], says: str
) -> None:
    said = {"time_zone": "UTC", "capacity": "", **WEEK, **wrong}
    answer = await priya.post(f"/teams/people/{told.people['Amara Osei']}", data=said)
    assert answer.status_code == 400
    assert says in answer.text


async def test_an_absence_is_written_down_and_taken_back(
    priya: AsyncClient, told: Told, desk_office: Office
) -> None:
    path = f"/teams/people/{told.people['Amara Osei']}/absences"
    days = {"from_on": "2031-03-02", "until_on": "2031-03-06", "why": "leave"}
    assert (await priya.post(path, data={"key": str(uuid4()), **days})).status_code == 303
    assert "leave" in (await priya.get("/teams")).text
    async with desk_office.begin(CLAIMDESK) as work:
        absence = (await work.session.scalars(select(Absence))).one()
    assert (await priya.post(f"/teams/absences/{absence.id}/end")).status_code == 303
    assert (await priya.post(f"/teams/absences/{absence.id}/end")).status_code == 409
    backwards = {"key": str(uuid4()), **days, "until_on": "2031-03-01"}
    assert (await priya.post(path, data=backwards)).status_code == 400


async def test_a_biller_manages_no_teams(amara: AsyncClient, told: Told) -> None:
    assert (await amara.get("/teams")).status_code == 403
    assert (await amara.post("/teams", data={"name": "Mine"})).status_code == 403
    assert (await amara.get("/allocation")).status_code == 403
    assert (await amara.get("/boards/unallocated")).status_code == 403


async def test_a_guided_person_gets_the_next_task_where_others_see_a_list(
    enter: Enter, priya: AsyncClient, told: Told
) -> None:
    amara = await enter("Amara Osei")
    people = [str(told.people["Amara Osei"]), str(told.people["Priya Nair"])]
    await priya.post("/teams", data={"name": "Night", "guided": "true", "members": people})
    assert (await priya.get("/queue/mine")).status_code == 200
    clear = await amara.get("/queue/mine")
    assert "Night works by “Work next”" in clear.text
    chosen = await amara.get(f"/tasks/{told.tasks['Tran']}")
    assert (chosen.status_code, "take what comes" in chosen.text) == (403, True)
    assert "take what comes" in (await amara.get("/queue/denials")).text
