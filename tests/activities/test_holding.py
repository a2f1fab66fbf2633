"""Who has a task: twenty people never get the same one, a lease shows, a snooze ends before its deadline."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from activities.commands import SnoozeTask, TransferTask
from activities.holding import open_task, snooze_task, take_over, transfer_task, work_next
from activities.transactions import Office
from rules.access import Role
from rules.errors import Conflict, NotAllowed
from rules.tasks import TaskKind, TaskState
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task, task_now


async def test_people_who_take_the_next_task_at_once_never_get_the_same_one(office: Office) -> None:
    billed = await one_claim(office)
    people = [await a_person(office, billed.practice_id, name=f"Person {number}") for number in range(12)]
    for number in range(8):
        await a_task(office, billed, cause=f"cause {number}")
    taken = await asyncio.gather(*(work_next(office, each) for each in people))
    given = [each for each in taken if each is not None]
    assert len(given) == len(set(given)) == 8


async def test_the_most_urgent_task_comes_first(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await a_task(office, billed, cause="later")
    urgent = await a_task(office, billed, cause="sooner", deadline_on=date(2026, 11, 25))
    assert await work_next(office, ana) == urgent.id


async def test_who_opens_a_held_task_is_told_who_holds_it(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    assert await open_task(office, ana, task.id) is None
    holder = await open_task(office, ben, task.id)
    assert holder is not None
    assert holder.name == "Ana"


async def test_only_a_supervisor_takes_a_task_from_somebody(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    sue = await a_person(office, billed.practice_id, Role.SUPERVISOR, name="Sue")
    task = await a_task(office, billed)
    await open_task(office, ana, task.id)
    with pytest.raises(NotAllowed):
        await take_over(office, ben, task.id)
    await take_over(office, sue, task.id)
    assert (await task_now(office, task.id)).leased_by == sue.id


async def test_a_snooze_ends_before_its_deadline(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, deadline_on=date(2027, 9, 2))
    wakes = await snooze_task(office, ana, SnoozeTask(uuid4(), task.id, task.version, date(2028, 1, 1)))
    asleep = await task_now(office, task.id)
    assert (wakes, asleep.snoozed_until, asleep.state) == (date(2027, 9, 2),) * 2 + (TaskState.SNOOZED,)
    assert await work_next(office, ana) is None


async def test_a_task_is_handed_only_to_somebody_who_works_there(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    assert await transfer_task(office, ana, TransferTask(uuid4(), task.id, task.version, ben.id)) == "Ben"
    assert await work_next(office, ana) is None
    assert await work_next(office, ben) == task.id
    with pytest.raises(Conflict, match="no such colleague"):
        await transfer_task(office, ben, TransferTask(uuid4(), task.id, task.version + 1, uuid4()))


async def test_nobody_is_given_their_own_request_to_approve(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id, Role.MANAGER)
    mia = await a_person(office, billed.practice_id, Role.MANAGER, name="Mia")
    await a_task(office, billed, TaskKind.APPROVE_WRITE_OFF, requested_by=ana.id)
    assert await work_next(office, ana) is None
    assert await work_next(office, mia) is not None
