"""The review of an emergency access is a task of the office: who sees it, who may do it, what it keeps."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK, Actor
from activities.allocation import Reassign, ToPerson, ToRules, reassign
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.emergency_reviews import review_task
from activities.finishing import finish_task
from activities.holding import open_task, snooze_task, take_over, transfer_task, work_next
from activities.next_task import SkipTask, look_ahead, skip_task
from activities.reminders import remind
from activities.transactions import Office
from models.alerts import Alert
from models.audit import AuditEvent
from models.emergency_access import EmergencyAccess
from models.practices import OFFICE, Practice
from models.tasks import Task
from models.users import User
from rules.access import Role
from rules.alerts import AlertKind
from rules.allocation import How
from rules.calendars import add_business_days
from rules.errors import Conflict, NotAllowed, Refusal, Unknown
from rules.tasks import Outcome, TaskState
from tests.factories_emergencies import FINDING, WHY, Staff, a_review, an_emergency, reviews, the_staff
from tests.factories_tasks import task_now
from tests.factories_teams import a_rule, a_team


@pytest.fixture
async def staff(office: Office) -> Staff:
    return await the_staff(office)


def finish(task: Task, outcome: Outcome = Outcome.JUSTIFIED, finding: str = FINDING) -> FinishTask:
    return FinishTask(uuid4(), task.id, task.version, outcome, reason=finding)


async def access(office: Office) -> EmergencyAccess:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(EmergencyAccess))).one()


async def promoted(office: Office, person: Actor) -> Actor:
    """The same person, a manager since."""
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(User).where(User.id == person.id).values(role=Role.MANAGER))
    return replace(person, role=Role.MANAGER, practices=(person.practices or frozenset()) | {OFFICE})


async def test_it_is_due_in_two_business_days_before_the_manager_with_its_reason_and_no_money(
    office: Office, staff: Staff
) -> None:
    task = await a_review(office, staff.ana.id)
    async with office.begin(CLAIMDESK) as work:
        home = await work.session.get_one(Practice, OFFICE)
        due = add_business_days(work.today(home.time_zone), 2)
    assert (task.practice_id, task.claim_id, task.payer_id, task.money) == (OFFICE, None, None, 0)
    assert (task.due_on, task.deadline_on, task.level, task.requested_by) == (due, None, 2, staff.ana.id)
    assert (task.detail["reason"], task.detail["role"]) == (WHY, "supervisor")


async def test_an_emergency_of_an_earlier_release_gets_its_task_once_from_the_morning_or_from_its_review(
    office: Office, staff: Staff
) -> None:
    await an_emergency(office, staff.ana.id, with_task=False)
    await remind(office)
    await remind(office)
    (first,) = await reviews(office)
    second = await an_emergency(office, staff.lea.id, with_task=False)
    async with office.begin(CLAIMDESK) as work:
        made = await review_task(work, second)
        assert (await review_task(work, second)).id == made.id != first.id
    await finish_task(office, staff.mara, finish(first))
    await remind(office)
    assert len(await reviews(office)) == 2
    with pytest.raises(Unknown, match="no such emergency"):
        async with office.begin(CLAIMDESK) as work:
            await review_task(work, uuid4())


@pytest.mark.parametrize("outcome", [Outcome.JUSTIFIED, Outcome.NOT_JUSTIFIED])
async def test_finishing_it_writes_the_review_once_and_cannot_be_taken_back(
    office: Office, staff: Staff, outcome: Outcome
) -> None:
    said = finish(await a_review(office, staff.ana.id), outcome)
    done = await finish_task(office, staff.mara, said)
    assert await finish_task(office, staff.mara, said) == done
    assert done.can_undo_until is None
    kept = await access(office)
    assert (kept.reviewed_by, kept.finding) == (staff.mara.id, FINDING)
    async with office.begin(CLAIMDESK) as work:
        about = AuditEvent.subject.in_((f"emergency:{kept.id}", f"task:{said.task_id}"))
        told = await work.session.scalars(select(AuditEvent).where(about))
        words = {event.action: event for event in told}
    assert words.keys() == {"gave", "finished", "reviewed emergency access"}
    assert {event.practice_id for event in words.values()} == {OFFICE}
    assert not any(FINDING in str(event.detail) or WHY in str(event.detail) for event in words.values())


@pytest.mark.parametrize(("finding", "refused"), [("", Refusal), ("all fine", Conflict)])
async def test_a_finding_that_says_nothing_is_refused_and_nothing_is_kept(
    office: Office, staff: Staff, finding: str, refused: type[Refusal]
) -> None:
    task = await a_review(office, staff.ana.id)
    with pytest.raises(refused):
        await finish_task(office, staff.mara, finish(task, finding=finding))
    assert (await access(office)).reviewed_at is None
    assert (await task_now(office, task.id)).state is TaskState.ESCALATED


async def test_a_finding_that_was_there_before_the_task_stays(office: Office, staff: Staff) -> None:
    task = await a_review(office, staff.ana.id)
    async with office.begin(CLAIMDESK) as work:
        found = {"reviewed_by": staff.otto.id, "reviewed_at": work.real_now, "finding": "Written before"}
        await work.session.execute(update(EmergencyAccess).values(**found))
    await finish_task(office, staff.mara, finish(task))
    assert (await access(office)).finding == "Written before"
    assert (await task_now(office, task.id)).state is TaskState.DONE


async def test_no_program_of_the_office_reviews_it(office: Office, staff: Staff) -> None:
    task = await a_review(office, staff.ana.id)
    with pytest.raises(NotAllowed, match="manager or an administrator"):
        await finish_task(office, CLAIMDESK, finish(task))


Deed = Callable[[Office, Actor, Task], Awaitable[object]]
DEEDS: dict[str, Deed] = {
    "finish": lambda office, me, task: finish_task(office, me, finish(task)),
    "open": lambda office, me, task: open_task(office, me, task.id),
    "take over": lambda office, me, task: take_over(office, me, task.id),
    "skip": lambda office, me, task: skip_task(office, me, SkipTask(uuid4(), task.id, "not mine")),
    "put aside": lambda office, me, task: snooze_task(
        office, me, SnoozeTask(uuid4(), task.id, task.version, until=task.due_on + timedelta(days=9))
    ),
    "hand on to oneself": lambda office, me, task: transfer_task(
        office, me, TransferTask(uuid4(), task.id, task.version, me.id)
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
async def test_nobody_acts_on_the_review_of_their_own_emergency(
    office: Office, staff: Staff, deed: Deed
) -> None:
    task = await a_review(office, staff.ana.id)
    ana = await promoted(office, staff.ana)
    with pytest.raises(NotAllowed, match="Somebody else reviews your own"):
        await deed(office, ana, task)
    assert (await access(office)).reviewed_at is None
    assert (await task_now(office, task.id)).version == task.version


async def test_it_is_given_to_nobody_as_their_own_by_hand_by_rules_or_as_the_next(
    office: Office, staff: Staff
) -> None:
    ana = await promoted(office, staff.ana)
    await a_rule(office, None, to=ana.id)
    task = await a_review(office, ana.id)
    assert task.owner_id is None
    assert await work_next(office, ana) is None
    async with office.begin(ana) as work:
        assert (await look_ahead(work)).first is None
    for to in (ToPerson(ana.id), ToRules()):
        (told,) = await reassign(office, staff.mara, Reassign(uuid4(), (task.id,), to))
        assert not told.moved
    with pytest.raises(Conflict, match="may not decide it"):
        await transfer_task(office, staff.mara, TransferTask(uuid4(), task.id, task.version, ana.id))
    assert await work_next(office, staff.mara) == task.id


async def test_a_rule_gives_it_to_who_may_review_in_its_team_and_else_it_is_unallocated(
    office: Office, staff: Staff
) -> None:
    only_leads = await a_team(office, [staff.lea, staff.ana], "Leads")
    await a_rule(office, only_leads, How.POOL, 1)
    first = await a_review(office, staff.ana.id)
    assert (first.team_id, first.owner_id) == (None, None)
    async with office.begin(CLAIMDESK) as work:
        told = select(Alert.user_id).where(Alert.kind == AlertKind.UNALLOCATED)
        heard = set(await work.session.scalars(told))
    assert heard == {staff.mara.id, staff.marc.id, staff.otto.id}
    await a_rule(office, await a_team(office, [staff.ana, staff.marc], "Two", ()), position=2)
    second = await a_review(office, staff.ana.id)
    assert second.owner_id == staff.marc.id
