"""What PostgreSQL reads for a list and its counts, in a full office: judged by its plan, not by the clock."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from activities.actors import Actor
from activities.transactions import Office, Work
from bench.offices import Bench
from bench.queue_office import fill
from models.filters import read_filter
from models.next_tasks import Source, Wanted, best
from models.queues import MINE, VIEWS, Place, Reader, TaskRow, count_of, counts, matching, rows
from runtime.database import make_engine
from runtime.embedded.postgres import APP, SUPERUSER, PostgresServer
from tests.database import run

TASKS = 20_000  # all of one class, which only some readers below may see
HERS = 7  # tasks of another class, far behind the others
CALLS = VIEWS["calls"].narrowed(read_filter("money=500"))
Ask = Callable[[AsyncSession, Reader, Work], Awaitable[Any]]
ASKED: dict[str, Ask] = {
    "a list": lambda session, reader, work: rows(session, MINE, reader, work.now),
    "its next page": lambda session, reader, work: rows(
        session, MINE, reader, work.now, after=Place(40, UUID(int=0))
    ),
    "a filtered list": lambda session, reader, work: rows(session, CALLS, reader, work.now),
    "what a bulk act is about": lambda session, reader, work: matching(session, MINE, reader, work.now, 500),
    "the counts": lambda session, reader, work: counts(session, reader, work.now),
    "the count of a view": lambda session, reader, work: count_of(session, [CALLS.name], reader, work.now),
}


@dataclass(frozen=True, slots=True)
class Full:
    """An office with 20,000 open tasks, and one person in it."""

    office: Office
    person: Actor
    practice_id: UUID
    common: str  # the class of nearly all tasks

    def abroad(self, *classes: str) -> Actor:
        """The same person at a site where they may see these classes."""
        return replace(self.person, classes=frozenset(f"{self.practice_id}/{each}" for each in classes))


@pytest.fixture(scope="module")
def copied(postgres: PostgresServer, template: str) -> Iterator[str]:
    run(postgres, f'create database "full" template "{template}" strategy file_copy')
    yield "full"
    run(postgres, 'drop database "full" with (force)')


@pytest.fixture(scope="module")
async def full(
    postgres: PostgresServer, copied: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Full]:
    engine = make_engine(postgres.url(APP, copied))
    office = Office.of(engine)
    bench = Bench(tmp_path_factory.mktemp("full"), postgres, engine, office, copied)
    filled = await fill(bench, 1, TASKS)
    with psycopg.connect(postgres.url(SUPERUSER, copied), autocommit=True) as line:
        found = line.execute("select distinct access_class from task").fetchall()
        line.execute("set session_replication_role = replica")  # the class is written by a trigger alone
        line.execute(
            "update task set access_class = 'commercial/TX' where id in"
            " (select id from task order by priority, id desc limit %s)",
            [HERS],
        )
        line.execute("vacuum analyze task")
    assert len(found) == 1
    yield Full(office, filled.people[0], filled.practice_id, found[0][0])
    await engine.dispose()


async def plan(full: Full, who: Actor, ask: Ask) -> dict[str, Any]:
    """How the database finds what `ask` asks for, with what it read."""
    seen: list[tuple[str, Any]] = []
    async with full.office.begin(who) as work:
        line: AsyncConnection = await work.session.connection()

        def keep(
            _: object, cursor: object, statement: str, given: object, context: object, many: bool
        ) -> None:
            seen.append((statement, given))

        event.listen(line.sync_connection, "before_cursor_execute", keep)
        await ask(work.session, Reader(who.id, approves=False), work)
        ((statement, given),) = seen
        driver: Any = (await line.get_raw_connection()).driver_connection
        told = await driver.execute(f"explain (analyze, buffers, format json) {statement}", given)
        found: dict[str, Any] = (await told.fetchone())[0][0]["Plan"]
    return found


def pages(found: dict[str, Any]) -> int:
    return int(found["Shared Hit Blocks"] + found["Shared Read Blocks"])


def scans(found: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each index that tasks were looked up in, with how many of them were read there."""
    if found.get("Relation Name") == "task" and found["Actual Loops"]:
        read = found["Actual Rows"] + found.get("Rows Removed by Filter", 0)
        yield found.get("Index Name", "none"), round(read * found["Actual Loops"])
    for each in found.get("Plans", ()):
        yield from scans(each)


async def listed(full: Full, who: Actor, limit: int = 50) -> Sequence[TaskRow]:
    async with full.office.begin(who) as work:
        return await rows(work.session, MINE, Reader(who.id, approves=False), work.now, limit=limit)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
async def test_who_sees_none_of_twenty_thousand_tasks_reads_none_of_them(full: Full, ask: Ask) -> None:
    for classes in ((), ("medicare/TX", "va/TX")):
        found = await plan(full, full.abroad(*classes), ask)
        assert sum(read for _, read in scans(found)) == 0
        assert pages(found) < 100, found


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
async def test_who_sees_a_few_reads_those_by_their_class(full: Full, ask: Ask) -> None:
    found = await plan(full, full.abroad("commercial/TX", "va/TX"), ask)
    assert {name for name, read in scans(found) if read} <= {"ix_task_class", "pk_task"}
    assert max(read for _, read in scans(found)) <= 2 * HERS  # each class rounds its own
    assert pages(found) < 300, found


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
async def test_who_sees_them_all_from_abroad_reads_no_more_than_a_page_needs(full: Full, ask: Ask) -> None:
    found = await plan(full, full.abroad(full.common, "commercial/TX"), ask)
    assert pages(found) < 3000, found


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
async def test_onshore_nothing_is_looked_up_by_class(full: Full, ask: Ask) -> None:
    found = await plan(full, full.person, ask)
    assert "ix_task_class" not in {name for name, _ in scans(found)}
    assert pages(found) < 1000, found


async def test_from_abroad_a_list_has_the_same_tasks_in_the_same_order(full: Full) -> None:
    everything = full.abroad(full.common, "commercial/TX")
    assert await listed(full, everything) == await listed(full, full.person)
    few = await listed(full, full.abroad("commercial/TX"))
    assert len(few) == HERS
    last = (await listed(full, full.person, TASKS + HERS))[-HERS:]
    assert {each.id for each in few} == {each.id for each in last}
    assert [each.place for each in few] == sorted((each.place for each in few), key=lambda at: -at.priority)


async def test_from_abroad_the_pages_of_a_list_follow_each_other_without_gap(full: Full) -> None:
    who = full.abroad(full.common, "commercial/TX")
    reader, seen = Reader(who.id, approves=False), []
    async with full.office.begin(who) as work:
        after = None
        for _ in range(4):
            page = (await rows(work.session, MINE, reader, work.now, after))[:50]
            seen += [each.id for each in page]
            after = page[-1].place
    assert seen == [each.id for each in (await listed(full, full.person, 200))[:200]]


@pytest.mark.parametrize("classes", [(), ("commercial/TX",), ("everything",)], ids=["none", "few", "all"])
async def test_from_abroad_counts_agree_with_lists(full: Full, classes: tuple[str, ...]) -> None:
    who = full.abroad(*(full.common if each == "everything" else each for each in classes))
    async with full.office.begin(who) as work:
        reader = Reader(who.id, approves=False)
        told, _ = await counts(work.session, reader, work.now)
        for name, view in VIEWS.items():
            assert told[name] == len(await rows(work.session, view, reader, work.now, limit=1000)), name


async def take_next(session: AsyncSession, reader: Reader, work: Work) -> None:
    await best(session, Wanted(reader.id, work.now, approves=False), Source.ANYBODYS)


HOT = {name: ASKED[name] for name in ("a list", "the counts")} | {"work next": take_next}


@pytest.mark.parametrize("ask", HOT.values(), ids=HOT.keys())
async def test_a_plan_that_was_made_is_used_again(full: Full, ask: Ask) -> None:
    """Else PostgreSQL plans at every turn, which takes longer than the reading."""
    plans = text("select name, custom_plans, generic_plans from pg_prepared_statements")
    async with full.office.begin(full.person) as work:
        before = set((await work.session.execute(plans)).all())
        for _ in range(20):
            await ask(work.session, Reader(full.person.id, approves=False), work)
        ran = set((await work.session.execute(plans)).all()) - before
        assert ran
        assert all(row.custom_plans <= 5 < row.generic_plans for row in ran if row.custom_plans > 1)
