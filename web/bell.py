"""Live without polling: a queue that changes rings, and the screens that show it look again."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

from psycopg import AsyncConnection, OperationalError

from web.looking import Line

Check = Callable[[], Awaitable[bool]]
STILL_HERE = 20.0  # seconds between signs that the stream lives
CHECK_EVERY = 10.0  # seconds between checks of the sign-in; every look of a screen checks it too
EVERYTHING = "*"


class Bell:
    """Rings for every open screen whose queue changed; one per web process."""

    def __init__(self) -> None:
        self.ears: dict[asyncio.Event, frozenset[str] | None] = {}
        self.closing = asyncio.Event()
        self.line = Line()
        self.check_every = CHECK_EVERY

    async def listen(self, database: str) -> None:
        """Runs as long as the process; after a broken line everybody looks again."""
        while True:
            with suppress(OperationalError):
                async with await AsyncConnection.connect(database, autocommit=True) as line:
                    await line.execute("listen queue_changed")
                    self.ring(EVERYTHING)
                    async for notice in line.notifies():
                        self.ring(notice.payload)
            await asyncio.sleep(1)

    def ring(self, practice: str) -> None:
        """Wake the screens that show this practice's queues; "*" wakes all."""
        for ear, practices in self.ears.items():
            if practice == EVERYTHING or practices is None or practice in practices:
                ear.set()

    async def stream(self, practices: frozenset[str] | None, signed_in: Check) -> AsyncIterator[str]:
        """Says "look again" at once and on every change; ends with the login session."""
        ear = asyncio.Event()
        ear.set()
        self.ears[ear] = practices
        checked = float("-inf")
        try:
            while not self.closing.is_set():
                if time.monotonic() - checked >= self.check_every:
                    if not await signed_in():
                        break
                    checked = time.monotonic()
                with suppress(TimeoutError):
                    await asyncio.wait_for(ear.wait(), timeout=STILL_HERE)
                changed = ear.is_set()
                ear.clear()
                yield "event: queue-changed\ndata: -\n\n" if changed else ": still here\n\n"
                await asyncio.sleep(self.line.pause)  # many changes, one look
        finally:
            del self.ears[ear]

    def close(self) -> None:
        """Let every stream end, so that the process can."""
        self.closing.set()
        for ear in self.ears:
            ear.set()
