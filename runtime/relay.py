"""The relay: a committed wake-up becomes a signal to its workflow, which is started where none runs."""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from activities.actors import CLAIMDESK
from activities.transactions import Office
from runtime.queues import WORKFLOW_OF, queue

logger = logging.getLogger(__name__)

AT_ONCE = 20
TAKE = text(
    """
    select id, workflow_id from outbox where not_before <= now()
    order by not_before, id limit 500 for update skip locked
    """
)
REMOVE = text("delete from outbox where id = any(:ids)")


class Relay:
    """Empties the outbox. Any number of relays may run; a row that one holds, the others skip."""

    def __init__(self, office: Office, client: Client, prefix: str = "") -> None:
        self.office, self.client, self.prefix = office, client, prefix
        self.gate = asyncio.Semaphore(AT_ONCE)

    async def run(self, pause: float = 0.2) -> None:
        """For ever; what cannot be delivered now stays in the outbox and is tried again."""
        while True:
            try:
                moved = await self.empty()
            except (RPCError, OperationalError) as fault:
                logger.warning("The outbox waits: %s", type(fault).__name__)
                moved = 0
            if not moved:
                await asyncio.sleep(pause)

    async def empty(self) -> int:
        """Deliver what is due, each workflow once however often it was asked for; gives the rows removed."""
        async with self.office.begin(CLAIMDESK) as work:
            rows = (await work.session.execute(TAKE)).all()
            if rows:
                await self._signal(sorted({row.workflow_id for row in rows}))
                await work.session.execute(REMOVE, {"ids": [row.id for row in rows]})
            return len(rows)

    async def _signal(self, names: Sequence[str]) -> None:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(self._wake(name))

    async def _wake(self, name: str) -> None:
        kind, _, about = name.partition(":")
        async with self.gate:
            await self.client.start_workflow(
                WORKFLOW_OF[kind],
                about,
                id=name,
                task_queue=queue("claims", self.prefix),
                start_signal="look_again",
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            )
