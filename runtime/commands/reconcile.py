"""`claimdesk reconcile`: facts and workflows agree again."""

import asyncio
import json

import typer

from runtime.reconciliation import Reconciled, reconcile
from runtime.settings import load_settings
from runtime.wiring import open_desk, temporal_of

app = typer.Typer(help="Wake what should run and does not; name what runs without facts.")


@app.command()
def run(as_json: bool = typer.Option(False, "--json", help="For another program.")) -> None:
    """Compare both ways and wake what is missing."""
    found = asyncio.run(_reconcile())
    if as_json:
        print(json.dumps({"woken": found.woken, "without_facts": found.without_facts}))
        return
    print(f"{len(found.woken)} workflows were missing and have been woken.")
    for name in found.without_facts:
        print(f"{name} runs, but nothing in the database asks for it.")


async def _reconcile() -> Reconciled:
    settings = load_settings()
    async with open_desk(settings) as desk:
        return await reconcile(desk, await temporal_of(settings))
