"""Who has a task: taking the next one, opening one, putting it aside, handing it on."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select, update

from activities import claims, tasks
from activities.actors import Actor
from activities.commands import SnoozeTask, TaskHolder, TransferTask
from activities.receipts import first_time
from activities.transactions import Office, Work
from models.tasks import Task
from models.users import Membership, User
from rules.access import Permission, Role, may
from rules.errors import Conflict, NotAllowed
from rules.follow_ups import snooze_until
from rules.tasks import LIVE, SECOND_PERSON, TaskKind, TaskState

LEASE = timedelta(minutes=10)


async def work_next(
    office: Office, actor: Actor, *, after: UUID | None = None, kinds: Sequence[TaskKind] | None = None
) -> UUID | None:
    """Take the most urgent task that is this person's or nobody's; None when there is none.

    Tasks that others hold are skipped, never waited for. `after` is passed over: it was just skipped.
    """
    async with office.begin(actor) as work:
        task = await work.session.scalar(_next(work, after, kinds))
        if task is None:
            return None
        await _lease(work, task)
        return task.id


def _next(work: Work, after: UUID | None, kinds: Sequence[TaskKind] | None) -> Select[Task]:
    today = work.now.date()
    me = work.actor.id
    mine = or_(Task.owner_id.is_(None), Task.owner_id == me)
    awake = or_(Task.snoozed_until.is_(None), Task.snoozed_until <= today)
    free = or_(Task.leased_until.is_(None), Task.leased_until < work.now, Task.leased_by == me)
    waiting = select(Task).where(Task.state.in_(LIVE), mine, awake, free)
    if after is not None:
        waiting = waiting.where(Task.id != after)
    if kinds:
        waiting = waiting.where(Task.kind.in_(kinds))
    if not may(Role(work.actor.role), Permission.APPROVE_WRITE_OFF):
        waiting = waiting.where(Task.kind.not_in(SECOND_PERSON))
    else:
        waiting = waiting.where(or_(Task.requested_by.is_(None), Task.requested_by != me))
    best = waiting.order_by(Task.priority.desc(), Task.id).limit(1)
    return best.with_for_update(skip_locked=True)


async def _lease(work: Work, task: Task) -> None:
    """Hold it; the version stays: an open page answers to what a task says, not to who reads it."""
    held = update(Task).where(Task.id == task.id)
    await work.session.execute(held.values(leased_by=work.actor.id, leased_until=work.now + LEASE))


async def open_task(office: Office, actor: Actor, task_id: UUID) -> TaskHolder | None:
    """Hold this task, or say who holds it; None means it is yours for ten minutes."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        work.record("saw", f"task:{task.id}", task.practice_id)
        if task.state not in LIVE:
            return None
        if task.leased_by not in (None, actor.id) and task.leased_until and task.leased_until > work.now:
            holder = await work.session.get_one(User, task.leased_by)
            return TaskHolder(holder.id, holder.name, task.leased_until)
        await _lease(work, task)
        return None


async def take_over(office: Office, actor: Actor, task_id: UUID) -> None:
    """Take a task from whoever holds it. Raises NotAllowed but for supervisors and managers."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        if not may(Role(actor.role), Permission.TRANSFER_ANY):
            raise NotAllowed("Only a supervisor or a manager can take a task from somebody.")
        work.record("took over", f"task:{task.id}", task.practice_id, held_by=str(task.leased_by))
        await _lease(work, task)
        work.ring(task.practice_id)


async def snooze_task(office: Office, actor: Actor, said: SnoozeTask) -> date:
    """Put the task aside; it comes back by itself, at the latest before its deadline. Gives the day."""
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task = await tasks.one(work, said.task_id, said.version if fresh else None)
        if fresh:
            today = await claims.today_of(work, task.practice_id)
            task.snoozed_until = snooze_until(said.until, today, task.deadline_on)
            task.state, task.leased_by, task.leased_until = TaskState.SNOOZED, None, None
            work.record("snoozed", f"task:{task.id}", task.practice_id, until=str(task.snoozed_until))
            _changed(work, task)
        return task.snoozed_until or said.until


async def wake_task(office: Office, actor: Actor, task_id: UUID) -> None:
    """End a snooze before its day."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        if task.state is TaskState.SNOOZED:
            task.state, task.snoozed_until = TaskState.OPEN, None
            work.record("woke", f"task:{task.id}", task.practice_id)
            _changed(work, task)


async def transfer_task(office: Office, actor: Actor, said: TransferTask) -> str:
    """Hand the task to a colleague who works for the same practice; gives their name.

    Raises NotAllowed for another person's task without the right, Conflict when they may not see it.
    """
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task = await tasks.one(work, said.task_id, said.version if fresh else None)
        person = await work.session.get(User, said.to)
        if person is None or not person.active:
            raise Conflict("There is no such colleague.")
        if fresh:
            await _may_give(work, task, person)
            task.owner_id, task.leased_by, task.leased_until = person.id, None, None
            work.record(
                "transferred", f"task:{task.id}", task.practice_id, to=str(person.id), why=said.reason
            )
            _changed(work, task)
        return person.name


async def _may_give(work: Work, task: Task, person: User) -> None:
    anybody = may(Role(work.actor.role), Permission.TRANSFER_ANY)
    if task.owner_id not in (None, work.actor.id) and not anybody:
        raise NotAllowed("This task belongs to somebody else: ask a supervisor to move it.")
    works_there = select(Membership).where(
        Membership.user_id == person.id, Membership.practice_id == task.practice_id
    )
    if await work.session.scalar(works_there) is None:
        raise Conflict(f"{person.name} does not work for this practice.")


def _changed(work: Work, task: Task) -> None:
    work.ring(task.practice_id)
    if task.claim_id is not None:
        work.wake(claims.workflow_id(task.claim_id))
