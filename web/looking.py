"""What screens ask by themselves waits in line, so that what people do is answered first."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE = 2  # looks answered side by side; a finish never waits behind forty of them
OFTEN = 1.0  # seconds between two looks of one screen, while there is no line
MEMORY = 0.9


class Line:
    """The looks that wait; the longer the line, the more seldom a screen is told to look."""

    def __init__(self) -> None:
        self.turns = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0
        self.took = 0.0  # seconds of one look, lately

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One look, when its turn comes."""
        self.waiting += 1
        try:
            async with self.turns:
                began = time.monotonic()
                yield
                self.took = MEMORY * self.took + (1 - MEMORY) * (time.monotonic() - began)
        finally:
            self.waiting -= 1

    @property
    def pause(self) -> float:
        """Seconds until the next look of a screen makes sense."""
        return max(OFTEN, self.waiting * self.took / AT_ONCE)


class LooksInLine:
    """Sends what is a look through the line, and everything else straight on."""

    def __init__(self, app: ASGIApp, line: Line) -> None:
        self.app, self.line = app, line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_look(scope):
            await self.app(scope, receive, send)
            return
        async with self.line.turn():
            await self.app(scope, receive, send)


def _is_look(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    return path.startswith("/rows/") or path.endswith("/fresh")
