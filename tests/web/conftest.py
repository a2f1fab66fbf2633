"""The desk in memory, on a database of this test's own, with an invented office in it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.transactions import Office
from models.sites import Site
from rules.access import Role
from runtime.embedded.postgres import APP, PostgresServer
from tests.factories_calendar import PaperCalendar
from tests.factories_desk import PASSWORD, Told, email, fill_desk
from tests.factories_sites import a_site, a_term, somebody_at
from tests.web.abroad import HILL, RIVERSIDE
from web.app import make_app
from web.settings import WebSettings

ORIGIN = "https://desk.test"
Enter = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
def desk_office(engine: AsyncEngine) -> Office:
    """The office as people know it; a finish can be taken back for a minute, however slow the machine is."""
    return Office.of(engine, undo_seconds=60)


@pytest.fixture
async def told(desk_office: Office) -> Told:
    """The invented office."""
    return await fill_desk(desk_office)


@pytest.fixture
def calendar() -> PaperCalendar:
    """The demo's, which the test turns."""
    return PaperCalendar()


@pytest.fixture
def settings(postgres: PostgresServer, database: str, tmp_path: Path) -> WebSettings:
    """The demo's: people come in by password alone."""
    url = postgres.url(APP, database)
    door = {"second_factor_required": False, "training_required": False}
    return WebSettings(ORIGIN, url, tmp_path / "files", "s" * 40, demo=True, **door)


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, calendar: PaperCalendar) -> FastAPI:
    return make_app(desk_office, settings, calendar)


def browser(app: FastAPI) -> AsyncClient:
    """A browser of nobody yet."""
    return AsyncClient(transport=ASGITransport(app), base_url=ORIGIN, headers={"origin": ORIGIN})


@pytest.fixture
def enter(app: FastAPI, told: Told) -> Enter:
    """Signs a person in: `await enter("Amara Osei")` gives their browser."""

    async def sign_in(name: str) -> AsyncClient:
        client = browser(app)
        answer = await client.post("/sign-in", data={"email": email(name), "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return sign_in


@pytest.fixture
async def amara(enter: Enter) -> AsyncClient:
    """A biller of Riverside."""
    return await enter("Amara Osei")


@pytest.fixture
async def priya(enter: Enter) -> AsyncClient:
    """The supervisor of both practices."""
    return await enter("Priya Nair")


@pytest.fixture
async def hana(enter: Enter) -> AsyncClient:
    """A biller of the other practice."""
    return await enter("Hana Hill")


@pytest.fixture
async def manila(desk_office: Office, told: Told) -> Site:
    """A site abroad whose people may see commercial claims of Riverside, by its contract."""
    site = await a_site(desk_office)
    await a_term(desk_office, told.practices[RIVERSIDE])
    return site


@pytest.fixture
async def liza(desk_office: Office, told: Told, manila: Site, enter: Enter) -> AsyncClient:
    """A biller in Manila, who works for Riverside."""
    await somebody_at(desk_office, manila, [told.practices[RIVERSIDE]])
    return await enter("Liza Santos")


@pytest.fixture
async def lead(desk_office: Office, told: Told, manila: Site, enter: Enter) -> AsyncClient:
    """A manager in Manila, who works for both practices: every screen of a manager, no other class."""
    both = [told.practices[RIVERSIDE], told.practices[HILL]]
    await somebody_at(desk_office, manila, both, "Jun Cruz", Role.MANAGER)
    return await enter("Jun Cruz")
