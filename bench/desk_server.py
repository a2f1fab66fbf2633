"""A desk on a real port in a process of its own, which tells what each request took and asked."""

import asyncio
import json
import socket
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass, field
from pathlib import Path
from tempfile import gettempdir

import uvicorn
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp, Receive, Scope, Send

from activities.transactions import Office
from runtime.database import make_engine
from web.app import make_app, settle
from web.settings import WebSettings

ASKED: ContextVar[list[int] | None] = ContextVar("ASKED", default=None)
SECRET = "measured, never deployed, long enough"  # noqa: S105 - seals only invented links


@dataclass(frozen=True, slots=True)
class Spent:
    """What one request took: milliseconds in this process, and statements to the database."""

    route: str
    at: float  # when it came, by the clock that all processes share
    milliseconds: float
    statements: int


class Timed:
    """Notes every request that ends; streams are not requests that anybody waits for."""

    def __init__(self, app: ASGIApp, engine: AsyncEngine) -> None:
        self.app, self.spent = app, list[Spent]()
        event.listen(engine.sync_engine, "before_cursor_execute", self.asked)

    def asked(self, *_: object) -> None:
        if (count := ASKED.get()) is not None:
            count[0] += 1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        count, began = [0], time.monotonic()
        ASKED.set(count)
        await self.app(scope, receive, send)
        if scope["type"] == "http" and scope["path"] != "/live":
            route = f"{scope['method']} {_plain(scope['path'])}{' part' if _is_part(scope) else ''}"
            self.spent.append(Spent(route, began, (time.monotonic() - began) * 1000, count[0]))


def _plain(path: str) -> str:
    """The path with ids left out."""
    return "/".join("…" if len(part) == 36 else part for part in path.split("/"))


def _is_part(scope: Scope) -> bool:
    return any(name == b"hx-request" for name, _ in scope["headers"])


class Server(uvicorn.Server):
    """Says on which port it answers, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(sockets[0].getsockname()[1] if sockets else 0, flush=True)


async def main() -> None:
    """Serve until the line from the one who started us ends, then tell what was measured."""
    asked = json.loads(sys.stdin.readline())
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.bind(("127.0.0.1", 0))
    origin = f"http://localhost:{line.getsockname()[1]}"
    engine = make_engine(asked["database_url"])
    settings = WebSettings(origin, asked["database_url"], Path(gettempdir()), SECRET, training_required=False)
    timed = Timed(make_app(Office.of(engine, undo_seconds=10), settings), engine)
    settle()
    config = uvicorn.Config(timed, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = Server(config)
    serving = asyncio.create_task(server.serve([line]))
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await serving
    await engine.dispose()
    print(json.dumps({"cpu": time.process_time(), "spent": [astuple(each) for each in timed.spent]}))


@dataclass(slots=True)
class Served:
    """A desk that answers at `origin`; what it spent is known when it has stopped."""

    origin: str
    cpu: float = 0.0  # seconds
    spent: list[Spent] = field(default_factory=list)

    def by_route(self, since: float) -> dict[str, list[Spent]]:
        """What came from that moment on, the busiest route first."""
        told = defaultdict[str, list[Spent]](list)
        for each in self.spent:
            if each.at >= since:
                told[each.route].append(each)
        return dict(sorted(told.items(), key=lambda route: -len(route[1])))


@asynccontextmanager
async def served(database_url: str) -> AsyncIterator[Served]:
    """One web process, as `claimdesk serve` starts it."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.desk_server"), stdin=pipe, stdout=pipe, limit=2**26
    )
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    process.stdin.write(json.dumps({"database_url": database_url}).encode() + b"\n")
    desk = Served(f"http://localhost:{int(await process.stdout.readline())}")
    try:
        yield desk
        process.stdin.close()
        told = json.loads(await process.stdout.readline())
        desk.cpu, desk.spent = told["cpu"], [Spent(*each) for each in told["spent"]]
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
