"""Kill -9 of any part in the middle of its work: afterwards nothing is lost, doubled or out of balance."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from activities import tasks
from activities.actors import CLAIMDESK
from activities.doctor import examine
from activities.files import store_file
from activities.reading import read_file
from activities.sign_in_tries import hash_of
from activities.users import create_user
from bench.claim_files import clean_claims
from models.claims import Claim
from models.practices import Practice
from models.tasks import Task
from models.users import LoginSession
from rules.access import Role
from rules.tasks import TaskKind
from runtime.demo.loading import LOADER, PASSWORD, payer_rows
from runtime.demo.servers import Servers
from runtime.demo.supervisor import Part, Parts
from runtime.embedded.postgres import SUPERUSER
from runtime.embedded.processes import free_port
from runtime.settings import load_settings
from runtime.wiring import Desk, open_desk
from simulator.habits import Habit
from simulator.simulator import Simulator
from web.pages import COOKIE

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
CLAIMS = 60
PATIENCE = 120.0
ACCEPTED = text("select count(*) from claim where stage in ('accepted', 'closed', 'patient')")
PAID = text("select count(*) from claim where stage in ('closed', 'patient')")
STANDING = text("""
    select stage, count(*) from claim group by 1
    union all select kind || ' ' || state, count(*) from mailbox_file group by 1
    union all select 'outbox', count(*) from outbox union all select 'remittance ' || state, count(*)
    from remittance group by state
""")
WAITING = """
    select from pg_stat_activity where application_name = 'claimdesk' and wait_event_type = 'Lock'
"""
POSTED = text("select count(*) from remittance_claim where state = 'posted'")


@dataclass(slots=True)
class Running:
    """Real processes on real servers; whatever dies is started again."""

    desk: Desk
    servers: Servers
    parts: Parts
    simulator: Simulator
    port: int

    async def until(self, fact: Callable[[], Awaitable[T]]) -> T:
        """Wait for a fact; a database that is just away is asked again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(DBAPIError, psycopg.Error):
                if found := await fact():
                    return found
            await asyncio.sleep(1)
        async with self.desk.office.begin(CLAIMDESK) as work:
            raise AssertionError(f"it stands so: {(await work.session.execute(STANDING)).all()}")

    async def count(self, what: object) -> int:
        async with self.desk.office.begin(CLAIMDESK) as work:
            return int(await work.session.scalar(what) or 0)  # type: ignore[call-overload]

    async def answers(self, today: date) -> None:
        """The payers answer everything that is due by that day."""
        await asyncio.to_thread(self.simulator.run, today)
        async with self.desk.office.begin(CLAIMDESK) as work:
            work.wake(f"mailbox:{self.desk.clearinghouse.name}")

    def kill(self, name: str) -> None:
        """As the power does."""
        (part,) = [each for each in self.parts.parts if each.name == name]
        assert part.process is not None
        os.kill(part.process.pid, signal.SIGKILL)


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """Sixty claims handed in, nothing working on them yet."""
    monkeypatch.chdir(tmp_path)
    port = free_port(0, "the desk")
    environment = {
        "CLAIMDESK_DEVELOPMENT": "true",
        "CLAIMDESK_ORIGIN": f"http://localhost:{port}",
        "CLAIMDESK_PORT": str(port),
        "CLAIMDESK_BATCH_WINDOW_SECONDS": "1",
        "CLAIMDESK_MAILBOX_POLL_SECONDS": "3600",
        "PYTHONPATH": str(ROOT),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    folder = Path(".claimdesk")
    async with await Servers.start(folder, print) as servers, open_desk(load_settings()) as desk:
        numbers = await hand_in(desk)
        simulator = Simulator(
            desk.settings.mailbox_dir, folder / "payers", forced=dict.fromkeys(numbers, Habit.PAYS)
        )
        parts = Parts(folder, environment, print, (Part("worker", "The worker"), Part("serve", "The desk")))
        parts.start_all()
        keepers = [asyncio.create_task(servers.keep_running()), asyncio.create_task(parts.keep_running())]
        yield Running(desk, servers, parts, simulator, port)
        for keeper in keepers:
            keeper.cancel()
        await asyncio.to_thread(parts.stop_all)


async def hand_in(desk: Desk) -> list[str]:
    """Sixty clean claims from one file."""
    async with desk.office.begin(CLAIMDESK) as work:
        work.session.add_all(payer_rows())
        seen_on = work.now.date() - timedelta(days=3)
    numbers = [f"K{at:04d}" for at in range(CLAIMS)]
    stored = await store_file(
        desk.office, CLAIMDESK, desk.files, "import", "kill.837", BytesIO(clean_claims(numbers, seen_on))
    )
    await read_file(desk.office, CLAIMDESK, stored.id, desk.files)
    return numbers


@asynccontextmanager
async def held_up(running: Running, rows: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """These rows stay locked meanwhile; gives the question whether somebody of ours waits for them."""
    url = running.servers.postgres.url(SUPERUSER)
    async with (
        await psycopg.AsyncConnection.connect(url) as holder,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as looker,
    ):

        async def somebody_waits() -> bool:
            return (await (await looker.execute(WAITING)).fetchone()) is not None

        await holder.execute(f"select from {rows} for update".encode())
        yield somebody_waits
        with suppress(psycopg.Error):  # a PostgreSQL that was killed holds nothing any more
            await holder.rollback()


async def pays(running: Running, strike: Callable[[], Awaitable[None]]) -> None:
    """From the file to the last payment, with `strike` while the payment is being posted."""

    async def all_accepted() -> bool:
        await running.answers(today + timedelta(days=2))
        return await running.count(ACCEPTED) == CLAIMS

    async def all_paid() -> bool:
        await running.answers(today + timedelta(days=20))
        return await running.count(PAID) == CLAIMS

    async with running.desk.office.begin(CLAIMDESK) as work:
        today = work.now.date()
    await running.until(all_accepted)
    async with held_up(running, "claim where number = 'K0059'") as posting_waits:
        await running.answers(today + timedelta(days=20))
        await running.until(posting_waits)
        assert await running.count(POSTED) == 0  # its transaction is open
        await strike()
    await running.until(all_paid)
    await sound(running)


async def sound(running: Running) -> None:
    """Every rule of the house holds, and each claim is posted exactly once."""
    assert [each for each in await examine(running.desk.office) if each.broken_by] == []
    assert await running.count(POSTED) == CLAIMS
    assert await running.count(select(func.count()).select_from(Claim)) == CLAIMS


async def test_a_worker_killed_between_commit_and_relay_and_again_while_posting(running: Running) -> None:
    running.kill("worker")  # the wake-ups of sixty claims are committed, few are delivered

    async def again() -> None:
        running.kill("worker")

    await pays(running, again)


async def test_the_temporal_server_killed_in_the_middle(running: Running) -> None:
    async def strike() -> None:
        os.kill(running.servers.temporal.pid, signal.SIGKILL)

    await strike()
    await pays(running, strike)


async def test_postgresql_killed_in_the_middle(running: Running) -> None:
    async def strike() -> None:
        os.kill(running.servers.postgres.pid, signal.SIGKILL)

    await pays(running, strike)


async def test_the_web_killed_during_a_click_finishes_the_task_once(running: Running) -> None:
    async def nothing() -> None:
        return

    await pays(running, nothing)
    task_id = await someone_with_a_task(running)
    async with httpx.AsyncClient(
        base_url=f"http://localhost:{running.port}", follow_redirects=False
    ) as browser:
        await running.until(lambda: signed_in(browser))
        form = {"key": str(uuid4()), "version": "1", "outcome": "reviewed", "reason": "seen"}
        async with held_up(running, f"task where id = '{task_id}'") as click_waits:
            click = asyncio.create_task(finish(browser, task_id, form))
            await running.until(click_waits)
            running.kill("serve")
            assert not await click
        await running.until(lambda: finish(browser, task_id, form))
    async with running.desk.office.begin(CLAIMDESK) as work:
        finished = text("select count(*) from audit_event where action = 'finished' and subject = :task")
        assert await work.session.scalar(finished, {"task": f"task:{task_id}"}) == 1


async def someone_with_a_task(running: Running) -> str:
    """A biller who is signed in, and a task that any of them may finish."""
    office = running.desk.office
    async with office.begin(CLAIMDESK) as work:
        practice = (await work.session.scalars(select(Practice).where(Practice.npi == "1234567893"))).one()
        new = tasks.NewTask(
            TaskKind.PROVIDER_ADJUSTMENT, "kill:click", "Look at it", practice.id, work.now.date()
        )
        task_id = await tasks.give(work, new, work.now.date())
    kim = await create_user(office, LOADER, "kim@desk.example", "Kim", Role.BILLER, PASSWORD, [practice.id])
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Task, task_id)).version == 1
        now = work.real_now
        times = {"created_at": now, "last_active_at": now, "ends_at": now + timedelta(hours=1)}
        work.session.add(LoginSession(token_hash=hash_of(TOKEN), user_id=kim, address="::1", **times))
    return str(task_id)


SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
TOKEN = "a-session-of-kim"  # noqa: S105 - of an office that ends with the test


async def signed_in(browser: httpx.AsyncClient) -> bool:
    with suppress(httpx.TransportError):
        browser.headers["cookie"] = f"{COOKIE}={TOKEN}"  # a browser keeps it on localhost; httpx would not
        return (await browser.get("/me")).status_code == 200
    return False


async def finish(browser: httpx.AsyncClient, task_id: str, form: dict[str, str]) -> bool:
    with suppress(httpx.TransportError):
        answer = await browser.post(f"/tasks/{task_id}/finish", data=form, headers=SAME_ORIGIN)
        return answer.status_code == 303
    return False
