"""Workers: one for workflows and one for each kind of deed, so that long deeds never hold up short ones."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from runtime.deeds import deeds_of
from runtime.interceptors import Refusals
from runtime.queues import WORKFLOWS, queue
from runtime.wiring import Desk
from workflows.steps import BATCH, CLEARINGHOUSE, DATABASE, MAIL, NAMES

PASSED = SandboxRestrictions.default.with_passthrough_modules("rules", "activities", "workflows", "pydantic")
AT_ONCE = {
    DATABASE: 10,
    CLEARINGHOUSE: 2,
    BATCH: 2,
    MAIL: 1,
}  # deeds of one process at a time; database: its pool
DECISIONS = 16  # at a time: one process has one core, and each must end within ten seconds of its begin
PATIENCE = timedelta(seconds=30)


def workers_of(client: Client, desk: Desk) -> Sequence[Worker]:
    """The workers of one process; run them together."""
    prefix = desk.settings.task_queue_prefix
    deeds = deeds_of(desk)
    clocks = Worker(
        client,
        task_queue=queue("claims", prefix),
        workflows=list(WORKFLOWS),
        workflow_runner=SandboxedWorkflowRunner(restrictions=PASSED),
        interceptors=[Refusals()],
        max_concurrent_workflow_tasks=DECISIONS,
        graceful_shutdown_timeout=PATIENCE,
    )
    hands = [
        Worker(
            client,
            task_queue=queue(name, prefix),
            activities=[deeds[each] for each, where in NAMES.items() if where == name],
            interceptors=[Refusals()],
            max_concurrent_activities=most,
            graceful_shutdown_timeout=PATIENCE,
        )
        for name, most in AT_ONCE.items()
    ]
    return (clocks, *hands)


async def run_workers(client: Client, desk: Desk, until: asyncio.Event) -> None:
    """Work until the event is set, then finish what was begun; a worker that fails takes the others along."""
    async with asyncio.TaskGroup() as together:
        for worker in workers_of(client, desk):
            together.create_task(_work(worker, until))


async def _work(worker: Worker, until: asyncio.Event) -> None:
    async with worker:
        await until.wait()
