"""`claimdesk reconcile`: facts and workflows agree again."""

import asyncio
import json
from dataclasses import dataclass

import typer
from temporalio.client import Client

from activities.reconciling import should_run, wake_all
from runtime.queues import WORKFLOW_OF
from runtime.settings import load_settings
from runtime.wiring import Desk, open_desk, temporal_of

app = typer.Typer(help="Wake what should run and does not; name what runs without facts.")
STANDING = ("mailbox", "submission")  # for ever, without a row of their own


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Workflow ids: woken because nothing ran for their facts; running though no fact asks for them."""

    woken: list[str]
    without_facts: list[str]


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


async def reconcile(desk: Desk, client: Client) -> Reconciled:
    """Wake every workflow that should run and does not, by way of the outbox."""
    wanted = await should_run(desk.office) | standing(desk)
    running = await running_workflows(client)
    missing = wanted - running
    await wake_all(desk.office, missing)
    return Reconciled(sorted(missing), sorted(running - wanted))


def standing(desk: Desk) -> set[str]:
    """The ids of the workflows that run for ever: one each for what goes out and what comes in."""
    return {f"{kind}:{desk.clearinghouse.name}" for kind in STANDING}


async def running_workflows(client: Client) -> set[str]:
    """The ids of our workflows that run."""
    running = client.list_workflows("ExecutionStatus = 'Running'")
    return {each.id async for each in running if each.id.partition(":")[0] in WORKFLOW_OF}
