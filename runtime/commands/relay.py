"""`claimdesk relay`: empties the outbox in a process of its own."""

import asyncio

import typer

from runtime.logs import configure
from runtime.relay import Relay
from runtime.settings import load_settings
from runtime.wiring import open_desk, temporal_of

app = typer.Typer(help="Empty the outbox: wake workflows whose facts have changed.")


@app.command()
def run() -> None:
    """Run until told to stop; the workers do this too, unless they were started with --no-relay."""
    asyncio.run(_relay())


async def _relay() -> None:
    settings = load_settings()
    configure(settings.log_level)
    async with open_desk(settings) as desk:
        await Relay(desk.office, await temporal_of(settings), settings.task_queue_prefix).run()
