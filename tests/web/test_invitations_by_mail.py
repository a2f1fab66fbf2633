"""An invitation that goes out by mail: from the administrator's screen through a mail server to the desk."""

import re
from dataclasses import replace

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from psycopg.errors import InsufficientPrivilege

from activities.mail import SmtpPostman, send_mail
from activities.sealing import Seal
from activities.transactions import Office
from models.tables import Base
from runtime.embedded.postgres import APP, AUDITOR, SUPERUSER, PostgresServer
from tests.factories_desk import Told
from tests.mail_server import Post, serving
from tests.web.conftest import browser
from tests.web.doors import enrolled, field, password, strict
from web.settings import WebSettings

NEW = "a field of barley"
KEY = "k" * 44
SEAL = Seal.of_letters(KEY)  # the worker's own, made of the same keys


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, told: Told) -> FastAPI:
    return strict(desk_office, replace(settings, sends_mail=True, seal_keys=(KEY,)))


@pytest.fixture
async def otto(app: FastAPI, desk_office: Office) -> AsyncClient:
    client, _ = await enrolled(app, desk_office, "Otto Reiss")
    return client


async def invite_nia(otto: AsyncClient, told: Told) -> None:
    riverside = str(told.practices["Riverside Family Practice"])
    form = {"email": "nia@desk.example", "name": "Nia New", "role": "biller", "practices": riverside}
    assert (await otto.post("/users", data=form)).status_code == 200


async def letters(office: Office) -> list[str]:
    """What a mail server takes from us now, as its readers see it."""
    async with serving(Post()) as post:
        postman = SmtpPostman("localhost", post.port, "none", "desk@claimdesk.example", "https://desk.test")
        await send_mail(office, postman, SEAL)
    assert set(post.addressed_to) <= {"nia@desk.example"}
    return [each.get_payload(decode=True).decode() for each in post.letters]  # type: ignore[union-attr]


def link_in(letter: str) -> str:
    found = re.search(r"https://desk\.test(/invitation\?token=[\w-]{43})", letter)
    assert found, letter
    return found[1]


def readable(postgres: PostgresServer, database: str, role: str) -> str:
    """Everything this role can read in any table, as text."""
    said: list[str] = []
    with psycopg.connect(postgres.url(role, database), autocommit=True) as line:
        line.execute("select set_config('claimdesk.practices', '*', false)")
        line.execute("select set_config('claimdesk.classes', '*', false)")
        for table in Base.metadata.sorted_tables:
            try:
                said += [row[0] for row in line.execute(f"select t::text from {table.name} t".encode())]  # noqa: S608 - names from our own schema
            except InsufficientPrivilege:
                assert role == AUDITOR
    return "\n".join(said)


async def test_an_invitation_arrives_by_mail_lets_its_person_in_once_and_is_dead_then(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    await invite_nia(otto, told)
    (letter,) = await letters(desk_office)
    assert letter.startswith("Hello Nia New,")
    link = link_in(letter)
    nia = browser(app)
    assert "Welcome, Nia New" in (await nia.get(link)).text
    taken = await nia.post("/invitation", data={"token": link.partition("=")[2], "password": NEW})
    assert taken.status_code == 303
    assert (await nia.get(link)).status_code == 404
    again = await browser(app).post("/invitation", data={"token": link.partition("=")[2], "password": NEW})
    assert again.status_code == 404
    assert (await password(browser(app), "Nia New", NEW)).headers["location"] == "/sign-in/enrol"
    assert await letters(desk_office) == []


@pytest.mark.parametrize("role", [AUDITOR, APP, SUPERUSER])
async def test_nobody_who_reads_the_tables_finds_a_link_that_opens(
    otto: AsyncClient, told: Told, desk_office: Office, postgres: PostgresServer, database: str, role: str
) -> None:
    await invite_nia(otto, told)
    before = readable(postgres, database, role)
    assert "You are invited" in before
    (letter,) = await letters(desk_office)
    after = readable(postgres, database, role)
    token = link_in(letter).partition("=")[2]
    assert token not in before + after
    assert "/invitation?" not in before + after


async def test_what_is_sealed_in_a_letter_opens_nowhere_else(
    app: FastAPI, otto: AsyncClient, told: Told, postgres: PostgresServer, database: str
) -> None:
    await invite_nia(otto, told)
    with psycopg.connect(postgres.url(AUDITOR, database)) as line:
        found = line.execute("select sealed_link from mail where sealed_link is not null").fetchone()
    sealed = found[0] if found else ""
    client = browser(app)
    await password(client)
    page = await client.get("/sign-in/enrol")
    assert field(page, "secret") != sealed
    shown = await client.post("/sign-in/enrol/app", data={"secret": sealed, "code": "000000"})
    assert shown.status_code == 403
    assert "/invitation" not in shown.text


async def test_a_newer_invitation_takes_the_place_of_a_letter_that_waits(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    await invite_nia(otto, told)
    users = (await otto.get("/users")).text
    (nia,) = set(re.findall(r'/users/([0-9a-f-]{36})/invite"', users)) - set(map(str, told.people.values()))
    assert (await otto.post(f"/users/{nia}/invite")).status_code == 200
    (letter,) = await letters(desk_office)
    assert (await browser(app).get(link_in(letter))).status_code == 200
