"""The queue's order follows the calendar, and an open page does not notice."""

from datetime import date

from sqlalchemy import text

from activities.actors import CLAIMDESK
from activities.ranking import rank_tasks
from activities.transactions import Office
from tests.factories_money import one_claim
from tests.factories_tasks import a_task, task_now


async def test_a_task_rises_as_its_deadline_comes_near(office: Office) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, deadline_on=date(2027, 3, 1))
    await rank_tasks(office)
    calm = await task_now(office, task.id)
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = date '2027-02-26' - current_date"))
    assert await rank_tasks(office) == 1
    pressing = await task_now(office, task.id)
    assert pressing.priority > calm.priority
    assert pressing.version == calm.version
    assert await rank_tasks(office) == 0


async def test_a_long_queue_is_judged_chunk_by_chunk(office: Office) -> None:
    billed = await one_claim(office)
    for at in range(5):
        await a_task(office, billed, cause=f"test {at}", deadline_on=date(2027, 3, 1))
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = date '2027-02-26' - current_date"))
    assert await rank_tasks(office, chunk=2) == 5
    assert await rank_tasks(office, chunk=5) == 0
