"""A move of many tasks is taken back row by row, within its seconds, and never over somebody's work."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.allocation import Moved, Reassign, ToPerson, ToRules, reassign
from activities.commands import SnoozeTask
from activities.holding import snooze_task
from activities.moving_back import MoveBack, undo_reassign
from activities.transactions import Office
from models.audit import AuditEvent
from models.tasks import Task
from rules.access import Role
from rules.errors import NotAllowed, Refusal
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team


@pytest.fixture
async def billed(patient_office: Office) -> Billed:
    return await one_claim(patient_office)


@pytest.fixture
async def sue(patient_office: Office, billed: Billed) -> Actor:
    return await a_person(patient_office, billed.practice_id, Role.SUPERVISOR, "Sue")


async def move(office: Office, who: Actor, *ids: UUID, to: ToPerson | ToRules) -> UUID:
    """Move them; the key of the move."""
    said = Reassign(uuid4(), ids, to, "for a day")
    assert all(each.moved for each in await reassign(office, who, said))
    return said.key


def back(act: UUID, *ids: UUID) -> MoveBack:
    return MoveBack(uuid4(), act, ids)


async def told(rows: list[Moved]) -> dict[UUID, str]:
    return {each.task_id: each.words for each in rows}


async def test_a_task_is_its_owners_its_teams_and_its_rules_again(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    office = patient_office
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    rule = await a_rule(office, await a_team(office, [ana], "Hers"))
    await a_team(office, [ben], "His")
    task = await a_task(office, billed)
    before = task.owner_id, task.team_id, task.allocation_rule_id
    assert before[0] == ana.id
    assert before[2] == rule
    act = await move(office, sue, task.id, to=ToPerson(ben.id))
    between = await task_now(office, task.id)
    assert between.owner_id == ben.id
    assert between.team_id != task.team_id
    (row,) = await undo_reassign(office, sue, back(act, task.id))
    assert (row.moved, row.owner_before, row.owner, row.team) == (True, "Ben", "Ana", "Hers")
    again = await task_now(office, task.id)
    assert (again.owner_id, again.team_id, again.allocation_rule_id) == before
    async with office.begin(CLAIMDESK) as work:
        said = select(AuditEvent.action, AuditEvent.detail["act"].astext).where(
            AuditEvent.subject == f"task:{task.id}", AuditEvent.action.in_(("reassigned", "took back"))
        )
        rows = (await work.session.execute(said.order_by(AuditEvent.number))).all()
    assert [tuple(each) for each in rows] == [("reassigned", str(act)), ("took back", str(act))]


async def test_what_was_put_aside_stays_put_aside_on_the_way_there_and_back(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    office = patient_office
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    task = await a_task(office, billed, owner_id=ana.id)
    await snooze_task(office, ana, SnoozeTask(uuid4(), task.id, task.version, date(2027, 8, 24)))
    slept = await task_now(office, task.id)
    act = await move(office, sue, task.id, to=ToPerson(ben.id))
    await undo_reassign(office, sue, back(act, task.id))
    again = await task_now(office, task.id)
    assert (again.owner_id, again.state, again.snoozed_until) == (ana.id, slept.state, slept.snoozed_until)
    assert again.aside_since == slept.aside_since


async def test_work_that_was_shared_out_comes_back_and_what_was_touched_since_says_so(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    office = patient_office
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    await a_rule(office, await a_team(office, [ana, ben]))
    first, second = [await a_task(office, billed, cause=name, owner_id=ana.id) for name in ("1", "2")]
    act = await move(office, sue, first.id, second.id, to=ToRules(without=ana.id))
    now = await task_now(office, first.id)
    await snooze_task(office, ben, SnoozeTask(uuid4(), first.id, now.version, date(2027, 8, 24)))
    words = await told(await undo_reassign(office, sue, back(act, first.id, second.id)))
    assert "Somebody changed this task since" in words[first.id]
    assert words[second.id] == "Taken back."
    assert (await task_now(office, first.id)).owner_id == ben.id
    assert (await task_now(office, second.id)).owner_id == ana.id


async def test_it_ends_with_its_seconds_and_counts_once(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    office = patient_office
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    task = await a_task(office, billed, owner_id=ana.id)
    act = await move(office, sue, task.id, to=ToPerson(ben.id))
    over = await undo_reassign(replace(office, undo_seconds=-60), sue, back(act, task.id))
    assert [(each.moved, each.words) for each in over] == [(False, "This can no longer be taken back.")]
    said = back(act, task.id)
    assert [each.moved for each in await undo_reassign(office, sue, said)] == [True]
    assert await undo_reassign(office, sue, said) == []


async def test_a_row_that_somebody_is_changing_right_now_is_left_and_says_so(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    office = patient_office
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    task = await a_task(office, billed, owner_id=ana.id)
    act = await move(office, sue, task.id, to=ToPerson(ben.id))
    async with office.begin(CLAIMDESK) as work:
        await work.session.get_one(Task, task.id, with_for_update=True)
        async with asyncio.timeout(5):
            rows = await undo_reassign(office, sue, back(act, task.id))
    assert [(each.moved, each.words) for each in rows] == [
        (False, "Somebody is changing it right now: try again.")
    ]


async def test_only_who_moves_the_work_of_others_takes_a_move_back_and_not_too_many_at_once(
    patient_office: Office, billed: Billed, sue: Actor
) -> None:
    ana = await a_person(patient_office, billed.practice_id)
    with pytest.raises(NotAllowed):
        await undo_reassign(patient_office, ana, back(uuid4(), uuid4()))
    with pytest.raises(Refusal, match="At most 5000"):
        await undo_reassign(patient_office, sue, back(uuid4(), *(uuid4() for _ in range(5001))))
