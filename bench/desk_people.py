"""People at their desks over HTTP: task after task, while the stream makes every list look again."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import httpx

from activities.actors import CLAIMDESK, Actor
from activities.sign_in_tries import hash_of
from activities.transactions import Office
from models.users import LoginSession

TASKS_A_DAY, DAY = 60, 8 * 3600  # what one person does by hand
AT_THE_DOOR = 4  # come in side by side
WHOLE_PAGES = 0.2
PART = {"hx-request": "true"}
HOLDS = 'hx-trigger="load"'
TASK = re.compile(r'data-task="([0-9a-f-]{36})"')
VERSION = re.compile(r'name="version" value="(\d+)"')
LATER = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("corrected", {}),
    ("in process", {"until": LATER, "reference": "R1"}),
    ("appeal", {"until": LATER}),
)


@dataclass(slots=True)
class Played:
    """What the people saw: milliseconds by act, the tasks given, and how old news was on other screens."""

    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    given: list[str] = field(default_factory=list)
    news: list[float] = field(default_factory=list)  # ms from a finish to a list without the task
    rung: list[float] = field(default_factory=list)  # ms from a finish to the stream that tells of it
    refused: list[str] = field(default_factory=list)
    gone: dict[str, float] = field(default_factory=dict)  # finished tasks and when
    since: float = 0.0  # when everybody had a task in hand, by the clock that all processes share


async def sign_in(office: Office, people: Sequence[Actor]) -> list[str]:
    """A session for each, as if they had come in this morning; gives the tokens."""
    tokens = [f"bench-{uuid4()}" for _ in people]
    async with office.begin(CLAIMDESK) as work:
        now = work.real_now
        for person, token in zip(people, tokens, strict=True):
            work.session.add(
                LoginSession(
                    token_hash=hash_of(token),
                    user_id=person.id,
                    address="127.0.0.1",
                    created_at=now,
                    last_active_at=now,
                    ends_at=now + timedelta(hours=12),
                )
            )
    return tokens


async def play(origin: str, tokens: Sequence[str], seconds: float, haste: float) -> Played:
    """Everybody comes in, then works for so long, `haste` times as quick as by hand."""
    played = Played()
    people = [Person(origin, token, played, haste, Random(at)) for at, token in enumerate(tokens)]  # noqa: S311 - people at random, no secrets
    for at in range(0, len(people), AT_THE_DOOR):
        await asyncio.gather(*(each.open_desk() for each in people[at : at + AT_THE_DOOR]))
    played.waited.clear()
    played.since = time.monotonic()
    await asyncio.gather(*(each.work(played.since + seconds) for each in people))
    return played


class Person:
    """One browser: a task in hand, a list beside it, and the stream that rings."""

    def __init__(self, origin: str, token: str, played: Played, haste: float, chance: Random) -> None:
        headers = {"origin": origin, "cookie": f"__Host-session={token}", "accept-encoding": "identity"}
        self.client = httpx.AsyncClient(base_url=origin, headers=headers, timeout=60)
        self.played, self.chance = played, chance
        self.pause = DAY / TASKS_A_DAY / haste
        self.shown: set[str] = set()
        self.changed = False
        self.listening: asyncio.Task[None] | None = None
        self.looking: asyncio.Task[None] | None = None
        self.glances: set[asyncio.Task[httpx.Response]] = set()
        self.task = self.version = ""

    async def work(self, until: float) -> None:
        """Task after task; now and then the whole page anew, as after a link or a reload."""
        await asyncio.sleep(self.chance.uniform(0, min(self.pause, until - time.monotonic())))
        while self.task and time.monotonic() < until:
            await self.finish()
            if self.chance.random() < WHOLE_PAGES:
                self.seen((await self.ask("queue page", "GET", "/queue/mine")).text)
                await self.ask("task page", "GET", f"/tasks/{self.task}?view=mine")
            rest = self.pause * self.chance.uniform(0.5, 1.5)
            await asyncio.sleep(max(0, min(rest, until - time.monotonic())))
        ending = [each for each in (self.listening, self.looking, *self.glances) if each is not None]
        for each in ending:
            each.cancel()
        await asyncio.wait(ending)
        await self.client.aclose()

    async def open_desk(self) -> None:
        """The morning: the list, then the first task."""
        self.seen((await self.ask("queue page", "GET", "/queue/mine")).text)
        self.listening = asyncio.create_task(self.listen())
        answer = await self.ask("work next", "POST", "/next")
        await self.read_task((await self.ask("task page", "GET", answer.headers["location"])).text)

    async def finish(self) -> None:
        """The key: this task away, the next one on the screen."""
        outcome, more = next(each for each in ANSWERS if f'value="{each[0]}"' in self.text)
        form = {"key": str(uuid4()), "version": self.version, "outcome": outcome, **more}
        done = self.task
        path = f"/tasks/{done}/finish?view=mine"
        answer = await self.ask("key to next task", "POST", path, data=form, headers=PART)
        if answer.status_code != 200:
            self.played.refused.append(f"{answer.status_code}")
            self.task = ""
            return
        self.played.gone[done] = time.perf_counter()
        await self.read_task(answer.text)

    async def read_task(self, text: str) -> None:
        found, version = TASK.search(text), VERSION.search(text)
        self.task, self.text = (found[1] if found else ""), text
        self.version = version[1] if version else ""
        if self.task:
            self.played.given.append(self.task)
            if HOLDS in text:
                await self.ask("hold", "POST", f"/tasks/{self.task}/hold?view=mine", headers=PART)

    async def listen(self) -> None:
        """The stream rings: rows go, the list looks again, and the open task when it changed itself."""
        event = ""
        async with self.client.stream("GET", "/live", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.hear(event, line.removeprefix("data: "))

    def hear(self, event: str, told: str) -> None:
        """What keys.js and the templates do with it."""
        if event in (f"task-{self.task}", "tasks-changed"):
            self.look_at_task()
        elif event == "tasks-gone":
            self.lose(told.split())
        elif event == "queue-changed":
            self.changed = True
            if self.looking is None or self.looking.done():  # else one more follows, as in the browser
                self.looking = asyncio.create_task(self.look())

    def lose(self, tasks: Sequence[str]) -> None:
        """Rows that leave the list without a look."""
        now = time.perf_counter()
        self.played.rung += [
            (now - self.played.gone[each]) * 1000 for each in tasks if each in self.played.gone
        ]
        self.left(self.shown.intersection(tasks), now)
        self.shown -= set(tasks)

    async def look(self) -> None:
        while self.changed:
            self.changed = False
            self.seen((await self.ask("list looks again", "GET", "/rows/mine", headers=PART)).text)

    def look_at_task(self) -> None:
        path = f"/tasks/{self.task}/fresh?version={self.version}&view=mine"
        asking = asyncio.create_task(self.ask("task looks again", "GET", path, headers=PART))
        self.glances.add(asking)
        asking.add_done_callback(self.glances.discard)

    def seen(self, text: str) -> None:
        """The list as it stands now."""
        shown = set(re.findall(r'id="task-([0-9a-f-]{36})"', text))
        self.left(self.shown - shown, time.perf_counter())
        self.shown = shown

    def left(self, tasks: Iterable[str], now: float) -> None:
        """Tasks that left this list: how long ago were they finished?"""
        self.played.news += [
            (now - self.played.gone[each]) * 1000 for each in tasks if each in self.played.gone
        ]

    async def ask(self, what: str, method: str, path: str, **more: object) -> httpx.Response:
        began = time.perf_counter()
        answer = await self.client.request(method, path, **more)  # type: ignore[arg-type]  # data and headers
        self.played.waited[what].append((time.perf_counter() - began) * 1000)
        return answer
