"""Facts and workflows agree: what should run and does not is woken, by way of the outbox."""

from dataclasses import dataclass

from temporalio.client import Client

from activities.reconciling import should_run, wake_all
from runtime.queues import WORKFLOW_OF
from runtime.wiring import Desk

STANDING = ("mailbox", "submission")  # for ever, without a row of their own


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Workflow ids: woken because nothing ran for their facts; running though no fact asks for them."""

    woken: list[str]
    without_facts: list[str]


async def reconcile(desk: Desk, client: Client) -> Reconciled:
    """Wake every workflow that should run and does not."""
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
