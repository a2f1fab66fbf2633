"""Taking back: whole, once, only by whoever did it, within the seconds, and never over somebody's work."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.bulk_tasks import Marked, finish_all, snooze_all, transfer_all, undo_all
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.finishing import finish_task
from activities.holding import open_task, snooze_task, transfer_task
from activities.taking_back import OneOfMany, take_back
from activities.transactions import Office
from models.audit import AuditEvent
from models.outbox import Wake
from models.tasks import Task
from rules.errors import Conflict
from rules.tasks import Awaited, Outcome, TaskState
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task, task_now

TUESDAY = date(2027, 8, 24)  # before the deadline of these claims


@pytest.fixture
async def billed(patient_office: Office) -> Billed:
    return await one_claim(patient_office)


@pytest.fixture
async def ana(patient_office: Office, billed: Billed) -> Actor:
    return await a_person(patient_office, billed.practice_id)


@pytest.fixture
async def ben(patient_office: Office, billed: Billed) -> Actor:
    return await a_person(patient_office, billed.practice_id, name="Ben")


def late(office: Office) -> Office:
    """The same office when the seconds are over."""
    return replace(office, undo_seconds=-60)


async def aside(office: Office, who: Actor, task: Task, until: date = TUESDAY) -> None:
    now = await task_now(office, task.id)
    await snooze_task(office, who, SnoozeTask(uuid4(), task.id, now.version, until))


async def hand(office: Office, who: Actor, task: Task, to: Actor) -> None:
    now = await task_now(office, task.id)
    await transfer_task(office, who, TransferTask(uuid4(), task.id, now.version, to.id, "for a day"))


async def told(office: Office, task_id: UUID) -> list[str]:
    async with office.begin(CLAIMDESK) as work:
        of_it = select(AuditEvent.action).where(AuditEvent.subject == f"task:{task_id}")
        return list(await work.session.scalars(of_it.order_by(AuditEvent.number)))


async def test_what_was_put_aside_is_where_it_was(patient_office: Office, billed: Billed, ana: Actor) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    await aside(office, ana, task)
    await take_back(office, ana, uuid4(), task.id)
    again = await task_now(office, task.id)
    assert (again.state, again.snoozed_until, again.aside_since) == (TaskState.OPEN, None, None)
    assert (await told(office, task.id))[-2:] == ["snoozed", "took back"]
    async with office.begin(CLAIMDESK) as work:
        mine = select(Wake.id).where(Wake.workflow_id == f"claim:{billed.claim_id}")
        assert len(list(await work.session.scalars(mine))) >= 2  # its workflow looks again


async def test_what_slept_already_sleeps_until_its_earlier_day(
    patient_office: Office, billed: Billed, ana: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    said = SnoozeTask(uuid4(), task.id, task.version, TUESDAY, Awaited.REMITTANCE)
    await snooze_task(office, ana, said)
    before = await task_now(office, task.id)
    await aside(office, ana, task, TUESDAY + timedelta(days=3))
    await take_back(office, ana, uuid4(), task.id)
    again = await task_now(office, task.id)
    assert again.state is TaskState.SNOOZED
    assert again.snoozed_until == TUESDAY
    assert (again.awaits, again.aside_since) == (Awaited.REMITTANCE, before.aside_since)


async def test_what_was_handed_on_is_its_owners_again(
    patient_office: Office, billed: Billed, ana: Actor, ben: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed, owner_id=ana.id)
    await hand(office, ana, task, ben)
    assert (await task_now(office, task.id)).owner_id == ben.id
    await take_back(office, ana, uuid4(), task.id)
    assert (await task_now(office, task.id)).owner_id == ana.id


async def test_what_the_new_owner_opened_stays_theirs(
    patient_office: Office, billed: Billed, ana: Actor, ben: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    await hand(office, ana, task, ben)
    await open_task(office, ben, task.id)
    with pytest.raises(Conflict, match="opened it already"):
        await take_back(office, ana, uuid4(), task.id)
    assert (await task_now(office, task.id)).owner_id == ben.id


async def test_it_is_taken_back_once_and_only_by_whoever_did_it(
    patient_office: Office, billed: Billed, ana: Actor, ben: Actor
) -> None:
    office, task, key = patient_office, await a_task(patient_office, billed), uuid4()
    await aside(office, ana, task)
    with pytest.raises(Conflict, match="no longer"):
        await take_back(office, ben, uuid4(), task.id)
    await take_back(office, ana, key, task.id)
    await take_back(office, ana, key, task.id)
    assert (await told(office, task.id)).count("took back") == 1
    with pytest.raises(Conflict, match="no longer"):
        await take_back(office, ana, uuid4(), task.id)


async def test_when_the_seconds_are_over_nothing_is_taken_back(
    patient_office: Office, billed: Billed, ana: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    await aside(office, ana, task)
    with pytest.raises(Conflict, match="no longer"):
        await take_back(late(office), ana, uuid4(), task.id)


async def test_a_question_to_the_practice_is_taken_back_within_the_seconds_only(
    patient_office: Office, billed: Billed, ana: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    said = FinishTask(uuid4(), task.id, task.version, Outcome.NEEDS_INFORMATION, reason="records")
    await finish_task(office, ana, said)
    with pytest.raises(Conflict, match="no longer"):
        await take_back(late(office), ana, uuid4(), task.id)


async def test_what_somebody_changed_since_stays_as_they_left_it(
    patient_office: Office, billed: Billed, ana: Actor, ben: Actor
) -> None:
    office, task = patient_office, await a_task(patient_office, billed)
    await aside(office, ana, task)
    async with office.begin(ben) as work:
        (await work.session.get_one(Task, task.id)).ask = "Do it on the portal"
    with pytest.raises(Conflict, match="changed this task since"):
        await take_back(office, ana, uuid4(), task.id)
    assert (await task_now(office, task.id)).state is TaskState.SNOOZED


async def test_an_act_on_many_is_taken_back_row_by_row_and_its_seconds_run_from_its_end(
    patient_office: Office, billed: Billed, ana: Actor, ben: Actor
) -> None:
    office, act = patient_office, uuid4()
    tasks = [await a_task(office, billed, cause=f"cause {number}") for number in range(3)]
    marked = [Marked(each.id, each.kind, each.version) for each in tasks]
    await transfer_all(office, ana, act, marked, ben.id, "")
    await aside(office, ben, tasks[1])
    async with office.begin(CLAIMDESK) as work:  # the first was done long before the last
        first = await work.session.get_one(Task, tasks[0].id)
        undo = first.undo or {}
        at = (work.now - timedelta(seconds=300)).isoformat()
        first.undo = {**undo, "at": at, "task_version": undo["task_version"] + 1}
    results = await undo_all(office, ana, uuid4(), act, marked)
    assert [each.is_done for each in results] == [True, False, True]
    owners = [(await task_now(office, each.id)).owner_id for each in tasks]
    assert owners == [tasks[0].owner_id, ben.id, tasks[2].owner_id]


async def test_only_the_act_that_is_meant_is_taken_back(
    patient_office: Office, billed: Billed, ana: Actor
) -> None:
    office, first, later = patient_office, uuid4(), uuid4()
    task = await a_task(office, billed)
    await snooze_all(office, ana, first, [Marked(task.id, task.kind, task.version)], TUESDAY, None)
    asleep = await task_now(office, task.id)
    friday = TUESDAY + timedelta(days=3)
    await snooze_all(office, ana, later, [Marked(task.id, task.kind, asleep.version)], friday, None)
    (result,) = await undo_all(office, ana, uuid4(), first, [Marked(task.id, task.kind, 0)])
    assert not result.is_done
    assert (await task_now(office, task.id)).snoozed_until == friday


async def test_a_claim_that_was_woken_meanwhile_is_woken_again(
    patient_office: Office, billed: Billed, ana: Actor
) -> None:
    office, task, act = patient_office, await a_task(patient_office, billed), uuid4()
    pattern = FinishTask(act, act, 0, Outcome.DENIED, reason="x")
    await finish_all(office, ana, pattern, [Marked(task.id, task.kind, task.version)])
    mine = select(Wake).where(Wake.workflow_id == f"claim:{billed.claim_id}")
    async with office.begin(CLAIMDESK) as work:
        for wake in await work.session.scalars(mine):
            await work.session.delete(wake)  # its workflow has heard of it
        now = work.now
    await take_back(office, ana, uuid4(), task.id, OneOfMany(uuid5(act, str(task.id)), now))
    async with office.begin(CLAIMDESK) as work:
        assert len(list(await work.session.scalars(mine))) == 1
