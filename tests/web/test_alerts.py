"""The bell and the list behind it: counted on every page, opened, seen, and chosen."""

import re

import pytest
from httpx import AsyncClient

from activities.actors import CLAIMDESK
from activities.alerts import raise_alert
from activities.transactions import Office
from rules.alerts import AlertKind
from tests.factories_desk import Told
from tests.web.conftest import Enter


@pytest.fixture
async def mentioned(desk_office: Office, told: Told) -> str:
    """The path of the task on which Amara was mentioned."""
    task, amara = told.tasks["Reyes"], told.people["Amara Osei"]
    practice = told.practices["Riverside Family Practice"]
    async with desk_office.begin(CLAIMDESK) as work:
        await raise_alert(
            work, AlertKind.MENTION, f"task:{task}", practice, to=[amara], told="Priya Nair asks you"
        )
    return f"/tasks/{task}"


async def test_the_bell_counts_what_is_new_on_every_page(mentioned: str, amara: AsyncClient) -> None:
    for path in ("/queue/mine", "/boards/deadlines", "/alerts"):
        assert "1 new" in (await amara.get(path)).text


async def test_opening_an_alert_marks_it_seen_and_goes_where_it_leads(
    mentioned: str, amara: AsyncClient
) -> None:
    page = (await amara.get("/alerts")).text
    assert "Priya Nair asks you" in page
    (deed,) = re.findall(r'action="(/alerts/[^"]+/open)"', page)
    answer = await amara.post(deed)
    assert answer.headers["location"] == mentioned
    assert "1 new" not in (await amara.get("/alerts")).text


async def test_all_are_marked_seen_at_once(mentioned: str, amara: AsyncClient) -> None:
    await amara.post("/alerts/seen")
    page = (await amara.get("/alerts")).text
    assert "new</span>" not in page
    assert "Mark all as seen" not in page


async def test_one_is_marked_seen_and_another_persons_is_not_found(
    mentioned: str, amara: AsyncClient, hana: AsyncClient
) -> None:
    (deed,) = re.findall(r'action="(/alerts/[^"]+/seen)"', (await amara.get("/alerts")).text)
    assert (await hana.post(deed)).status_code == 404
    assert (await amara.post(deed)).status_code == 303


async def test_who_was_told_nothing_reads_so(told: Told, hana: AsyncClient) -> None:
    assert "Nobody has told you anything yet" in (await hana.get("/alerts")).text


async def test_a_person_chooses_how_to_hear_of_each_kind(enter: Enter, told: Told) -> None:
    amara = await enter("Amara Osei")
    assert (await amara.post("/alerts/choices", data={"mention": "daily digest"})).status_code == 303
    page = (await amara.get("/alerts/choices")).text
    assert re.search(r'name="mention".*?value="daily digest" selected', page)


@pytest.mark.parametrize(("said", "status"), [({"emergency access": "off"}, 409), ({"gossip": "off"}, 422)])
async def test_a_choice_that_cannot_be_is_refused_in_words(
    enter: Enter, told: Told, said: dict[str, str], status: int
) -> None:
    amara = await enter("Amara Osei")
    answer = await amara.post("/alerts/choices", data=said)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


async def test_the_list_pages_by_key(desk_office: Office, told: Told, amara: AsyncClient) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        for number in range(60):
            people = [told.people["Amara Osei"]]
            await raise_alert(
                work, AlertKind.ACCESS_REVIEW, f"me:{number}", None, to=people, told=f"Number {number:02}"
            )
    first = (await amara.get("/alerts")).text
    (further,) = re.findall(r'href="(/alerts\?after=[^"]+)"', first)
    second = (await amara.get(further)).text
    found = re.findall(r"<td>(Number \d\d)", first) + re.findall(r"<td>(Number \d\d)", second)
    assert len(found) == len(set(found)) == 60
