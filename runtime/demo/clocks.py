"""The clocks of the demo's workflows move on by a day together, also when the first try is cut short."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from runtime.reconciliation import STANDING
from simulator.memory import write_whole

AT_ONCE = 40
DAY = timedelta(days=1)
NEAR = timedelta(minutes=1)  # nearer to where it should be than this, a clock stays
Tell = Callable[[int, int], None]  # told how many clocks of how many have moved


@dataclass(frozen=True, slots=True)
class Move:
    """How far each workflow's clock is to run before the real one, once the office is `days_ahead`."""

    days_ahead: float
    ahead: dict[str, float]  # seconds, by workflow id


class Clocks:
    """Moves them; `kept` remembers a move that has begun until it has ended."""

    def __init__(self, client: Client, kept: Path) -> None:
        self.client, self.kept = client, kept
        self.skipper = TimeSkipper(client)

    async def plan(self, names: Iterable[str], days_ahead: float) -> Move:
        """One more day for each of these workflows, written down before anything moves."""
        moved = [name for name in names if name.partition(":")[0] not in STANDING]  # those are only woken
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(name: str) -> timedelta | None:
            async with gate:
                return await self.ahead_of(name)

        now = await asyncio.gather(*map(one, moved))
        known = {name: each for name, each in zip(moved, now, strict=True) if each is not None}
        ahead = {name: (each + DAY).total_seconds() for name, each in known.items()}
        move = Move(days_ahead, ahead)
        write_whole(self.kept, json.dumps({"days_ahead": days_ahead, "ahead": ahead}).encode())
        return move

    def begun(self) -> Move | None:
        """The move that was cut short, if one was."""
        if not self.kept.exists():
            return None
        return Move(**json.loads(self.kept.read_text()))

    async def move(self, move: Move, tell: Tell, *, is_new: bool = True) -> None:
        """Bring every clock to where it is to be; not `is_new`, some are there already and stay."""
        gate = asyncio.Semaphore(AT_ONCE)
        done = 0

        async def one(name: str, ahead: timedelta) -> None:
            nonlocal done
            async with gate:
                now = ahead - DAY if is_new else await self.ahead_of(name)
                if now is not None and ahead - now > NEAR:
                    await self._forward(name, ahead - now)
            done += 1
            tell(done, len(move.ahead))

        await asyncio.gather(*(one(name, timedelta(seconds=each)) for name, each in move.ahead.items()))

    def forget(self) -> None:
        """The move has ended."""
        self.kept.unlink(missing_ok=True)

    async def _forward(self, name: str, left: timedelta) -> None:
        try:
            await self.skipper.fast_forward(self.client.get_workflow_handle(name), left)
        except RPCError as fault:
            if fault.status is not RPCStatusCode.NOT_FOUND:
                raise  # else it has just ended

    async def ahead_of(self, name: str) -> timedelta | None:
        """How far it runs before the real clock; None once it has ended and needs no more days."""
        try:
            info = await self.skipper.get_time_skipping_info(self.client.get_workflow_handle(name))
        except RPCError as fault:
            if fault.status is not RPCStatusCode.NOT_FOUND:
                raise
            return None
        if info is None:  # it was never moved
            return timedelta(0)
        return info.current_time.ToDatetime().replace(tzinfo=UTC) - datetime.now(UTC)
