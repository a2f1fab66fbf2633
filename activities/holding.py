"""Who has a task: taking the next one, opening one, putting it aside, handing it on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm.attributes import set_committed_value

from activities import claims, tasks
from activities.actors import Actor
from activities.alerts import raise_alert
from activities.colleagues import why_not
from activities.commands import SnoozeTask, TaskHolder, TransferTask
from activities.next_task import (
    PUT_AWAY,
    guided_by,
    must_be_about_another,
    must_be_free_to_choose,
    must_be_given,
    next_task,
)
from activities.receipts import first_time
from activities.taking_back import may_take_back, remember_task
from activities.transactions import Office, Work
from models.filters import ANYTHING, Filter
from models.rulebook import working_times
from models.tasks import Task
from models.users import User
from rules.access import Permission, Role, may
from rules.alerts import AlertKind
from rules.errors import Conflict, NotAllowed, Refusal
from rules.follow_ups import next_follow_up_on, snooze_until
from rules.tasks import LIVE, Awaited, TaskKind, TaskState

HOLD = text("update task set leased_by = :me, leased_until = :until where id = :task")


async def work_next(
    office: Office,
    actor: Actor,
    *,
    after: UUID | None = None,
    kinds: Sequence[TaskKind] | None = None,
    narrow: Filter = ANYTHING,
) -> UUID | None:
    """Take the most urgent task that is this person's or waits in their team's pool; None: there is none.

    Tasks that others hold are skipped, never waited for. `after` is passed over: it was just worked on.
    """
    async with office.begin(actor) as work:
        return await take_next(work, after=after, kinds=kinds, narrow=narrow)


async def take_next(
    work: Work,
    *,
    after: UUID | None = None,
    kinds: Sequence[TaskKind] | None = None,
    narrow: Filter = ANYTHING,
) -> UUID | None:
    """As `work_next`, inside a transaction that also shows what was taken."""
    task = await next_task(work, after, kinds, narrow.conditions(work.actor.id, work.now))
    if task is None:
        return None
    await _lease(work, task)
    return task.id


async def _lease(work: Work, task: Task) -> None:
    """Hold it; the version stays: an open page answers to what a task says, not to who reads it."""
    until = work.now + tasks.LEASE
    await work.session.execute(HOLD, {"task": task.id, "me": work.actor.id, "until": until})
    set_committed_value(task, "leased_by", work.actor.id)
    set_committed_value(task, "leased_until", until)


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
        must_be_about_another(actor, task)
        must_be_free_to_choose(await guided_by(work), actor, task)
        await _lease(work, task)
        return None


async def take_over(office: Office, actor: Actor, task_id: UUID) -> None:
    """Take a task from whoever holds it. Raises NotAllowed but for supervisors and managers."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        if not may(Role(actor.role), Permission.TRANSFER_ANY):
            raise NotAllowed("Only a supervisor or a manager can take a task from somebody.")
        must_be_about_another(actor, task)
        work.record("took over", f"task:{task.id}", task.practice_id, held_by=str(task.leased_by))
        before = [each for each in {task.owner_id, task.leased_by} if each]
        told = f"{actor.name} took over a task that you had: {task.kind}."
        await raise_alert(work, AlertKind.MOVED, f"task:{task.id}", task.practice_id, to=before, told=told)
        await _lease(work, task)
        work.ring_task(task.id)


async def snooze_task(office: Office, actor: Actor, said: SnoozeTask) -> date:
    """Put the task aside; it comes back by itself, at the latest before its deadline. Gives the day."""
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task = await tasks.one(work, said.task_id, said.version if fresh else None)
        if fresh:
            await must_be_given(work, task)
            before, today = remember_task(task), await claims.today_of(work, task.practice_id)
            wanted = said.until or next_follow_up_on(today, working_times(today))
            task.snoozed_until = snooze_until(wanted, today, task.deadline_on)
            task.awaits, task.aside_since = _awaited(task, said), work.now
            task.state, task.leased_by, task.leased_until = TaskState.SNOOZED, None, None
            told = {"awaits": str(said.awaits)} if said.awaits else {}
            told |= {"until": str(task.snoozed_until), "act": str(said.key)}
            work.record("snoozed", f"task:{task.id}", task.practice_id, **told)
            may_take_back(work, task, said.key, was=before)
            _changed(work, task)
        return task.snoozed_until or work.now.date()


def _awaited(task: Task, said: SnoozeTask) -> Awaited | None:
    if said.awaits is None and said.until is None:
        raise Refusal("Say until when, or what it waits for.")
    if said.awaits is not None and task.claim_id is None:
        raise Conflict("This task is about no claim of ours: put it aside until a day.")
    return said.awaits


async def wake_task(office: Office, actor: Actor, task_id: UUID) -> None:
    """End a snooze before its day."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        if task.state is TaskState.SNOOZED:
            await must_be_given(work, task, PUT_AWAY)
            task.state = TaskState.ESCALATED if task.level else TaskState.OPEN
            task.snoozed_until = task.awaits = task.aside_since = None
            work.record("woke", f"task:{task.id}", task.practice_id)
            await _lease(work, task)
            _changed(work, task)


async def transfer_task(office: Office, actor: Actor, said: TransferTask) -> str:
    """Hand the task to a colleague who may work it; gives their name.

    Raises NotAllowed for another person's task without the right, Conflict when they may not have it.
    """
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task = await tasks.one(work, said.task_id, said.version if fresh else None)
        person = await work.session.get(User, said.to)
        if person is None or not person.active:
            raise Conflict("There is no such colleague.")
        if fresh:
            await _may_give(work, task, person)
            before = remember_task(task)
            task.owner_id, task.leased_by, task.leased_until = person.id, None, None
            task.allocation_rule_id = None  # by hand
            told = {"to": str(person.id), "to_name": person.name, "why": said.reason, "act": str(said.key)}
            work.record("transferred", f"task:{task.id}", task.practice_id, **told)
            may_take_back(work, task, said.key, was=before)
            _changed(work, task)
        return person.name


async def _may_give(work: Work, task: Task, person: User) -> None:
    await must_be_given(work, task)
    anybody = may(Role(work.actor.role), Permission.TRANSFER_ANY)
    if task.owner_id not in (None, work.actor.id) and not anybody:
        raise NotAllowed("This task belongs to somebody else: ask a supervisor to move it.")
    if why := await why_not(work, task, person.id):
        raise Conflict(f"{person.name} {why}.")


def _changed(work: Work, task: Task) -> None:
    work.ring_task(task.id)
    if task.claim_id is not None:
        work.wake(claims.workflow_id(task.claim_id))
