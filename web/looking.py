"""What screens ask by themselves waits in line, so that what people do is answered first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE = 1  # looks answered side by side: a finish never shares the process with more of them
PATIENCE = 0.15  # seconds that a look waits for what people do right now
STREAM = "/live"  # open all day: neither a look nor an act


class Line:
    """The looks that wait; a screen has one of its own in it at most, so the line never grows beyond them."""

    def __init__(self) -> None:
        self.turns = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0
        self.acting = 0  # requests of people on the way
        self.quiet = asyncio.Event()
        self.quiet.set()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One look, when its turn comes."""
        self.waiting += 1
        try:
            async with self.turns:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.quiet.wait(), PATIENCE)
                yield
        finally:
            self.waiting -= 1

    @asynccontextmanager
    async def act(self) -> AsyncIterator[None]:
        """What a person asks for: looks that have not begun yet let it pass."""
        self.acting += 1
        self.quiet.clear()
        try:
            yield
        finally:
            self.acting -= 1
            if not self.acting:
                self.quiet.set()


class LooksInLine:
    """Sends what is a look through the line, and everything else past it."""

    def __init__(self, app: ASGIApp, line: Line) -> None:
        self.app, self.line = app, line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == STREAM:
            await self.app(scope, receive, send)
            return
        async with self.line.turn() if _is_look(scope) else self.line.act():
            await self.app(scope, receive, send)


def _is_look(scope: Scope) -> bool:
    path: str = scope["path"]
    return scope["method"] == "GET" and (path.startswith("/rows/") or path.endswith("/fresh"))
