"""Claims from import to paid, beside bare workflows with as many events on the same servers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import text
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.actors import CLAIMDESK
from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.files import store_file
from activities.files_raw import RawFiles
from activities.reading import read_file
from activities.submissions import CLEARINGHOUSE
from bench.bare import BareWorkflow, nothing
from bench.claim_files import clean_claims
from bench.offices import fresh_office
from bench.reports import Report, Target
from runtime.demo.loading import payer_rows
from runtime.embedded.temporal import start_temporal
from runtime.payloads import new_key, sealed_converter
from runtime.relay import Relay
from runtime.settings import Settings
from runtime.wiring import Desk
from runtime.workers import PASSED, run_workers
from simulator.habits import Habit
from simulator.simulator import Simulator

MOST_RATIO = 2.0
PILOT, FEWEST, MOST = 20, 20, 400  # workflows: the speed of a few bare ones sizes the run
PILOT_DEEDS = 9  # about those of a claim
OURS_AND_BARE = 3  # times a bare workflow, with room: ours, and then the bare ones
PAID_WITHIN = 20  # days
PATIENCE = 120  # seconds for each half of a claim's life
DEED = 6  # events of one activity with its workflow task
BEFORE = 4  # events of a start
OPEN = text("select count(*) from claim where stage not in ('closed', 'patient')")
UNACCEPTED = text("select count(*) from claim where stage in ('scrubbing', 'ready', 'sent')")


def run(seconds: float) -> Report:
    """Measure as many claims as the time allows, then as many bare workflows."""
    return asyncio.run(_run(seconds))


async def _run(seconds: float) -> Report:
    async with _house() as (desk, client, folder):
        each = await _bare(client, PILOT, PILOT_DEEDS, "pilot") / PILOT
        count = min(max(FEWEST, int(seconds / 2 / (OURS_AND_BARE * each))), MOST)
        ours, events = await _ours(desk, client, folder, count)
        bare = await _bare(client, count, round((events - BEFORE) / DEED), "bare")
    ratio = ours / bare
    figures: dict[str, float | int | str] = {
        "claims": count,
        "claims/s, import to paid": round(count / ours, 2),
        "events per claim": round(events, 1),
        "bare workflows/s with as many events": round(count / bare, 2),
    }
    limit = f"<= {MOST_RATIO:g}"
    return Report(
        "claims",
        figures,
        [Target("time against bare workflows", round(ratio, 2), limit, ratio <= MOST_RATIO)],
    )


@asynccontextmanager
async def _house() -> AsyncIterator[tuple[Desk, Client, Path]]:
    async with fresh_office() as bench:
        server = await start_temporal(bench.folder, port=0, say=lambda _: None)
        converter = sealed_converter(new_key())
        client = await Client.connect(server.address, data_converter=converter)
        settings = Settings(demo=True, batch_window_seconds=1, mailbox_poll_seconds=3600)
        way = DirectoryClearinghouse(CLEARINGHOUSE, bench.folder / "mailbox")
        desk = Desk(settings, bench.engine, bench.office, RawFiles(bench.folder / "files"), way)
        async with bench.office.begin(CLAIMDESK) as work:
            work.session.add_all(payer_rows())
        stop = asyncio.Event()
        running = [
            asyncio.create_task(run_workers(client, desk, stop)),
            asyncio.create_task(Relay(desk.office, client).run(0.05)),
        ]
        await asyncio.sleep(0)  # workers read their workflows first: no connection is asked for meanwhile
        try:
            yield desk, client, bench.folder
        finally:
            stop.set()
            running[1].cancel()
            await asyncio.gather(*running, return_exceptions=True)
            server.stop()


async def _ours(desk: Desk, client: Client, folder: Path, count: int) -> tuple[float, float]:
    """Seconds from handing in the file to the last claim paid, and events per claim."""
    async with desk.office.begin(CLAIMDESK) as work:
        today = work.now.date()
    numbers = [f"N{at:06d}" for at in range(count)]
    data = clean_claims(numbers, today - timedelta(days=3))
    simulator = Simulator(folder / "mailbox", folder / "payers", forced=dict.fromkeys(numbers, Habit.PAYS))
    began = time.perf_counter()
    stored = await store_file(desk.office, CLAIMDESK, desk.files, "import", "bench.837", BytesIO(data))
    await read_file(desk.office, CLAIMDESK, stored.id, desk.files)
    await _until(desk, simulator, today + timedelta(days=2), UNACCEPTED)
    await _until(desk, simulator, today + timedelta(days=PAID_WITHIN), OPEN)
    return time.perf_counter() - began, await _events(desk, client)


async def _until(
    desk: Desk, simulator: Simulator, today: date, left: Callable[..., Awaitable[int]] | object
) -> None:
    """The payers answer as of that day until no claim is left behind. Raises TimeoutError when one stays."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        written = await asyncio.to_thread(simulator.run, today)
        async with desk.office.begin(CLAIMDESK) as work:
            if written.files:
                work.wake(f"mailbox:{desk.clearinghouse.name}")
            behind = await work.session.scalar(left)  # type: ignore[call-overload]
        if not behind:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{behind} claims did not get on within {PATIENCE} seconds")


async def _events(desk: Desk, client: Client, sample: int = 20) -> float:
    async with desk.office.begin(CLAIMDESK) as work:
        ids = list(await work.session.scalars(text(f"select id from claim limit {sample:d}")))  # noqa: S608 - a number
    lengths = [
        len((await client.get_workflow_handle(f"claim:{each}").fetch_history()).events) for each in ids
    ]
    return sum(lengths) / len(lengths)


async def _bare(client: Client, count: int, deeds: int, name: str) -> float:
    """Seconds for as many workflows that do nothing so often, all at once."""
    runner = SandboxedWorkflowRunner(restrictions=PASSED.with_passthrough_modules("bench"))
    async with Worker(
        client, task_queue="bare", workflows=[BareWorkflow], activities=[nothing], workflow_runner=runner
    ):
        began = time.perf_counter()
        await asyncio.gather(
            *(
                client.execute_workflow(BareWorkflow.run, deeds, id=f"{name}-{at}", task_queue="bare")
                for at in range(count)
            )
        )
        return time.perf_counter() - began
