"""A view is its address; named, it stands in the rail with its count."""

import re
from uuid import UUID

from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.base import new_id
from models.teams import Team, TeamMember
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import OF_THE_PAGE, reads


def names(page: str) -> list[str]:
    return re.findall(r'class="who">([^<,]+)', page)


async def test_a_filter_becomes_an_address(amara: AsyncClient, told: Told) -> None:
    asked = {"in": "mine", "due": "overdue", "money": "500", "owner": "", "payer": "", "practice": ""}
    answer = await amara.get("/views/open", params=asked)
    assert answer.headers["location"] == "/queue/mine;due=overdue;money=500.00"
    page = (await amara.get(answer.headers["location"])).text
    assert names(page) == ["Reyes"]
    assert "1 open" in page


async def test_every_filter_narrows(amara: AsyncClient, told: Told, desk_office: Office) -> None:
    payer, practice = told.payers["Texas Medicaid"], told.practices["Riverside Family Practice"]
    expected = {
        f"all;payer={payer}": {"Reyes", "Baptiste"},
        f"all;kind=call_payer,work_underpayment;practice={practice}": {
            "Whitfield", "Novak", "Hassan", "Lindqvist"
        },
        "all;due=today": {"Whitfield", "Okafor", "Lindqvist", "Baptiste", "Moreau"},
        "all;state=snoozed": {"Petrov"},
        "all;owner=me": set(),
        "mine;money=1000;owner=nobody": {"Reyes", "Lindqvist"},
    }  # fmt: skip
    for place, people in expected.items():
        assert set(names((await amara.get(f"/queue/{place}")).text)) == people, place
    week = names((await amara.get("/queue/all;due=week")).text)
    assert {"Reyes", "Whitfield", "Novak"} <= set(week)


async def test_an_address_that_no_filter_knows_is_no_list(amara: AsyncClient) -> None:
    for place in ("mine;colour=red", "mine;due=never", "mine;payer=x", "mine;money=much", "mine;kind=x"):
        assert (await amara.get(f"/queue/{place}")).status_code == 404, place


async def test_a_named_view_stands_in_the_rail_with_its_count_and_can_be_removed(amara: AsyncClient) -> None:
    form = {"name": "  Big  calls ", "place": "calls;money=300", "team": ""}
    answer = await amara.post("/views", data=form)
    assert answer.headers["location"] == "/queue/calls;money=300.00"
    page = (await amara.get("/queue/mine")).text
    assert re.search(r'href="/queue/calls;money=300.00">Big calls <span>2</span>', page)
    opened = (await amara.get("/queue/calls;money=300.00")).text
    assert "<h2>Big calls</h2>" in opened
    assert re.search(r'href="/queue/mine"[^>]*data-key="\]"', opened)  # round and round
    screen = (await amara.get("/views/narrow/mine")).text
    view = re.search(r"/views/([0-9a-f-]{36})/forget", screen)
    assert view
    await amara.post(f"/views/{view[1]}/forget")
    assert "Big calls" not in (await amara.get("/queue/mine")).text


async def test_a_view_without_a_name_is_refused(amara: AsyncClient) -> None:
    answer = await amara.post("/views", data={"name": " ", "place": "calls"})
    assert (answer.status_code, "needs a name" in answer.text) == (400, True)


async def team_of(office: Office, told: Told, *people: str) -> UUID:
    async with office.begin(CLAIMDESK) as work:
        team = Team(id=new_id(), name="Denials east")
        work.session.add(team)
        await work.session.flush()
        work.session.add_all(TeamMember(team_id=team.id, user_id=told.people[each]) for each in people)
    return team.id


async def test_a_shared_view_is_seen_by_its_team_alone_and_removed_by_its_owner(
    enter: Enter, amara: AsyncClient, hana: AsyncClient, told: Told, desk_office: Office
) -> None:
    team = await team_of(desk_office, told, "Amara Osei", "Ben Carver")
    form = {"name": "Hot", "place": "all;due=overdue", "team": str(team)}
    await amara.post("/views", data=form)
    ben = await enter("Ben Carver")
    seen = (await ben.get("/views/narrow/mine")).text
    assert "Hot" in seen
    assert "/forget" not in seen
    view = re.search(r"/views/([0-9a-f-]{36})/forget", (await amara.get("/views/narrow/mine")).text)
    assert view
    assert (await ben.post(f"/views/{view[1]}/forget")).status_code == 403
    assert "Hot" not in (await hana.get("/queue/mine")).text
    assert (await hana.post("/views", data=form)).status_code == 403


async def test_saved_views_keep_the_list_within_its_budget(
    amara: AsyncClient, told: Told, engine: AsyncEngine
) -> None:
    for name, place in (("Big", "calls;money=300"), ("Late", "all;due=overdue"), ("Soon", "mine;due=week")):
        await amara.post("/views", data={"name": name, "place": place})
    await amara.get("/queue/calls;money=300.00")
    with queries(engine) as seen:
        await amara.get("/queue/calls;money=300.00")
    assert len(reads(seen)) <= OF_THE_PAGE
