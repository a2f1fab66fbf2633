"""Papers of a task: checked by their content, scanned, fenced, given out as files only."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.scanning import scan
from activities.transactions import Office
from models.attachments import Attachment
from models.audit import AuditEvent
from rules.attachments import MOST_BYTES
from rules.errors import Refusal
from tests.factories_desk import PASSWORD, Told, email
from tests.web.conftest import browser
from web.app import make_app
from web.settings import WebSettings

PDF = b"%PDF-1.7\nan explanation of benefits"


async def give(
    client: AsyncClient, task_id: UUID, data: bytes, name: str = "EOB Novak.pdf", key: str = ""
) -> Response:
    files = {"paper": (name, data, "text/html")}
    return await client.post(f"/tasks/{task_id}/attachments", data={"key": key or str(uuid4())}, files=files)


async def papers(office: Office) -> list[Attachment]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Attachment)))


async def test_a_paper_is_kept_by_its_content_and_given_out_as_a_file(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    key = str(uuid4())
    for _ in range(2):  # the same form again keeps it once
        answer = await give(amara, told.tasks["Novak"], PDF, key=key)
        assert answer.status_code == 303
    (paper,) = await papers(desk_office)
    page = (await amara.get(answer.headers["location"])).text
    assert "EOB Novak.pdf" in page
    assert "not scanned" in page
    assert f"/tasks/{told.tasks['Novak']}/attachments/{paper.id}/undo" in page
    got = await amara.get(f"/tasks/{told.tasks['Novak']}/attachments/{paper.id}")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-security-policy"].startswith("sandbox")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''EOB%20Novak.pdf"
    async with desk_office.begin(CLAIMDESK) as work:
        told_of = select(AuditEvent.action).where(AuditEvent.subject == f"task:{told.tasks['Novak']}")
        assert {"attached", "downloaded"} <= set(await work.session.scalars(told_of))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><script>\x00", "Only PDF, PNG, JPEG, TIFF and plain text"),
        (b"PK\x03\x04zip", "Only PDF"),
        (b"", "The file is empty"),
        (b"\xff\xfe text", "Only PDF"),
    ],
)
async def test_what_is_no_paper_is_refused_whatever_it_is_called(
    amara: AsyncClient, told: Told, desk_office: Office, data: bytes, why: str
) -> None:
    answer = await give(amara, told.tasks["Novak"], data, "fine.pdf")
    assert (answer.status_code, why in answer.text) == (400, True)
    assert await papers(desk_office) == []


async def test_too_much_is_refused(amara: AsyncClient, told: Told) -> None:
    answer = await give(amara, told.tasks["Novak"], b"a" * (MOST_BYTES + 1))
    assert (answer.status_code, "At most 20 MB" in answer.text) == (400, True)


async def test_a_new_paper_is_taken_back_by_whoever_gave_it_and_nobody_else(
    enter: Callable[[str], Awaitable[AsyncClient]], amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await give(amara, told.tasks["Novak"], b"a note from the payer")
    (paper,) = await papers(desk_office)
    path = f"/tasks/{told.tasks['Novak']}/attachments/{paper.id}/undo"
    ben = await enter("Ben Carver")
    assert (await ben.post(path)).status_code == 409
    assert (await amara.post(path)).status_code == 303
    assert await papers(desk_office) == []


async def test_another_practices_paper_is_not_there(
    amara: AsyncClient, hana: AsyncClient, told: Told, desk_office: Office
) -> None:
    await give(amara, told.tasks["Novak"], PDF)
    (paper,) = await papers(desk_office)
    path = f"/tasks/{told.tasks['Novak']}/attachments/{paper.id}"
    assert (await hana.get(path)).status_code == 404
    assert (await give(hana, told.tasks["Novak"], PDF)).status_code == 404
    other = f"/tasks/{told.tasks['Reyes']}/attachments/{paper.id}"
    assert (await amara.get(other)).status_code == 404


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        ("grep -q benefits", 303, ""),
        ("grep -q virus", 400, "The scanner refused this file"),
        ("/nowhere/scanner", 400, "The scanner cannot be run"),
    ],
)
async def test_the_scanner_decides(
    desk_office: Office, settings: WebSettings, told: Told, command: str, status: int, words: str
) -> None:
    app: FastAPI = make_app(desk_office, replace(settings, scan_command=command))
    amara = browser(app)
    await amara.post("/sign-in", data={"email": email("Amara Osei"), "password": PASSWORD})
    answer = await give(amara, told.tasks["Novak"], PDF)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert [each.scan.value for each in await papers(desk_office)] == (["clean"] if status == 303 else [])


async def test_a_scanner_that_never_answers_lets_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("activities.scanning.PATIENCE", 0.05)
    with pytest.raises(Refusal, match="no answer"):
        await asyncio.wait_for(scan("sleep", Path("30")), 10)
