"""The demo's calendar: the office's day moves on, and every open workflow and payer moves with it."""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import date

from sqlalchemy import text
from temporalio.client import Client

from activities.actors import CLAIMDESK
from activities.deadline_alerts import tell_of_deadlines
from activities.mail import write_digests
from activities.performance import count_again
from activities.quality import draw_sample
from activities.ranking import rank_tasks
from activities.sweeps import sweep_tasks
from rules.errors import Conflict
from runtime.demo.clocks import Clocks, Move
from runtime.demo.in_flight import in_flight, known_workflows
from runtime.wiring import Desk
from simulator.simulator import Simulator

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds in which nothing moves
QUIET = 2  # looks in a row that find nothing under way
TURN = text("update office set days_ahead = days_ahead + 1")
AHEAD = text("select days_ahead from office")


class StandsStill(Conflict):
    """The office does not come to rest, so its day is not turned; the text says what is under way."""


class Calendar:
    """Turns the office's days, and plays the outside world between them.

    `said` tells what goes on, or what came of the last turn; `share` is how much of the turn under way is
    done, from 0 to 100, and None while no day is being turned.
    """

    def __init__(self, desk: Desk, client: Client, simulator: Simulator, pause: float = 0.2) -> None:
        self.desk, self.client, self.simulator, self.pause = desk, client, simulator, pause
        self.clocks = Clocks(client, simulator.state / "turning.json")
        self.alone = asyncio.Lock()
        self.said = ""
        self.share: int | None = None
        self.turning: asyncio.Task[None] | None = None

    def begin(self, days: int) -> None:
        """Let so many days pass while others go on; a turn that is under way is not disturbed."""
        if self.share is None:
            self.said, self.share = "One moment…", 0
            self.turning = asyncio.create_task(self._turn_in_background(days))

    async def turn(self, days: int) -> str:
        """Let so many days pass, one after the other; says what happened.

        Each begins once the one before has come to rest. Raises StandsStill.
        """
        began = time.monotonic()
        try:
            async with self.alone:
                await self._end_what_was_cut_short()
                await self._settle("Today's work is ended first")
                for number in range(days):
                    self.share = 100 * number // days
                    await self._turn_one(100 // days)
                today = await self._today()
        finally:
            self.share = None
        took = time.monotonic() - began
        return f"It is {_words(today)}. {days} day{'s' * (days > 1)} passed in {took:.0f} seconds."

    async def stop(self) -> None:
        """End a turn under way; the next start ends what it had begun."""
        if self.turning is not None:
            self.turning.cancel()
            with suppress(asyncio.CancelledError):
                await self.turning

    async def play(self) -> None:
        """For ever: the clearinghouse and the payers answer what is due today."""
        while True:
            try:
                async with self.alone:
                    await self._end_what_was_cut_short()
                    await self._answer()
            except Exception as fault:  # a server that is away comes back: the outside world waits for it
                logger.warning("The payers wait: %s", type(fault).__name__)
            await asyncio.sleep(1)

    async def _turn_in_background(self, days: int) -> None:
        try:
            self.said = await self.turn(days)
        except StandsStill as still:
            self.said = str(still)
        except Exception:
            logger.exception("The day was not turned to its end")
            self.said = "Something broke off while the day turned: what was begun is ended by itself."

    async def _turn_one(self, share: int) -> None:
        """The morning's mail is read before anything rings: who is paid today need not be called today."""
        async with self.desk.office.begin(CLAIMDESK) as work:
            ahead = float((await work.session.execute(AHEAD)).scalar_one())
        move = await self.clocks.plan(await known_workflows(self.desk, self.client), ahead + 1)
        async with self.desk.office.begin(CLAIMDESK) as work:
            await work.session.execute(TURN)
        day = _words(await self._today())
        if await self._answer():
            await self._settle(f"{day}, the morning's mail")
        await self._let_ring(move, day, share // 2)
        await self._settle(f"{day}, what follows")

    async def _end_what_was_cut_short(self) -> None:
        """A stop in the middle of a turn left some clocks behind."""
        move = await asyncio.to_thread(self.clocks.begun)
        if move is None:
            return
        async with self.desk.office.begin(CLAIMDESK) as work:
            ahead = float((await work.session.execute(AHEAD)).scalar_one())
        if ahead > move.days_ahead - 0.5:  # else the stop came before the day was turned
            await self._let_ring(move, _words(await self._today()), 0, is_new=False)
        self.clocks.forget()

    async def _let_ring(self, move: Move, day: str, share: int, *, is_new: bool = True) -> None:
        before = self.share or 0

        def tell(done: int, of: int) -> None:
            if self.share is not None:
                self.said = f"{day}, what falls due: {done} of {of} claims looked through."
                self.share = before + share * done // of

        await self.clocks.move(move, tell, is_new=is_new)
        await self._begin_day()
        self.clocks.forget()

    async def _begin_day(self) -> None:
        """What the schedules do between two days: they follow the real calendar, not this one."""
        for deed in (sweep_tasks, rank_tasks, count_again, draw_sample, tell_of_deadlines, write_digests):
            await deed(self.desk.office)

    async def _settle(self, what: str) -> None:
        """The payers answer, the answers are read, and what follows from them is done. Raises StandsStill."""
        before, quiet, moved_at = "", 0, time.monotonic()
        while quiet < QUIET:
            answered = await self._answer()
            under_way = await in_flight(self.desk, self.client)
            quiet = 0 if answered or under_way else quiet + 1
            if answered or under_way != before:
                before, moved_at = under_way, time.monotonic()
            if time.monotonic() - moved_at > PATIENCE:
                raise StandsStill(f"The day stands still: {under_way}, and nothing has moved for a minute.")
            if self.share is not None:
                self.said = f"{what}: {under_way or 'the payers are heard'}."
            await asyncio.sleep(self.pause)

    async def _answer(self) -> bool:
        written = await asyncio.to_thread(self.simulator.run, await self._today())
        if written.files:
            async with self.desk.office.begin(CLAIMDESK) as work:
                work.wake(f"mailbox:{self.desk.clearinghouse.name}")
        return bool(written.files)

    async def _today(self) -> date:
        async with self.desk.office.begin(CLAIMDESK) as work:
            return work.now.date()


def _words(day: date) -> str:
    return f"{day:%A, %B} {day.day}"
