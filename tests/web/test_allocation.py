"""The screen of allocation rules, their trial, and the board of what no rule takes."""

import re
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.allocation import AllocationRule
from models.tasks import Task
from models.teams import PersonSkill, Team, TeamMember
from rules.skills import Skill
from tests.factories_desk import Told

RULE = {"name": "All of it", "how": "the team's pool", "effective_from": "2026-01-01"}


@pytest.fixture
async def team(told: Told, desk_office: Office) -> UUID:
    """Amara and Ben, trained for everything."""
    async with desk_office.begin(CLAIMDESK) as work:
        team = Team(name="Everything")
        work.session.add(team)
        await work.session.flush()
        for name in ("Amara Osei", "Ben Carver"):
            work.session.add(TeamMember(team_id=team.id, user_id=told.people[name]))
            work.session.add_all(PersonSkill(user_id=told.people[name], skill=each) for each in Skill)
        return team.id


async def written(office: Office) -> list[AllocationRule]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(AllocationRule).order_by(AllocationRule.position)))


async def test_a_rule_is_written_tried_and_switched_on(
    priya: AsyncClient, told: Told, team: UUID, desk_office: Office
) -> None:
    said = {**RULE, "to": f"team:{team}", "kinds": ["work denial"], "money_from": "1", "states": "TX, NY"}
    assert (await priya.post("/allocation", data=said)).status_code == 303
    (rule,) = await written(desk_office)
    assert not rule.active
    assert rule.conditions == {"kinds": ["work denial"], "money_from": "1", "states": ["TX", "NY"]}
    tried = (await priya.get(f"/allocation/{rule.id}/trial")).text
    assert "Would have moved" in tried
    assert "Unallocated</th><td>Everything</td>" in tried
    assert (await priya.post(f"/allocation/{rule.id}/on", data={"version": rule.version})).status_code == 303
    page = (await priya.get("/allocation")).text
    assert "kind: work denial; at least $ 1" in page or "at least $ 1" in page
    assert (await priya.post(f"/allocation/{rule.id}/off", data={"version": rule.version})).status_code == 409
    assert (
        await priya.post(f"/allocation/{rule.id}/off", data={"version": rule.version + 1})
    ).status_code == 303
    assert not (await written(desk_office))[0].active


async def test_rules_are_put_in_order_and_changed(
    priya: AsyncClient, told: Told, team: UUID, desk_office: Office
) -> None:
    amara = told.people["Amara Osei"]
    for name in ("First", "Second"):
        await priya.post("/allocation", data={**RULE, "name": name, "to": f"person:{amara}"})
    first, second = await written(desk_office)
    assert (await priya.post(f"/allocation/{second.id}/up")).status_code == 303
    assert [each.name for each in await written(desk_office)] == ["Second", "First"]
    assert (await priya.post(f"/allocation/{second.id}/up")).status_code == 409
    version = {each.id: each.version for each in await written(desk_office)}[first.id]
    changed = {
        **RULE,
        "name": "Changed",
        "to": f"team:{team}",
        "version": version,
        "effective_to": "2027-01-01",
    }
    assert (await priya.post(f"/allocation/{first.id}", data=changed)).status_code == 303
    assert [each.name for each in await written(desk_office)] == ["Second", "Changed"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": " "}, 400),
        ({"to": "nobody"}, 400),
        ({"money_from": "much"}, 400),
        ({"effective_to": "2025-01-01"}, 400),
        ({"effective_to": "later"}, 400),
    ],
)
async def test_half_a_rule_is_refused_in_words(
    priya: AsyncClient, team: UUID, wrong: dict[str, str], status: int
) -> None:
    answer = await priya.post("/allocation", data={**RULE, "to": f"team:{team}", **wrong})
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


async def test_languages_are_written_by_name_or_code_and_shown_by_name(
    priya: AsyncClient, team: UUID, desk_office: Office
) -> None:
    said = {**RULE, "to": f"team:{team}", "languages": "Spanish, VI"}
    assert (await priya.post("/allocation", data=said)).status_code == 303
    (rule,) = await written(desk_office)
    assert rule.conditions == {"languages": ["es", "vi"]}
    assert "language: Spanish or Vietnamese" in (await priya.get("/allocation")).text
    refused = await priya.post("/allocation", data={**said, "languages": "Spanish, Klingon"})
    assert (refused.status_code, "“Klingon” is no language of our list" in refused.text) == (400, True)


async def test_a_rule_that_is_not_there_is_unknown(priya: AsyncClient, team: UUID) -> None:
    assert (await priya.get(f"/allocation/{uuid4()}/trial")).status_code == 404
    assert (await priya.post(f"/allocation/{uuid4()}/up")).status_code == 404
    assert (await priya.post(f"/allocation/{uuid4()}/on", data={"version": 1})).status_code == 404


async def test_what_is_nobodys_is_seen_first_and_then_given_away(
    priya: AsyncClient, told: Told, team: UUID, desk_office: Office
) -> None:
    practice = told.practices["Riverside Family Practice"]
    board = (await priya.get("/boards/unallocated")).text
    assert "Riverside Family Practice" in board
    heap = {"key": str(uuid4()), "to": f"team:{team}", "practice": str(practice)}
    seen = (await priya.post("/boards/unallocated/preview", data=heap)).text
    assert "tasks would move" in seen
    assert await _in_team(desk_office, team) == 0
    done = (await priya.post("/boards/unallocated", data=heap)).text
    assert re.search(r"[1-9]\d* of \d+ moved</h1>", done)
    assert await _in_team(desk_office, team) > 0
    form = done.partition("/boards/team/undo")[2]
    back = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    taken = (await priya.post("/boards/team/undo", data=back)).text
    assert re.search(r"(\d+) of \1 taken back", taken)
    assert await _in_team(desk_office, team) == 0
    for wrong in ({"to": "moon"}, {"to": f"team:{uuid4()}"}):
        refused = await priya.post("/boards/unallocated/preview", data={**heap, **wrong})
        assert refused.status_code in (400, 404)


async def _in_team(office: Office, team: UUID) -> int:
    async with office.begin(CLAIMDESK) as work:
        return len((await work.session.scalars(select(Task.id).where(Task.team_id == team))).all())
