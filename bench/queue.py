"""The queue under twenty people: a page and the next task, with a thousand and with 200,000 open tasks."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from statistics import quantiles
from typing import TypeVar
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import text

from activities.actors import CLAIMDESK, Actor
from activities.holding import work_next
from activities.transactions import Office
from bench.offices import Bench, fresh_office
from bench.reports import Report, Target
from models.base import new_id
from models.practices import Practice
from models.queues import MINE, Reader, rows
from models.users import Membership, User
from rules.access import Role
from rules.priority import TaskFacts, priority
from rules.tasks import TaskKind
from runtime.embedded.postgres import OWNER

T = TypeVar("T")
PEOPLE = 20
FEW, MANY = 1_000, 200_000
MOST_RATIO = 1.5
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KINDS = (TaskKind.CALL_PAYER, TaskKind.WORK_DENIAL, TaskKind.FIX_CLAIM, TaskKind.FIX_REJECTION)


@dataclass(slots=True)
class Timed:
    """Milliseconds of one kind of act."""

    page: list[float]
    next: list[float]
    given: list[UUID]


def run(seconds: float) -> Report:
    """Measure both sizes for half of the time each."""
    return asyncio.run(_run(seconds))


async def _run(seconds: float) -> Report:
    few = await _measure(FEW, seconds / 4)
    many = await _measure(MANY, seconds / 4)
    figures: dict[str, float | int | str] = {"people at once": PEOPLE}
    for size, timed in ((FEW, few), (MANY, many)):
        for name, values in (("page", timed.page), ("work next", timed.next)):
            figures[f"{name}, {size:,} open, p50 ms"] = round(_percentile(values, 50), 2)
            figures[f"{name}, {size:,} open, p95 ms"] = round(_percentile(values, 95), 2)
    page = _percentile(many.page, 95) / _percentile(few.page, 95)
    upcoming = _percentile(many.next, 95) / _percentile(few.next, 95)
    twice = sum(len(each.given) - len(set(each.given)) for each in (few, many))
    limit = f"<= {MOST_RATIO}"
    targets = [
        Target("page p95, 200,000 against 1,000 open tasks", round(page, 2), limit, page <= MOST_RATIO),
        Target("work next p95, 200,000 against 1,000", round(upcoming, 2), limit, upcoming <= MOST_RATIO),
        Target("tasks given to two people", twice, "0", twice == 0),
    ]
    return Report("queue", figures, targets)


def _percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100)[which - 1]


async def _measure(size: int, seconds: float) -> Timed:
    async with fresh_office(PEOPLE) as bench:
        people = await _fill(bench, size)
        timed = Timed([], [], [])
        until = time.monotonic() + max(seconds, 3)
        await asyncio.gather(*(_work(bench.office, each, timed, until, size) for each in people))
        return timed


async def _work(office: Office, person: Actor, timed: Timed, until: float, size: int) -> None:
    """One person: look at the list, take the next task, look again."""
    while time.monotonic() < until and len(timed.given) < size // 2:
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


async def _fill(bench: Bench, size: int) -> list[Actor]:
    async with bench.office.begin(CLAIMDESK) as work:
        practice = Practice(name="Bench", npi="1234567893", state="TX", time_zone="America/Chicago")
        users = [
            User(email=f"p{at}@bench.example", name=f"P{at}", role=Role.BILLER, password_hash="!")  # noqa: S106 - opens nothing
            for at in range(PEOPLE)
        ]
        work.session.add_all([practice, *users])
        await work.session.flush()
        work.session.add_all(Membership(user_id=each.id, practice_id=practice.id) for each in users)
    await _copy_tasks(bench, practice.id, size)
    mine = frozenset({practice.id})
    return [Actor(each.id, each.name, Role.BILLER, mine, None) for each in users]


async def _copy_tasks(bench: Bench, practice_id: UUID, size: int) -> None:
    chance = Random(size)  # noqa: S311 - the same tasks every time
    columns = (
        "id, practice_id, kind, cause, ask, detail, state, due_on, money, priority, priority_reasons, level"
    )
    more = "access_class, created_at, version"
    async with await AsyncConnection.connect(bench.postgres.url(OWNER)) as line, line.cursor() as cursor:
        async with cursor.copy(f"copy task ({columns}, {more}) from stdin") as copy:
            for at in range(size):
                await copy.write_row(_task_row(practice_id, at, chance))
        await cursor.execute("analyze task")


def _task_row(practice_id: UUID, at: int, chance: Random) -> Sequence[object]:
    kind, due = chance.choice(KINDS), TODAY + timedelta(days=chance.randrange(-5, 20))
    money = Decimal(chance.randrange(20, 3000))
    judged = priority(TaskFacts(kind, due, due + timedelta(days=60), money), TODAY)
    what = (new_id(), practice_id, kind.value, f"bench:{at}", "Do what is to be done", "{}", "open")
    return (*what, due, money, judged.score, list(judged.reasons), 0, "standard", NOW, 1)
