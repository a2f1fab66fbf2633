"""The whole office in one process: workers, relay, simulator and calendar on real servers, for one test."""

import asyncio
import itertools
import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.actors import CLAIMDESK
from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.files_raw import RawFiles
from activities.submissions import CLEARINGHOUSE
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from rules.tasks import LIVE
from runtime.demo.days import Calendar
from runtime.interceptors import Refusals
from runtime.reconciliation import running_workflows
from runtime.relay import Relay
from runtime.settings import Settings
from runtime.wiring import Desk
from runtime.workers import run_workers
from simulator.habits import Habit
from simulator.simulator import Simulator

T = TypeVar("T")
HISTORIES = Path(__file__).parent / "histories"
houses = itertools.count(1)
PATIENCE = 120.0  # seconds: long enough where others work too


@dataclass(slots=True)
class House:
    """One office with its servers; `forced` says how a payer treats a claim of that number."""

    desk: Desk
    client: Client
    relay: Relay
    calendar: Calendar
    mailbox: Path

    @property
    def office(self) -> Office:
        return self.desk.office

    def payers_do(self, forced: Mapping[str, Habit | tuple[Habit, ...]]) -> None:
        """From now on the payers treat these claims so."""
        self.calendar.simulator = replace(self.calendar.simulator, forced=dict(forced))

    async def turn(self, days: int) -> None:
        """Let so many days pass, with everything that happens in them."""
        await self.calendar.turn(days)

    async def until(self, fact: Callable[[], Awaitable[T]], what: str = "it") -> T:
        """Wait for a fact to hold; the test fails when it does not within two minutes."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := await fact():
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"{what} did not come about")

    async def claim(self, number: str) -> Claim:
        """The claim of this number as it stands."""
        async with self.office.begin(CLAIMDESK) as work:
            return (await work.session.scalars(select(Claim).where(Claim.number == number))).one()

    async def tasks(self, number: str) -> list[Task]:
        """The claim's live tasks."""
        async with self.office.begin(CLAIMDESK) as work:
            mine = select(Task).join(Claim, Claim.id == Task.claim_id).where(Claim.number == number)
            live = mine.where(Task.state.in_(LIVE)).order_by(Task.created_at)
            return list(await work.session.scalars(live))

    async def count(self, table: type) -> int:
        """How many rows there are."""
        async with self.office.begin(CLAIMDESK) as work:
            return await work.session.scalar(select(func.count()).select_from(table)) or 0


class Slow(Refusals):
    """The hands of an overloaded machine: they wait before each deed, now less, now more."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return super().intercept_activity(Dawdling(next))


class Dawdling(ActivityInboundInterceptor):
    chance = Random(11)  # noqa: S311 - nothing is kept secret

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        await asyncio.sleep(self.chance.choice((0, 0, 0.2, 1)))
        return await super().execute_activity(input)


@pytest.fixture
async def closed_house(
    engine: AsyncEngine, temporal_env: WorkflowEnvironment, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    """An office on this test's database in which nobody works yet; what it leaves running ends with it."""
    settings = Settings(
        demo=True,
        task_queue_prefix=f"house{next(houses)}",
        batch_window_seconds=1,
        mailbox_poll_seconds=3600,
        undo_seconds=0,
    )
    mailbox = tmp_path / "mailbox"
    files = RawFiles(tmp_path / "files")
    desk = Desk(settings, engine, Office.of(engine, 0), files, DirectoryClearinghouse(CLEARINGHOUSE, mailbox))
    client = temporal_env.client
    relay = Relay(desk.office, client, settings.task_queue_prefix)
    simulator = Simulator(mailbox, tmp_path / "payers", seed=7)
    calendar = Calendar(desk, client, simulator, pause=0.05)
    with temporal_env.with_time_skipping_disabled():
        yield House(desk, client, relay, calendar, mailbox)
    await _let_go(client, request.node.name)


@pytest.fixture
async def house(closed_house: House) -> AsyncIterator[House]:
    """An office at work."""
    async with at_work(closed_house):
        yield closed_house


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[None]:
    """Workers and a relay, until the block ends."""
    stop = asyncio.Event()
    working = asyncio.create_task(run_workers(house.client, house.desk, stop))
    relaying = asyncio.create_task(house.relay.run(0.05))
    try:
        yield
    finally:
        relaying.cancel()
        stop.set()
        await asyncio.wait((working, relaying))  # a worker that outlived its test would hang at the very end
    await working


async def _let_go(client: Client, test: str) -> None:
    """End what still runs; with RECORD_HISTORIES set, keep the claims' histories for the replay test."""
    for name in await running_workflows(client):
        handle = client.get_workflow_handle(name)
        if "RECORD_HISTORIES" in os.environ and name.startswith("claim:"):
            kept = HISTORIES / f"{re.sub('[^a-z0-9]+', '-', test)}.json"
            kept.write_text((await handle.fetch_history()).to_json())
        with suppress(RPCError):
            await handle.terminate("the test is over")
