"""The queue with 1,000 and with 200,000 open tasks: its acts asked without a pause, then people at desks."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text

from activities.actors import CLAIMDESK, Actor
from activities.holding import work_next
from activities.transactions import Office
from bench.desk_people import Played, play, sign_in
from bench.desk_server import Served, served
from bench.offices import Bench, fresh_office
from bench.queue_office import fill
from bench.reports import Figure, Report, Target
from models.queues import MINE, Reader, rows
from runtime.embedded.postgres import APP
from web.app import settle

T = TypeVar("T")
AT_ONCE, PEOPLE, HASTE = 20, 40, 50
LOOPS, TURNS = 5, 5  # half of the few tasks at most
FEW, MANY = 1_000, 200_000
MOST_RATIO, MOST_TO_NEXT, MOST_OLD = 1.5, 100, 1000
NEW_NAMES, SIGN_OF_LIFE = 1, 2  # statements; the second is a transaction of its own
FINISH = "POST /tasks/…/finish part"
PAGES = ("GET /queue/mine", "GET /tasks/…", "GET /rows/mine part", FINISH)


@dataclass(slots=True)
class Timed:
    """Milliseconds of one kind of act."""

    page: list[float] = field(default_factory=list)
    next: list[float] = field(default_factory=list)
    given: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Crew:
    """Those who ask without a pause in one office."""

    office: Office
    people: Sequence[Actor]
    timed: Timed = field(default_factory=Timed)

    async def work(self, loops: int) -> None:
        """Everybody looks at the list and takes the next task, so often, all at once."""
        await asyncio.gather(*(_work(self.office, each, self.timed, loops) for each in self.people))


@dataclass(frozen=True, slots=True)
class Worked:
    """A desk at work: what the server took and what the people saw."""

    desk: Served
    played: Played


def run(seconds: float) -> Report:
    """A third of the time for the desks; a fixed number of acts in each size before it."""
    return asyncio.run(_run(seconds))


async def _run(seconds: float) -> Report:
    async with fresh_office(AT_ONCE) as small, fresh_office(AT_ONCE) as large:
        few = Crew(small.office, (await fill(small, AT_ONCE, FEW)).people)
        filled = await fill(large, PEOPLE, MANY)
        many = Crew(large.office, filled.people[:AT_ONCE])
        await _in_turn(few, many)
        worked = await _at_desks(large, filled.people, max(seconds / 3, 10))
    targets = [*_of_acts(few.timed, many.timed), *_of_desks(worked)]
    return Report("queue", {**_figures({FEW: few.timed, MANY: many.timed}), **_seen(worked)}, targets)


def _percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100)[which - 1] if len(values) > 1 else float("inf")


def _figures(sizes: dict[int, Timed]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {"people who ask without a pause": AT_ONCE}
    for size, timed in sizes.items():
        for name, values in (("page", timed.page), ("work next", timed.next)):
            figures[f"{name}, {size:,} open, p50 ms"] = round(_percentile(values, 50), 2)
            figures[f"{name}, {size:,} open, p95 ms"] = round(_percentile(values, 95), 2)
    return figures


def _of_acts(few: Timed, many: Timed) -> list[Target]:
    page = _percentile(many.page, 95) / _percentile(few.page, 95)
    upcoming = _percentile(many.next, 95) / _percentile(few.next, 95)
    twice = sum(len(each.given) - len(set(each.given)) for each in (few, many))
    limit = f"<= {MOST_RATIO}"
    return [
        Target("page p95, 200,000 against 1,000 open tasks", round(page, 2), limit, page <= MOST_RATIO),
        Target("work next p95, 200,000 against 1,000", round(upcoming, 2), limit, upcoming <= MOST_RATIO),
        Target("tasks given to two people", twice, "0", twice == 0),
    ]


def _seen(worked: Worked) -> dict[str, Figure]:
    desk, played = worked.desk, worked.played
    figures: dict[str, Figure] = {
        f"people at desks, {HASTE} times as quick as by hand": PEOPLE,
        "tasks finished": len(played.gone),
        "seconds of CPU of the web process": round(desk.cpu, 1),
    }
    for route in PAGES:
        spent = desk.by_route(played.since).get(route, [])
        took = [each.milliseconds for each in spent]
        figures[f"{route}, at the server, p50 ms"] = round(_percentile(took, 50), 1)
        figures[f"{route}, at the server, p95 ms"] = round(_percentile(took, 95), 1)
        figures[f"{route}, statements"] = max((each.statements for each in spent), default=0)
    figures["a finish gone from other screens, p50 ms"] = round(_percentile(played.news, 50))
    figures["a finish gone from other screens, p95 ms"] = round(_percentile(played.news, 95))
    waited = played.waited["key to next task"]
    figures["key to next task, in the browser's place, p50 ms"] = round(_percentile(waited, 50), 1)
    figures["key to next task, in the browser's place, p95 ms"] = round(_percentile(waited, 95), 1)
    return figures


def _of_desks(worked: Worked) -> list[Target]:
    desk, played = worked.desk, worked.played
    routes = desk.by_route(played.since)
    to_next = round(_percentile([each.milliseconds for each in routes.get(FINISH, ())], 95), 1)
    rung = round(_percentile(played.rung, 95))
    kinds = max(len(_steady([each.statements for each in routes.get(route, ())])) for route in PAGES[:3])
    twice = len(played.given) - len(set(played.given)) + len(played.refused)
    return [
        Target(
            "key to next task p95 at the server, ms", to_next, f"< {MOST_TO_NEXT}", to_next < MOST_TO_NEXT
        ),
        Target("a finish heard by other screens p95, ms", rung, f"<= {MOST_OLD}", rung <= MOST_OLD),
        Target("different numbers of statements a page", kinds, "1", kinds == 1),
        Target("tasks given twice, or refused", twice, "0", twice == 0),
    ]


def _steady(statements: Sequence[int]) -> set[int]:
    """The numbers of statements seen, without what is of no page: names shown for the first time are told to
    the trail, and now and then a session gives its sign of life."""
    seen = set(statements)
    now_and_then = (NEW_NAMES, SIGN_OF_LIFE, NEW_NAMES + SIGN_OF_LIFE)
    return {each for each in seen if not any(each - more in seen for more in now_and_then)}


async def _at_desks(bench: Bench, people: Sequence[Actor], seconds: float) -> Worked:
    tokens = await sign_in(bench.office, people)
    async with served(bench.postgres.url(APP)) as desk:
        played = await play(desk.origin, tokens, seconds, HASTE)
    return Worked(desk, played)


async def _in_turn(*crews: Crew) -> None:
    """Now one office, now the other: a slow moment of the machine meets both."""
    for crew in crews:
        await crew.work(1)  # connections open, statements are built: nothing counts
        crew.timed.page.clear()
        crew.timed.next.clear()
    settle()  # as a web process does
    for _ in range(TURNS):
        for crew in crews:
            await crew.work(LOOPS)


async def _work(office: Office, person: Actor, timed: Timed, loops: int) -> None:
    for _ in range(loops):
        await _timed(timed.page, lambda: _page(office, person))
        task_id = await _timed(timed.next, lambda: work_next(office, person))
        if task_id is not None:
            timed.given.append(task_id)
            await _done(office, task_id)


async def _timed(into: list[float], act: Callable[[], Awaitable[T]]) -> T:
    began = time.perf_counter()
    try:
        return await act()
    finally:
        into.append((time.perf_counter() - began) * 1000)


async def _page(office: Office, person: Actor) -> None:
    async with office.begin(person) as work:
        await rows(work.session, MINE, Reader(person.id, approves=False), work.now)


async def _done(office: Office, task_id: UUID) -> None:
    """Out of the queue, so that the next look finds another one; not part of the measurement."""
    finish = text("update task set state = 'done', outcome = 'reviewed', leased_by = null where id = :id")
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(finish, {"id": task_id})
