"""The bell: a change in the database reaches the screens of those who may see it, and nobody else."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator

import psycopg
import pytest

from runtime.embedded.postgres import APP, SUPERUSER, PostgresServer
from web.bell import FEW_SCREENS, LATER, STILL_HERE, Bell, Ear, Listener

LISTS = "event: queue-changed\ndata: -\n\n"
LOOK = f"{LISTS}event: tasks-changed\ndata: -\n\n"
ANYBODY = Listener("ana", None, None)
PATIENCE = 60  # seconds for what the database tells
A_WHILE = 600.0, 700.0  # seconds until a look, so that no slow machine is overtaken by it


@pytest.fixture
async def bell(postgres: PostgresServer, database: str) -> AsyncIterator[Bell]:
    """A bell that listens."""
    bell = Bell()
    listening = asyncio.create_task(bell.listen(postgres.url(APP, database)))
    yield bell
    bell.close()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@pytest.fixture
def unheard() -> Bell:
    """A bell without a line to the database: it rings, and its lists look, only when the test says so."""
    bell = Bell()
    bell.later = A_WHILE
    return bell


async def here() -> bool:
    return True


async def open_stream(
    bell: Bell, listener: Listener, later: tuple[float, float] = A_WHILE
) -> AsyncGenerator[str]:
    """A stream that has told what every one begins with."""
    bell.later = (0, 0)
    stream = bell.stream(listener, here)
    assert await anext(stream) == LOOK
    bell.later = later
    return stream


def notify(postgres: PostgresServer, database: str, practice: str) -> None:
    with psycopg.connect(postgres.url(APP, database), autocommit=True) as line:
        line.execute("select pg_notify('queue_changed', %s)", (practice,))


async def listens(bell: Bell) -> None:
    """Wait until the bell's own line is there, and has told everybody."""
    await bell.listening.wait()


async def test_every_connection_begins_with_a_look_that_the_page_just_shown_can_wait_for(
    unheard: Bell,
) -> None:
    stream, began = unheard.stream(at("a"), here), time.monotonic()
    assert await anext(stream) == ": still here\n\n"
    (ear,) = unheard.ears
    assert began + A_WHILE[0] <= ear.look_at <= time.monotonic() + A_WHILE[1]
    soon(ear)
    assert await anext(stream) == LOOK
    assert ear.patience == STILL_HERE
    await stream.aclose()


def soon(ear: Ear) -> None:
    """The moment at which its lists look has come."""
    ear.look_at = time.monotonic()


async def test_a_change_before_the_first_look_brings_the_look_forward(unheard: Bell) -> None:
    stream = unheard.stream(at("a"), here)
    await anext(stream)
    unheard.ring("a/standard t1")
    assert sorted(await anext(stream)) == sorted(LOOK + "event: task-t1\ndata: -\n\n")
    await stream.aclose()


@pytest.mark.parametrize(
    ("said", "heard_by"),
    [
        ("a/standard t1", {"of a", "of both"}),
        ("b/standard", {"of both"}),
        ("a/medicaid/TX t1 t2", {"of a", "of both", "abroad"}),
        ("ana", {"ana"}),
        ("c/standard", set()),
        ("*", {"of a", "of both", "abroad", "ana"}),
    ],
)
def test_a_change_rings_for_those_who_may_see_it_and_for_nobody_else(said: str, heard_by: set[str]) -> None:
    listeners = {
        "of a": at("a"),
        "of both": at("a", "b"),
        "abroad": Listener("raj", frozenset({"a", "b"}), frozenset({"a/medicaid/TX"})),
        "ana": Listener("ana", frozenset(), None),
    }
    place = said.split(" ")[0]
    assert {name for name, each in listeners.items() if each.hears(place)} == heard_by


def at(*practices: str) -> Listener:
    return Listener(f"of {practices}", frozenset(practices), None)


async def test_a_task_that_changed_is_told_to_the_screens_that_show_it(
    bell: Bell, postgres: PostgresServer, database: str
) -> None:
    await asyncio.wait_for(listens(bell), PATIENCE)
    ours, theirs = await open_stream(bell, at("a")), await open_stream(bell, at("b"))
    waiting = [asyncio.create_task(anext(each)) for each in (ours, theirs)]
    await asyncio.to_thread(notify, postgres, database, "a/standard t1 t2")
    done, pending = await asyncio.wait(waiting, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    assert [each.result() for each in done] == [
        f"{LISTS}event: task-t1\ndata: -\n\nevent: task-t2\ndata: -\n\n"
    ]
    assert done == {waiting[0]}
    for each in pending:
        each.cancel()
    await asyncio.gather(*pending, return_exceptions=True)


async def test_a_task_that_changed_often_is_told_once_and_a_great_many_as_all(unheard: Bell) -> None:
    stream = await open_stream(unheard, at("a"))
    for said in ("a/standard t1", "a/standard t1", "a/standard *"):
        unheard.ring(said)
    assert await anext(stream) == f"{LISTS}event: task-t1\ndata: -\n\nevent: tasks-changed\ndata: -\n\n"
    await stream.aclose()


async def test_a_finished_task_leaves_every_list_at_once_and_the_lists_look_in_a_moment(
    unheard: Bell,
) -> None:
    ours, theirs = await open_stream(unheard, at("a")), await open_stream(unheard, at("b"))
    (ear,) = (each for each in unheard.ears if each.listener.hears("a/standard"))
    began = time.monotonic()
    unheard.ring("a/standard -t1 -t2")
    gone = "event: tasks-gone\ndata: t1 t2\n\nevent: task-t1\ndata: -\n\nevent: task-t2\ndata: -\n\n"
    assert await anext(ours) == gone
    looks_at = ear.look_at
    assert began + A_WHILE[0] <= looks_at <= time.monotonic() + A_WHILE[1]
    unheard.ring("a/standard -t3")
    assert (await anext(ours)).startswith("event: tasks-gone\ndata: t3\n\n")
    assert ear.look_at == looks_at
    soon(ear)
    assert await anext(ours) == LISTS
    assert ear.patience == STILL_HERE
    await asyncio.gather(ours.aclose(), theirs.aclose())


def test_the_more_screens_are_open_the_longer_each_waits_for_its_look(unheard: Bell) -> None:
    unheard.later, began = LATER, time.monotonic()
    unheard.ears = {Ear(at("a")) for _ in range(10 * FEW_SCREENS)}
    unheard.ring("a/standard -t1")
    took = time.monotonic() - began
    waits = [ear.look_at - began for ear in unheard.ears]
    assert 10 * LATER[0] <= min(waits) < max(waits) <= 10 * LATER[1] + took
    assert len(waits) / (sum(waits) / len(waits)) < 7  # looks a second
    before = {ear: ear.look_at for ear in unheard.ears}
    for _ in range(5):
        unheard.ring("a/standard -t2")
    assert {ear: ear.look_at for ear in unheard.ears} == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("a/standard -t1 t2", "event: tasks-gone\ndata: t1\n\n" + LISTS),
        ("a/standard t2", LISTS),
        ("ana", LISTS),
    ],
)
async def test_what_is_new_makes_the_lists_look_at_once(unheard: Bell, said: str, told: str) -> None:
    stream = await open_stream(unheard, Listener("ana", frozenset("a"), None))
    unheard.ring(said)
    assert (await anext(stream)).startswith(told)
    (ear,) = unheard.ears
    assert ear.patience == STILL_HERE
    await stream.aclose()


async def test_a_claim_that_changed_makes_the_lists_look_in_a_moment_and_only_once(unheard: Bell) -> None:
    stream = await open_stream(unheard, at("a"))
    for _ in range(3):
        unheard.ring("a/standard ")
    assert await anext(stream) == ": still here\n\n"
    (ear,) = unheard.ears
    soon(ear)
    assert await anext(stream) == LISTS
    await stream.aclose()


async def test_after_a_broken_line_everybody_looks_again(
    bell: Bell, postgres: PostgresServer, database: str
) -> None:
    await asyncio.wait_for(listens(bell), PATIENCE)
    stream = await open_stream(bell, ANYBODY, LATER)
    waiting = asyncio.create_task(anext(stream))
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as line:
        line.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen queue_changed'"
            " and datname = %s",
            (database,),
        )
    told = await asyncio.wait_for(waiting, PATIENCE)
    assert (told if told == LOOK else await asyncio.wait_for(anext(stream), PATIENCE)) == LOOK
    await stream.aclose()


async def test_a_stream_ends_with_its_login_session(bell: Bell) -> None:
    answers = iter([True, False])

    async def signed_in() -> bool:
        return next(answers)

    bell.check_every, bell.later = 0, A_WHILE
    said = [each async for each in bell.stream(ANYBODY, signed_in)]
    assert said == [": still here\n\n"]
    assert not bell.ears


async def test_a_closing_process_lets_every_stream_end(bell: Bell) -> None:
    stream = await open_stream(bell, ANYBODY)
    bell.close()
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
