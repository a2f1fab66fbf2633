"""The demo's calendar: the office's day moves on, and every open workflow and payer moves with it."""

import asyncio
import time
from datetime import date, timedelta

from sqlalchemy import text
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from activities.actors import CLAIMDESK
from activities.deadline_alerts import tell_of_deadlines
from activities.mail import write_digests
from activities.performance import count_again
from activities.quality import draw_sample
from activities.ranking import rank_tasks
from activities.sweeps import sweep_tasks
from runtime.reconciliation import STANDING, running_workflows
from runtime.wiring import Desk
from simulator.simulator import Simulator

AT_ONCE = 40
PATIENCE = 60.0  # seconds for one day's business
TURN = text("update office set days_ahead = days_ahead + 1")
BUSY = text("""
    select (select count(*) from outbox) + (select count(*) from mailbox_file where state = 'stored')
         + (select count(*) from claim where stage in ('ready', 'scrubbing'))
         + (select count(*) from batch where state = 'made')
         + (select count(*) from remittance where state = 'staged')
""")


class Calendar:
    """Turns the office's days, and plays the outside world between them."""

    def __init__(self, desk: Desk, client: Client, simulator: Simulator, pause: float = 0.3) -> None:
        self.desk, self.client, self.simulator, self.pause = desk, client, simulator, pause
        self.alone = asyncio.Lock()

    async def turn(self, days: int) -> str:
        """Let so many days pass, one after the other; says what happened."""
        began = time.monotonic()
        async with self.alone:
            for _ in range(days):
                await self._turn_one()
                await self._settle()
            today = await self._today()
        took = time.monotonic() - began
        return f"It is {today:%A, %B} {today.day}. {days} day{'s' * (days > 1)} passed in {took:.0f} seconds."

    async def play(self) -> None:
        """For ever: the clearinghouse and the payers answer what is due today."""
        while True:
            async with self.alone:
                await self._answer()
            await asyncio.sleep(1)

    async def _turn_one(self) -> None:
        async with self.desk.office.begin(CLAIMDESK) as work:
            await work.session.execute(TURN)
        skipper = TimeSkipper(self.client)
        gate = asyncio.Semaphore(AT_ONCE)

        async def move(name: str) -> None:
            async with gate:
                await _move(skipper, self.client.get_workflow_handle(name))

        async with asyncio.TaskGroup() as group:
            for name in await running_workflows(self.client):
                if name.partition(":")[0] not in STANDING:  # those only wait to be woken
                    group.create_task(move(name))
        await sweep_tasks(self.desk.office)
        await rank_tasks(self.desk.office)
        await self._begin_day()

    async def _begin_day(self) -> None:
        """What the schedules do between two days: they follow the real calendar, not this one."""
        await count_again(self.desk.office)
        await draw_sample(self.desk.office)
        await tell_of_deadlines(self.desk.office)
        await write_digests(self.desk.office)

    async def _settle(self) -> None:
        """The payers answer, the answers are read, and what follows from them is begun."""
        deadline = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 2 and time.monotonic() < deadline:
            answered = await self._answer()
            quiet = 0 if answered or await self._busy() else quiet + 1
            await asyncio.sleep(self.pause)

    async def _answer(self) -> bool:
        written = await asyncio.to_thread(self.simulator.run, await self._today())
        if written.files:
            async with self.desk.office.begin(CLAIMDESK) as work:
                work.wake(f"mailbox:{self.desk.clearinghouse.name}")
        return bool(written.files)

    async def _busy(self) -> bool:
        if await self.desk.clearinghouse.offered():
            return True
        async with self.desk.office.begin(CLAIMDESK) as work:
            return bool(await work.session.scalar(BUSY))

    async def _today(self) -> date:
        async with self.desk.office.begin(CLAIMDESK) as work:
            return work.now.date()


async def _move(skipper: TimeSkipper, handle: WorkflowHandle[object, object]) -> None:
    """One day for one workflow; one that has just ended needs no more days."""
    try:
        await skipper.fast_forward(handle, timedelta(days=1))
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
