"""A task takes the guard's place, is withdrawn when the facts move on, and comes back on its day."""

from datetime import date, timedelta

import pytest

from activities import tasks
from activities.actors import CLAIMDESK
from activities.claims import today_of
from activities.follow_ups import climb_task
from activities.transactions import Office
from models.tasks import Task
from rules.tasks import TaskKind, TaskState
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_task, task_now


async def today(office: Office, billed: Billed) -> date:
    async with office.begin(CLAIMDESK) as work:
        return await today_of(work, billed.practice_id)


async def test_work_on_a_claim_takes_the_place_of_the_guards_task_and_keeps_its_urgency(
    office: Office,
) -> None:
    billed = await one_claim(office)
    guard = await a_task(office, billed, TaskKind.FILING_DEADLINE, "guard", level=2)
    work = await a_task(office, billed, TaskKind.FIX_REJECTION, "work")
    assert (await task_now(office, guard.id)).state is TaskState.CANCELLED
    assert (await task_now(office, work.id)).level == 2


async def test_only_what_the_facts_have_answered_is_withdrawn(office: Office) -> None:
    billed = await one_claim(office)
    kept = await a_task(office, billed, TaskKind.CALL_PAYER, "kept")
    call = await a_task(office, billed, TaskKind.CALL_PAYER, "call")
    denial = await a_task(office, billed, TaskKind.WORK_DENIAL, "denial")
    async with office.begin(CLAIMDESK) as work:
        await tasks.withdraw(work, billed.claim_id, "it was paid", keep=kept.id, kinds=(TaskKind.CALL_PAYER,))
    states = [(await task_now(office, each.id)).state for each in (kept, call, denial)]
    assert states == [TaskState.OPEN, TaskState.CANCELLED, TaskState.OPEN]


@pytest.mark.parametrize(("level", "state"), [(0, TaskState.OPEN), (1, TaskState.ESCALATED)])
async def test_a_snoozed_task_comes_back_on_its_day_as_it_was(
    office: Office, level: int, state: TaskState
) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, level=level)
    day = await today(office, billed)
    for until, expected in ((day + timedelta(days=1), TaskState.SNOOZED), (day, state)):
        async with office.begin(CLAIMDESK) as work:
            row = await work.session.get_one(Task, task.id)
            row.state, row.snoozed_until = TaskState.SNOOZED, until
        await climb_task(office, billed.claim_id)
        assert (await task_now(office, task.id)).state is expected
    assert (await task_now(office, task.id)).due_on == day
