"""The filing guard on a claim: it warns, escalates, and says when the limit has passed without proof."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.claims import today_of
from activities.deadlines import MANAGER, guard_filing
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from rules.claims import Stage
from rules.tasks import LIVE, TaskKind, TaskState
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_task, claim_now, task_now


async def limit_in(office: Office, billed: Billed, days: int, stage: Stage = Stage.ACCEPTED) -> date:
    """The claim can be filed for so many days more; gives the last of them."""
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        last = await today_of(work, billed.practice_id) + timedelta(days=days)
        claim.filing_limit_on, claim.file_by, claim.stage = last, last - timedelta(days=1), stage
        return last


async def live(office: Office, billed: Billed) -> list[Task]:
    async with office.begin(CLAIMDESK) as work:
        mine = select(Task).where(Task.claim_id == billed.claim_id, Task.state.in_(LIVE))
        return list(await work.session.scalars(mine))


async def test_a_warning_moves_what_is_being_done_to_the_top_and_gives_no_task(office: Office) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, TaskKind.CALL_PAYER)
    last = await limit_in(office, billed, 28)
    await guard_filing(office, billed.claim_id)
    (after,) = await live(office, billed)
    assert (after.id, after.deadline_on) == (task.id, last - timedelta(days=1))
    assert after.priority > task.priority


async def test_without_proof_near_the_limit_the_tasks_there_are_go_to_the_manager(office: Office) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, TaskKind.CALL_PAYER)
    await limit_in(office, billed, 15)
    await guard_filing(office, billed.claim_id)
    (after,) = await live(office, billed)
    assert (after.id, after.level, after.state) == (task.id, MANAGER, TaskState.ESCALATED)


async def test_without_any_task_near_the_limit_the_manager_gets_one(office: Office) -> None:
    billed = await one_claim(office)
    await limit_in(office, billed, 15)
    await guard_filing(office, billed.claim_id)
    await guard_filing(office, billed.claim_id)
    (given,) = await live(office, billed)
    assert (given.kind, given.level) == (TaskKind.FILING_DEADLINE, MANAGER)
    assert "15 more days" in given.ask


@pytest.mark.parametrize(
    ("before", "after"), [(Stage.READY, Stage.HELD), (Stage.SCRUBBING, Stage.HELD), (Stage.SENT, Stage.SENT)]
)
async def test_a_passed_limit_takes_other_tasks_away_and_holds_what_was_not_sent(
    office: Office, before: Stage, after: Stage
) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, TaskKind.CALL_PAYER)
    await limit_in(office, billed, -1, before)
    await guard_filing(office, billed.claim_id)
    (given,) = await live(office, billed)
    assert (given.kind, given.level, given.deadline_on) == (TaskKind.MISSED_DEADLINE, MANAGER, None)
    assert (await task_now(office, task.id)).state is TaskState.CANCELLED
    assert (await claim_now(office, billed.claim_id)).stage is after


async def test_what_a_second_person_is_deciding_is_left_to_them(office: Office) -> None:
    billed = await one_claim(office)
    task = await a_task(office, billed, TaskKind.APPROVE_EXCEPTION)
    await limit_in(office, billed, -1)
    await guard_filing(office, billed.claim_id)
    assert [each.id for each in await live(office, billed)] == [task.id]
