"""A real desk on a real port, and the machine's own Chromium in front of it."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from runtime.database import make_engine
from runtime.embedded.postgres import APP, PostgresServer
from tests.factories_calendar import PaperCalendar
from tests.factories_desk import PASSWORD, Told, email, fill_desk
from web.app import make_app
from web.settings import WebSettings

T = TypeVar("T")
PATIENCE = 30_000  # milliseconds: what must come about may take its time where others work too
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
UNDO_SECONDS = 60  # a browser on a busy machine is slower than people are
DEMO_DOOR = {"second_factor_required": False, "training_required": False}  # by password alone
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the machine's Chromium, silent towards the outside; without one, Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": list(QUIET)}


@dataclass(slots=True)
class Desk:
    """A served desk; `do` runs an act on its database, as the office itself."""

    origin: str
    told: Told
    office: Office
    loop: asyncio.AbstractEventLoop
    calendar: PaperCalendar

    def do(self, act: Callable[[Work], Awaitable[T]]) -> T:
        async def inside() -> T:
            async with self.office.begin(CLAIMDESK) as work:
                return await act(work)

        return asyncio.run_coroutine_threadsafe(inside(), self.loop).result(60)

    def task(self, last_name: str, view: str = "mine") -> str:
        return f"{self.origin}/tasks/{self.told.tasks[last_name]}?view={view}"

    def enter(self, context: BrowserContext, name: str) -> None:
        """Sign this browser in."""
        form = {"email": email(name), "password": PASSWORD}
        answer = context.request.post(f"{self.origin}/sign-in", form=form, headers={"origin": self.origin})
        assert answer.ok


class Served(threading.Thread):
    """The web process on a thread of its own, with its own event loop."""

    def __init__(self, database_url: str, files: Path, **door: bool) -> None:
        super().__init__(daemon=True)
        self.database_url, self.files, self.door = database_url, files, DEMO_DOOR | door
        self.line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.line.bind(("127.0.0.1", 0))
        self.origin = f"http://localhost:{self.line.getsockname()[1]}"
        self.ready = threading.Event()
        self.calendar = PaperCalendar()
        self.desk: Desk | None = None
        self.server: uvicorn.Server | None = None

    def run(self) -> None:
        asyncio.run(self.serve())

    async def serve(self) -> None:
        engine = make_engine(self.database_url)
        office = Office.of(engine, undo_seconds=UNDO_SECONDS)
        told = await fill_desk(office)
        door = {"demo": True, "undo_seconds": UNDO_SECONDS, **self.door}
        settings = WebSettings(self.origin, self.database_url, self.files, "b" * 40, **door)
        app = make_app(office, settings, self.calendar)
        self.desk = Desk(self.origin, told, office, asyncio.get_running_loop(), self.calendar)
        self.server = Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1), self.ready)
        await self.server.serve([self.line])
        await engine.dispose()


class Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self.answers = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()


@pytest.fixture
def door() -> dict[str, bool]:
    """How people come in; a test module may ask for more than the demo does."""
    return {}


@pytest.fixture
def desk(postgres: PostgresServer, database: str, tmp_path: Path, door: dict[str, bool]) -> Iterator[Desk]:
    """A desk that is served, with the invented office in its database."""
    served = Served(postgres.url(APP, database), tmp_path / "files", **door)
    served.start()
    assert served.ready.wait(120)
    assert served.desk is not None
    assert served.server is not None
    yield served.desk
    served.server.should_exit = True
    served.join(15)


@dataclass  # without slots: Playwright hangs its own wrappers on it
class Watch:
    """What the pages of a test complained about, and what it expects them to."""

    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """These words may stand on the console."""
        self.expected.append(words)

    def over(self, page: Page) -> None:
        """Look at everything this page says and asks for."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._ask)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _ask(self, request: Request) -> None:
        self.asked.append(urlsplit(request.url).hostname or "")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for a complaint it did not expect and for a request that leaves the machine."""
    watch = Watch()
    yield watch
    unexpected = [each for each in watch.said if not any(words in each for words in watch.expected)]
    assert unexpected == []
    assert set(watch.asked) <= {"localhost"}


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, desk: Desk, watch: Watch) -> Iterator[Visit]:
    """Opens a browser of its own for a person: `visit("Amara Osei", "/queue/mine", color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_page(name: str | None, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        if name:
            desk.enter(context, name)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch.over(page)
        page.goto(path if path.startswith("http") else desk.origin + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
