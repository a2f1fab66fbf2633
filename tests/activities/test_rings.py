"""What a commit rings for: the class of what changed, and the tasks by name while they are few."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from activities import tasks
from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.transactions import FEW, Office
from rules.tasks import Outcome, TaskState
from runtime.embedded.postgres import APP, PostgresServer
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task

UNTIL = date(2027, 8, 24)  # before the deadline of these claims
THAT_IS_ALL = "that is all"
Rung = Callable[[], list[str]]


@pytest.fixture
def rung(postgres: PostgresServer, database: str) -> Iterator[Rung]:
    """What was rung since the test began to listen, or since it asked last."""
    with psycopg.connect(postgres.url(APP, database), autocommit=True) as line:
        line.execute("listen queue_changed")
        yield lambda: sorted(heard(line))


def heard(line: psycopg.Connection[Any]) -> Iterator[str]:
    """Every ring up to now: they come in the order of their commits, and one of our own is the last."""
    line.execute("select pg_notify('queue_changed', %s)", (THAT_IS_ALL,))
    for each in line.notifies(timeout=60):
        if each.payload == THAT_IS_ALL:
            return
        yield each.payload
    raise AssertionError("our own ring did not come")


async def test_a_changed_task_rings_with_its_class_and_its_id(office: Office, rung: Rung) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed)
    rung()
    async with office.begin(CLAIMDESK) as work:
        work.ring_task(task.id)
        work.ring_claim(billed.claim_id)
    assert rung() == [f"{task.practice_id}/{task.access_class} {task.id}"]


async def test_a_changed_claim_rings_for_the_lists_alone(office: Office, rung: Rung) -> None:
    billed = await one_claim(office)
    rung()
    async with office.begin(CLAIMDESK) as work:
        work.ring_claim(billed.claim_id)
    (said,) = rung()
    assert said.split() == [said.strip()]
    assert said.startswith(f"{billed.practice_id}/")


@pytest.mark.parametrize("state", sorted(TaskState))
async def test_a_task_that_is_in_no_list_any_more_rings_with_a_minus(
    office: Office, rung: Rung, state: TaskState
) -> None:
    task = await a_task(office, await one_claim(office))
    rung()
    async with office.begin(CLAIMDESK) as work:
        changed = await tasks.one(work, task.id)
        changed.state, changed.outcome = state, Outcome.REVIEWED if state is TaskState.DONE else None
        work.ring_task(task.id)
    minus = "-" if state in (TaskState.DONE, TaskState.CANCELLED) else ""
    assert rung() == [f"{task.practice_id}/{task.access_class} {minus}{task.id}"]


async def test_many_tasks_ring_once_as_any_task(office: Office, rung: Rung) -> None:
    billed = await one_claim(office)
    many = [await a_task(office, billed, cause=f"cause {number}") for number in range(FEW + 1)]
    rung()
    async with office.begin(CLAIMDESK) as work:
        for task in many:
            work.ring_task(task.id)
    assert rung() == [f"{billed.practice_id}/{many[0].access_class} *"]


async def test_what_is_told_to_a_person_rings_for_them_and_a_rollback_for_nobody(
    office: Office, rung: Rung
) -> None:
    ana = uuid4()
    async with office.begin(CLAIMDESK) as work:
        work.ring_person(ana)
    assert rung() == [str(ana)]
    with pytest.raises(RuntimeError, match="not done"):
        await told_in_vain(office, ana)
    assert rung() == []


async def told_in_vain(office: Office, person: UUID) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.ring_person(person)
        raise RuntimeError("not done")


async def test_a_finish_rings_for_the_lists_without_the_task_and_for_who_did_it(
    office: Office, rung: Rung
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    rung()
    said = FinishTask(uuid4(), task.id, task.version, Outcome.IN_PROCESS, until=UNTIL, reference="call 17")
    await finish_task(office, ana, said)
    place = f"{task.practice_id}/{task.access_class}"
    assert rung() == sorted([f"{place} -{task.id}", str(ana.id)])
