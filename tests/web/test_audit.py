"""The trail answers who saw a patient and what a person did, and goes out as CSV that runs nothing."""

import csv
import re
from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.audit_anchors import Anchors, anchor_audit
from activities.transactions import Office
from models.audit import AuditEvent
from models.claims import Claim
from tests.factories_desk import Told
from tests.web.conftest import Enter
from web.spreadsheets import lines


async def number_of(office: Office, claim_id: UUID) -> str:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.get_one(Claim, claim_id)).number


async def test_who_saw_a_patient_counts_pages_lists_and_searches(
    enter: Enter, amara: AsyncClient, desk_office: Office, told: Told
) -> None:
    await amara.get(f"/tasks/{told.tasks['Whitfield']}")
    ben = await enter("Ben Carver")
    await ben.post("/search", data={"words": "Reyes"}, follow_redirects=True)
    mara = await enter("Mara Stone")
    number = await number_of(desk_office, told.claims["Reyes"])
    answer = await mara.post("/audit", data={"claim": number.lower()})
    address = answer.headers["location"]
    assert number not in address
    page = (await mara.get(address)).text
    assert "Who dealt with this patient" in page
    assert "Amara Osei</th>" in page  # her list named the patient
    assert "Ben Carver</th><td>searched" in page


async def test_what_a_person_did_is_found_by_person_deed_and_days(
    enter: Enter, amara: AsyncClient, told: Told
) -> None:
    await amara.get(f"/tasks/{told.tasks['Reyes']}")
    mara = await enter("Mara Stone")
    asked = {"person": str(told.people["Amara Osei"]), "action": "signed in", "subject": "", "on": ""}
    page = (await mara.get("/audit", params=asked)).text
    assert "Amara Osei</th><td>signed in" in page
    assert "Amara Osei</th><td>saw" not in page
    nothing = asked | {"on": "2020-01-01", "until": "2020-12-31"}
    assert "Nothing of that kind" in (await mara.get("/audit", params=nothing)).text


async def test_a_claim_of_nobody_or_of_another_practice_is_not_found(enter: Enter, told: Told) -> None:
    mara = await enter("Mara Stone")
    answer = await mara.post("/audit", data={"claim": "C-nothing"}, follow_redirects=True)
    assert answer.status_code == 404
    assert (await mara.get("/audit", params={"about": "C-10480-7"})).status_code == 404


async def test_the_trail_goes_on_page_by_page_with_the_same_question(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        for number in range(60):
            work.record("noted", f"task:{number}", told.practices["Riverside Family Practice"])
    mara = await enter("Mara Stone")
    first = (await mara.get("/audit?action=noted")).text
    assert first.count("</th><td>noted") == 50
    more = first.partition('href="/audit?action=noted&amp;')[2].partition('"')[0].replace("&amp;", "&")
    assert (await mara.get(f"/audit?action=noted&{more}")).text.count("</th><td>noted") == 10


async def test_an_export_holds_every_event_and_is_an_event(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    mara = await enter("Mara Stone")
    answer = await mara.get("/audit/export", params={"person": str(told.people["Mara Stone"])})
    assert answer.headers["content-disposition"].startswith("attachment")
    head, *rows = csv.reader(answer.text.splitlines())
    assert head[:4] == ["when", "who", "did", "about"]
    assert [row[2] for row in rows] == ["exported", "signed in"]
    async with desk_office.begin(CLAIMDESK) as work:
        found = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "exported"))
        assert [each.actor_id for each in found] == [told.people["Mara Stone"]]


async def test_who_may_not_read_the_trail_may_not_export_it(amara: AsyncClient) -> None:
    for answer in (await amara.get("/audit/export"), await amara.post("/audit", data={"claim": "C-1"})):
        assert answer.status_code == 403


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x"])
def test_no_cell_runs_in_a_spreadsheet(text: str) -> None:
    ((cell,),) = csv.reader([lines([[text]])])
    assert cell.startswith("'")


def test_plain_cells_stay_as_they_are() -> None:
    assert lines([["a, b", None, 7]]) == '"a, b",,7\r\n'


async def test_the_screen_says_how_far_each_chain_is_whole(
    enter: Enter, desk_office: Office, told: Told, tmp_path: Path
) -> None:
    mara = await enter("Mara Stone")
    assert "not checked yet" in (await mara.get("/audit")).text
    await anchor_audit(desk_office, Anchors(tmp_path, ("s",)))
    assert re.search(r"number \d+, checked", (await mara.get("/audit")).text)
