"""The queue's order follows the calendar, and an open page does not notice."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select, text

from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.follow_ups import ask_to_call_payer
from activities.ranking import rank_tasks
from activities.transactions import Office
from models.tasks import Task
from rules.tasks import Outcome, TaskState
from tests.factories_money import ZONE, one_claim
from tests.factories_tasks import a_person, a_task, claim_now, task_now


async def test_a_task_rises_as_its_deadline_comes_near(office: Office) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, deadline_on=date(2027, 8, 30))
    await rank_tasks(office)
    calm = await task_now(office, task.id)
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = date '2027-08-27' - current_date"))
    assert await rank_tasks(office) == 1
    pressing = await task_now(office, task.id)
    assert pressing.priority > calm.priority
    assert pressing.version == calm.version
    assert await rank_tasks(office) == 0


async def test_a_long_queue_is_judged_chunk_by_chunk(office: Office) -> None:
    billed = await one_claim(office)
    for at in range(5):
        await a_task(office, billed, cause=f"test {at}", deadline_on=date(2027, 8, 30))
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = date '2027-08-27' - current_date"))
    assert await rank_tasks(office, chunk=2) == 5
    assert await rank_tasks(office, chunk=5) == 0


async def test_a_call_that_a_person_promised_comes_back_with_its_promise(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    day = date(2027, 8, 24)
    said = FinishTask(uuid4(), task.id, task.version, Outcome.IN_PROCESS, until=day, reference="R1")
    await finish_task(office, ana, said)
    assert (await claim_now(office, billed.claim_id)).promised_on == day
    async with office.begin(CLAIMDESK) as work:
        ahead = text("update office set days_ahead = :day - cast(timezone(:zone, now()) as date)")
        await work.session.execute(ahead, {"day": day, "zone": ZONE})
    await ask_to_call_payer(office, billed.claim_id)
    async with office.begin(CLAIMDESK) as work:
        again = (await work.session.scalars(select(Task).where(Task.state == TaskState.OPEN))).one()
    assert again.promised_on == day
    assert "The payer was promised a call on Aug 24 (+150)" in again.priority_reasons
