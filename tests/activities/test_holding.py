"""Who has a task: twenty people never get the same one, a lease shows, a snooze ends before its deadline."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import delete

from activities.actors import CLAIMDESK
from activities.colleagues import receivers
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.finishing import finish_task
from activities.holding import open_task, snooze_task, take_over, transfer_task, wake_task, work_next
from activities.tasks import NewTask, give
from activities.transactions import Office
from models.users import Membership
from rules.access import Role
from rules.errors import Conflict, NotAllowed
from rules.skills import Skill
from rules.tasks import Outcome, TaskKind, TaskState
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_team


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


async def test_what_is_done_is_shown_and_held_by_nobody(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await finish_task(office, ana, FinishTask(uuid4(), task.id, task.version, Outcome.DENIED, reason="late"))
    assert await open_task(office, ana, task.id) is None
    assert (await task_now(office, task.id)).leased_by is None


async def test_the_next_task_can_be_asked_for_by_kind(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await a_task(office, billed, TaskKind.WORK_DENIAL, "denial")
    call = await a_task(office, billed, TaskKind.CALL_PAYER, "call")
    assert await work_next(office, ana, kinds=[TaskKind.CALL_PAYER]) == call.id


async def test_a_snooze_or_a_transfer_sent_twice_is_one(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    snooze = SnoozeTask(uuid4(), task.id, task.version, date(2027, 8, 24))
    assert await snooze_task(office, ana, snooze) == await snooze_task(office, ana, snooze)
    asleep = await task_now(office, task.id)
    give = TransferTask(uuid4(), task.id, asleep.version, ben.id)
    assert await transfer_task(office, ana, give) == await transfer_task(office, ana, give) == "Ben"
    assert (await task_now(office, task.id)).version == asleep.version + 1


async def test_a_snooze_is_ended_by_hand_and_only_where_there_is_one(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await snooze_task(office, ana, SnoozeTask(uuid4(), task.id, task.version, date(2027, 8, 24)))
    await wake_task(office, ana, task.id)
    awake = await task_now(office, task.id)
    assert (awake.state, awake.snoozed_until) == (TaskState.OPEN, None)
    await wake_task(office, ana, task.id)
    assert (await task_now(office, task.id)).version == awake.version


async def test_nobody_gives_away_a_colleagues_task_or_to_who_may_not_see_it(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    await transfer_task(office, ana, TransferTask(uuid4(), task.id, task.version, ben.id))
    given = await task_now(office, task.id)
    with pytest.raises(NotAllowed, match="somebody else"):
        await transfer_task(office, ana, TransferTask(uuid4(), task.id, given.version, ana.id))
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(delete(Membership).where(Membership.user_id == ana.id))
    with pytest.raises(Conflict, match="works no tasks of this practice"):
        await transfer_task(office, ben, TransferTask(uuid4(), task.id, given.version, ana.id))


async def test_a_task_about_no_claim_is_held_and_handed_over_too(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    new = NewTask(TaskKind.FILE_PROBLEM, "file", "Look", billed.practice_id, date(2026, 11, 24))
    async with office.begin(CLAIMDESK) as work:
        made = await give(work, new, date(2026, 11, 23))
    task = await task_now(office, made)
    assert await work_next(office, ana) == task.id
    await transfer_task(office, ana, TransferTask(uuid4(), task.id, task.version, ben.id))
    assert (await task_now(office, task.id)).owner_id == ben.id


async def test_a_task_goes_only_to_who_may_work_it_and_says_why_not(office: Office) -> None:
    billed = await one_claim(office)
    names = ("Ana", "Cal", "Dee")
    ana, caller, coder = [await a_person(office, billed.practice_id, name=name) for name in names]
    boss = await a_person(office, billed.practice_id, Role.ADMINISTRATOR, "Boss")
    sue = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Sue")
    await a_team(office, [caller], "Callers", [Skill.CALLS])
    await a_team(office, [coder], "Denials", [Skill.DENIALS])
    denial = await a_task(office, billed, TaskKind.WORK_DENIAL, cause="denial")
    write_off = await a_task(office, billed, TaskKind.APPROVE_WRITE_OFF, cause="off", requested_by=ana.id)
    async with office.begin(ana) as work:
        assert [each.name for each in await receivers(work, billed.practice_id, [denial])] == ["Dee", "Sue"]
        assert [each.name for each in await receivers(work, billed.practice_id, [write_off])] == ["Sue"]
        both = await receivers(work, billed.practice_id, [denial, write_off])
    assert [each.name for each in both] == ["Dee", "Sue"]
    for person, why in ((boss, "works no tasks"), (caller, "is not trained for it")):
        with pytest.raises(Conflict, match=f"{person.name} {why}"):
            await transfer_task(office, sue, TransferTask(uuid4(), denial.id, denial.version, person.id))
    with pytest.raises(Conflict, match="or may not decide it"):
        await transfer_task(office, sue, TransferTask(uuid4(), write_off.id, write_off.version, coder.id))
    await transfer_task(office, sue, TransferTask(uuid4(), denial.id, denial.version, coder.id))
    assert (await task_now(office, denial.id)).owner_id == coder.id
