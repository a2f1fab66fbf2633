"""The line of looks: what people do never waits behind what screens ask by themselves."""

import asyncio

from httpx import AsyncClient
from starlette.types import Receive, Scope, Send

from tests.factories_desk import Told
from web.looking import AT_ONCE, Line, LooksInLine


class Slow:
    """An application that answers only when it is let."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.came: asyncio.Queue[str] = asyncio.Queue()
        self.let = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside.append(scope["path"])
        self.came.put_nowait(scope["path"])
        await self.let.wait()


async def ask(line: LooksInLine, method: str, path: str) -> None:
    async def receive() -> dict[str, object]:
        return {}

    async def send(_: object) -> None:
        return None

    await line({"type": "http", "method": method, "path": path}, receive, send)


async def test_one_look_is_answered_after_the_other_and_an_act_goes_past_the_line() -> None:
    slow = Slow()
    line = LooksInLine(slow, Line())
    looks = [asyncio.create_task(ask(line, "GET", f"/rows/{at}")) for at in range(10)]
    await more(slow, AT_ONCE)
    acts = [asyncio.create_task(ask(line, "POST", "/tasks/7/finish"))]
    acts.append(asyncio.create_task(ask(line, "GET", "/tasks/7")))
    await more(slow, 2)
    assert sorted(slow.inside) == ["/rows/0", "/tasks/7", "/tasks/7/finish"]
    assert line.line.waiting == 10
    slow.let.set()
    await asyncio.gather(*looks, *acts)
    assert len(slow.inside) == 12
    assert line.line.waiting == 0


async def more(slow: Slow, count: int) -> None:
    """Wait until so many more requests are being answered."""
    for _ in range(count):
        await slow.came.get()


async def test_a_look_lets_an_act_pass_and_a_stream_holds_up_nobody() -> None:
    slow = Slow()
    line = LooksInLine(slow, Line())
    before = [asyncio.create_task(ask(line, "GET", "/live"))]
    before.append(asyncio.create_task(ask(line, "POST", "/tasks/7/finish")))
    await more(slow, 2)
    look = asyncio.create_task(ask(line, "GET", "/rows/mine"))
    for _ in range(3):  # into the line, and no further
        await asyncio.sleep(0)
    assert line.line.waiting == 1
    assert "/rows/mine" not in slow.inside
    slow.let.set()
    await asyncio.gather(look, *before)
    assert slow.inside[-1] == "/rows/mine"
    assert (line.line.acting, line.line.quiet.is_set()) == (0, True)


async def test_a_look_waits_for_acts_only_so_long() -> None:
    line = Line()
    async with line.act(), line.turn():
        assert line.acting == 1


async def test_a_look_that_fails_leaves_the_line(told: Told, amara: AsyncClient) -> None:
    for path in ("/rows/nowhere", "/tasks/00000000-0000-7000-8000-00000000dead/fresh"):
        assert (await amara.get(path)).status_code == 404
    for _ in range(AT_ONCE + 1):
        assert (await amara.get("/rows/mine", headers={"hx-request": "true"})).status_code == 200
