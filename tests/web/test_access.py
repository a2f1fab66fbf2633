"""Who sees what: another practice's facts stay unseen, and each role opens its own screens."""

import json
import re
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from runtime.logs import JsonLines
from tests.factories_desk import Told
from tests.web.conftest import Enter, browser
from tests.web.walking import ways

FRAGMENT = {"hx-request": "true"}


async def test_a_part_of_a_page_learns_by_401_that_nobody_is_signed_in(app: FastAPI, told: Told) -> None:
    answer = await browser(app).get("/rows/mine", headers=FRAGMENT)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/rows/mine")


def of_riverside(told: Told) -> dict[str, UUID]:
    return {
        "task_id": told.tasks["Reyes"],
        "claim_id": told.claims["Reyes"],
        "file_id": told.files["refused"],
        "remittance_id": told.remittances["Reyes"],
    }


@pytest.mark.parametrize("name", ["task_id", "claim_id", "file_id", "remittance_id"])
async def test_another_practices_id_is_not_found_on_any_route(
    app: FastAPI, told: Told, hana: AsyncClient, name: str
) -> None:
    ids = of_riverside(told)
    found = [way for way in ways(app) if f"{{{name}}}" in way.path]
    found = [way for way in found if "caller" not in way.gates]  # tokens alone: test_api.py
    assert found
    for way in found:
        body = {
            "key": str(uuid4()),
            "version": "1",
            "outcome": "resubmit",
            "reference": "R1",
            "note": "hello",
        }
        body |= {"until": "2027-01-01", "to": str(told.people["Hana Hill"])}
        body |= {
            "reason": "no",
            "asked": "coder",
            "body": "Which?",
            "answer_by": "2027-01-01",
            "answer": "That",
        }
        paper = {"paper": ("a.txt", b"hello")} if way.path.endswith("/attachments") else None
        answer = await hana.request(way.method, way.filled(ids), data=fitting(way.path, body), files=paper)
        assert answer.status_code in (403, 404), (way, answer.status_code)
        assert "Reyes" not in answer.text


def fitting(path: str, body: dict[str, str]) -> dict[str, str] | None:
    """The fields that the form at this path knows."""
    known = {
        "finish": ("key", "version", "outcome", "reference", "note"),
        "snooze": ("key", "version", "until"),
        "transfer": ("key", "version", "to"),
        "note": ("key", "note"),
        "undo": ("key",),
        "correct": ("key", "version"),
        "draft": ("note",),
        "skip": ("key", "reason"),
        "ask": ("key", "version", "asked", "body", "answer_by"),
        "answer": ("key", "answer"),
        "attachments": ("key",),
        "escalate": ("version",),
        "decide": ("key", "version", "outcome"),
        "reveal": ("reason",),
        "language": ("key",),
    }.get(path.rpartition("/")[2])
    return {name: body[name] for name in known} if known else None


async def test_a_refusal_is_logged_with_who_and_where_and_no_id(
    told: Told, hana: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    task = told.tasks["Reyes"]
    assert (await hana.get(f"/tasks/{task}")).status_code == 404
    assert (await hana.get("/users")).status_code == 403
    await hana.post("/next", headers={"origin": "https://elsewhere.test"})
    lines = [JsonLines().format(each) for each in caplog.records if each.name == "claimdesk.web"]
    said = [json.loads(each) for each in lines]
    assert [(each["says"], each["path"], each.get("status")) for each in said] == [
        ("refused", "/tasks/{task_id}", 404),
        ("refused", "/users", 403),
        ("another site's request", "/next", None),
    ]
    assert {each.get("user_id") for each in said} == {str(told.people["Hana Hill"]), None}
    assert str(task) not in "".join(lines)


async def test_no_list_of_another_practice_shows_a_name_of_ours(told: Told, hana: AsyncClient) -> None:
    for path in ("/queue/mine", "/queue/denials", "/files", "/remittances", "/boards/deadlines/filing/0-7"):
        answer = await hana.get(path)
        assert answer.status_code == 200, path
        assert not re.search("Reyes|Whitfield|Baptiste, Lucie|night.835", answer.text), path
    assert "Faraday" in (await hana.get("/queue/fixes")).text


ALLOWED = {
    "/users": {"Otto Reiss"},
    "/audit": {"Otto Reiss", "Mara Stone"},
    "/boards/deadlines": {"Amara Osei", "Priya Nair", "Mara Stone", "Otto Reiss"},
    "/queue/approvals": {"Amara Osei", "Priya Nair", "Mara Stone", "Otto Reiss"},
}


@pytest.mark.parametrize("name", ["Amara Osei", "Priya Nair", "Mara Stone", "Otto Reiss"])
async def test_each_role_opens_its_own_screens_and_is_refused_the_others(enter: Enter, name: str) -> None:
    client = await enter(name)
    for path, people in ALLOWED.items():
        answer = await client.get(path)
        assert answer.status_code == (200 if name in people else 403), path


async def test_a_biller_sees_no_request_that_only_a_supervisor_decides(
    told: Told, amara: AsyncClient, priya: AsyncClient
) -> None:
    assert "Silva" not in (await amara.get("/queue/approvals")).text
    assert "Silva" in (await priya.get("/queue/approvals")).text


async def test_an_administrator_lets_people_in_and_works_no_task(enter: Enter, told: Told) -> None:
    otto = await enter("Otto Reiss")
    answer = await otto.post("/next")
    assert answer.status_code == 403
    assert "may not work tasks" in answer.text
