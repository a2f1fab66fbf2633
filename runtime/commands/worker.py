"""`claimdesk worker`: the hands that carry out what is due, and the relay that wakes them."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import typer

from activities.reconciling import wake_all
from runtime.catching_up import catch_up
from runtime.logs import configure
from runtime.reconciliation import standing
from runtime.relay import Relay
from runtime.schedules import keep_schedules
from runtime.settings import load_settings
from runtime.wiring import open_desk, temporal_of
from runtime.workers import run_workers

app = typer.Typer(help="Work off what is due: workflows, their deeds, and the outbox.")


@app.command()
def run(relay: bool = typer.Option(True, help="Also empty the outbox; any number of processes may.")) -> None:
    """Run until told to stop (Ctrl-C or SIGTERM), then finish what was begun."""
    asyncio.run(work(relay))


async def work(with_relay: bool) -> None:
    """One worker process."""
    settings = load_settings()
    configure(settings.log_level)
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with open_desk(settings) as desk:
        client = await temporal_of(settings)
        await keep_schedules(client, settings.task_queue_prefix)
        await wake_all(desk.office, standing(desk))
        relay = Relay(desk.office, client, settings.task_queue_prefix)
        async with relaying(relay, with_relay), meanwhile(catch_up(desk.office)):
            await run_workers(client, desk, stop)


@asynccontextmanager
async def relaying(relay: Relay, wanted: bool) -> AsyncIterator[None]:
    """Empty the outbox meanwhile, if wanted."""
    if not wanted:
        yield
        return
    async with meanwhile(relay.run()):
        yield


@asynccontextmanager
async def meanwhile(deed: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do this beside the work, and no longer."""
    running = asyncio.create_task(deed)
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
