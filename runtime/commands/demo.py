"""`claimdesk demo`: a whole billing office on this machine, ready to try."""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console

from activities.actors import CLAIMDESK
from runtime.demo.loading import PASSWORD, PEOPLE, load
from runtime.demo.payers import simulator_of
from runtime.demo.servers import Servers
from runtime.demo.supervisor import Part, Parts
from runtime.embedded.processes import announce, free_port
from runtime.embedded.state import FOLDER
from runtime.settings import load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="Start a whole billing office on this machine, with invented practices.")
BATCH_WINDOW, POLL = "2", "3600"  # seconds: the demo's calendar wakes the mailbox itself


@app.command()
def run(port: int = typer.Option(8000, help="Where browsers find it; the next free one when busy.")) -> None:
    """Start everything, load the demo data on the first run, and stop it all on Ctrl-C."""
    asyncio.run(_demo(FOLDER, port))


async def _demo(folder: Path, port: int) -> None:
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    load_settings(demo=True)  # what the environment forbids is said before anything is started
    announce("Starting PostgreSQL and Temporal...")
    async with await Servers.start(folder, announce) as servers:
        stopped = asyncio.create_task(stop.wait())
        port = free_port(port, "The desk", announce)
        environment = _environment(port)
        os.environ.update(environment)
        loading = asyncio.create_task(_load(folder))
        await asyncio.wait((loading, stopped), return_when=asyncio.FIRST_COMPLETED)
        if loading.done():
            await _work(folder, port, await loading, servers, stopped)
            return
        announce("Stopping; the next start goes on with the load...")
        loading.cancel()
        with suppress(asyncio.CancelledError):
            await loading


async def _work(
    folder: Path, port: int, today: date, servers: Servers, stopped: asyncio.Task[Literal[True]]
) -> None:
    """The office is open until somebody stops it."""
    ours = Part("worker", "The worker"), Part("serve", "The desk")
    parts = Parts(folder, _environment(port), announce, ours)
    parts.start_all()
    keepers = [asyncio.create_task(servers.keep_running()), asyncio.create_task(parts.keep_running())]
    opened = asyncio.create_task(_opened(port))
    await asyncio.wait((opened, stopped), return_when=asyncio.FIRST_COMPLETED)
    if not stopped.done():
        _welcome(port, servers.temporal.ui_url, today)
    await stopped
    announce("Stopping...")
    for keeper in (*keepers, opened):
        keeper.cancel()
    await asyncio.to_thread(parts.stop_all)


async def _opened(port: int) -> None:
    """The desk answers, or a minute has passed: an address that is told should lead somewhere."""
    for _ in range(300):
        if await _answers(port):
            return
        await asyncio.sleep(0.2)


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _environment(port: int) -> Mapping[str, str]:
    return {
        "CLAIMDESK_DEMO": "true",
        "CLAIMDESK_SECOND_FACTOR_REQUIRED": "false",
        "CLAIMDESK_ORIGIN": f"http://localhost:{port}",
        "CLAIMDESK_PORT": str(port),
        "CLAIMDESK_BATCH_WINDOW_SECONDS": BATCH_WINDOW,
        "CLAIMDESK_MAILBOX_POLL_SECONDS": POLL,
    }


async def _load(folder: Path) -> date:
    """Load the demo unless it is there; gives the office's day."""
    settings = load_settings()
    async with open_desk(settings) as desk:
        async for line in load(desk, folder / "visits", simulator_of(settings)):
            announce(f"Loaded {line}")
        async with desk.office.begin(CLAIMDESK) as work:
            return work.now.date()


def _welcome(port: int, temporal_ui: str | None, today: date) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"\n[bold]Claimdesk is open: http://localhost:{port}[/]\n")
    console.print(f'Everybody\'s password is "{PASSWORD}".')
    for email, name, role, what in PEOPLE:
        console.print(f"  {email:<20} {name}, {role}\n{'':23}{what}")
    console.print(
        f"\nIn the office it is {today:%A, %B} {today.day}. “Next day” at the top of every page moves it on:"
    )
    console.print(
        "payers answer, follow-ups fall due. docs/guide/demo.md tells what to try, and where to meet it."
    )
    if temporal_ui:
        console.print(f"The workflows behind it: {temporal_ui}")
    console.print(
        "Ctrl-C stops everything; the next start goes on where it was. `make reset` forgets it all.\n"
    )
