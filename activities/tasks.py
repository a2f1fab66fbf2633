"""Tasks as the office gives them out: made once, climbing when left, withdrawn when facts move on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from activities.allocating import allocate_new
from activities.transactions import Work
from models.base import new_id
from models.claims import Claim
from models.practices import Practice
from models.rulebook import priority_points, task_times
from models.tasks import Task
from rules.calendars import add_business_days
from rules.errors import Stale, Unknown
from rules.priority import facts_of, priority
from rules.tasks import LIVE, SECOND_PERSON, TaskKind, TaskState

TASK = bindparam("task", type_=Uuid)  # the statements of every act are built once
PENNILESS = Decimal("0.00")
LEASE = timedelta(minutes=10)  # how long an opened task is held


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be given to people; `cause` makes it one task however often it is asked for."""

    kind: TaskKind
    cause: str
    ask: str
    practice_id: UUID
    due_on: date
    money: Decimal = PENNILESS
    deadline_on: date | None = None
    claim_id: UUID | None = None
    account_id: UUID | None = None
    service_on: date | None = None
    promised_on: date | None = None
    payer_id: UUID | None = None
    remittance_id: UUID | None = None
    remittance_claim_id: UUID | None = None
    file_id: UUID | None = None
    level: int = 0
    owner_id: UUID | None = None
    requested_by: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def due_on(kind: TaskKind, today: date) -> date:
    """The business day by which a task of this kind, given today, should be done."""
    return add_business_days(today, task_times(today)[kind])


def for_claim(claim: Claim, kind: TaskKind, cause: str, ask: str, today: date, **more: Any) -> NewTask:
    """A task about this claim: its practice, payer, money and nearest deadline come from the claim."""
    promised = kind is TaskKind.CALL_PAYER and claim.promised_on == claim.follow_up_on
    deadline = more.pop("deadline_on", None if claim.filed_on else claim.file_by)
    money = more.pop("money", claim.open_amount)
    return NewTask(
        kind=kind,
        cause=cause,
        ask=ask,
        practice_id=claim.practice_id,
        due_on=due_on(kind, today),
        money=money,
        deadline_on=deadline,
        claim_id=claim.id,
        account_id=claim.patient_id,
        service_on=claim.service_from,
        promised_on=claim.promised_on if promised else None,
        payer_id=claim.payer_id,
        **more,
    )


async def give(work: Work, new: NewTask, today: date) -> UUID | None:
    """Put the task into its queue; None when its cause already made one."""
    new = await _in_place_of_the_guards(work, new, today)
    judged = priority(facts_of(new), today, priority_points(today))
    values = {each: getattr(new, each) for each in NewTask.__slots__}
    values |= {"id": new_id(), "created_at": work.now, "version": 1, "detail": dict(new.detail)}
    values |= {"state": TaskState.ESCALATED if new.level else TaskState.OPEN}
    values |= {"priority": judged.score, "priority_reasons": list(judged.reasons)}
    row = insert(Task).values(**values).on_conflict_do_nothing().returning(Task.id)
    made = (await work.session.execute(row)).scalar_one_or_none()
    if made is not None:
        work.record("gave", f"task:{made}", new.practice_id, kind=new.kind, cause=new.cause)
        work.ring_task(made)
        await allocate_new(work, [made])
    return made


async def _in_place_of_the_guards(work: Work, new: NewTask, today: date) -> NewTask:
    """A claim is in one queue: what the filing guard asked for becomes part of the work to be done anyway."""
    if new.claim_id is None or new.kind is TaskKind.FILING_DEADLINE:
        return new
    guards = [each for each in await live_of(work, new.claim_id) if each.kind is TaskKind.FILING_DEADLINE]
    for each in guards:
        each.state = TaskState.CANCELLED
        work.record("withdrew", f"task:{each.id}", each.practice_id, because=new.kind)
    return replace(new, level=max([new.level, *(each.level for each in guards)]))


def rank(task: Task, today: date) -> None:
    """Judge the task's place in the queue again, after one of its dates or its level changed."""
    judged = priority(facts_of(task), today, priority_points(today))
    task.priority, task.priority_reasons = judged.score, list(judged.reasons)


async def one(work: Work, task_id: UUID, seen: int | None = None) -> Task:
    """This task, locked for this transaction.

    Raises Unknown when there is none this actor may see, Stale when its version is no longer `seen`.
    """
    row = (await work.session.execute(_one(), {"task": task_id})).one_or_none()
    if row is None:
        raise Unknown("There is no such task, or it belongs to a practice you do not work for.")
    task, practice = row
    work.loaded.append(practice)  # whose day it is, asked by nearly every act
    if seen is not None and (task.version != seen or task.state not in LIVE):
        raise Stale("Someone else changed this task first: here it is as it stands now.")
    return task


async def one_behind_its_claim(
    work: Work, task_id: UUID, seen: int | None = None
) -> tuple[Task, Claim | None]:
    """As `one`, for acts that change the claim too: it is locked first, as its workflow locks it.

    A person and a workflow that meet wait for each other; in the other order the database ends one of them.
    """
    claim = await work.session.scalar(_claim_of(), {"task": task_id})
    return await one(work, task_id, seen), claim


@cache
def _one() -> Select[Task, Practice]:
    found = select(Task, Practice).join(Practice, Practice.id == Task.practice_id)
    return found.where(Task.id == TASK).with_for_update(of=Task)


@cache
def _claim_of() -> Select[Claim]:
    found = select(Claim).join(Task, Task.claim_id == Claim.id)
    return found.where(Task.id == TASK).with_for_update(of=Claim)


async def live_of(work: Work, claim_id: UUID) -> list[Task]:
    """The claim's live tasks, the most urgent first."""
    live = select(Task).where(Task.claim_id == claim_id, Task.state.in_(LIVE))
    return list(await work.session.scalars(live.order_by(Task.priority.desc(), Task.id).with_for_update()))


async def limit_is_decided(work: Work, claim_id: UUID) -> bool:
    """Whether people decide what becomes of the claim after its filing limit: other work waits for them."""
    return any(
        each.kind in (TaskKind.MISSED_DEADLINE, *SECOND_PERSON) for each in await live_of(work, claim_id)
    )


async def withdraw(
    work: Work,
    claim_id: UUID,
    because: str,
    keep: UUID | None = None,
    kinds: Collection[TaskKind] = tuple(TaskKind),
) -> None:
    """Cancel the claim's live tasks of these kinds: the facts moved on and nobody needs to do them."""
    for task in await live_of(work, claim_id):
        if task.id != keep and task.kind in kinds:
            task.state = TaskState.CANCELLED
            task.leased_by = task.leased_until = None
            work.record("withdrew", f"task:{task.id}", task.practice_id, because=because)
            work.ring_task(task.id)


def come_back(work: Work, task: Task, today: date) -> None:
    """A snooze or a question that ends today: the task is open again, and due on that day."""
    if task.snoozed_until is None or task.snoozed_until > today:
        return
    _reopen(work, task, task.snoozed_until, today, {})


def arrive(work: Work, task: Task, today: date, because: str) -> None:
    """What the task was put aside for has come before its day: it is open again, and due today."""
    _reopen(work, task, today, today, {"because": because})


def _reopen(work: Work, task: Task, due_on: date, today: date, told: Mapping[str, str]) -> None:
    task.due_on, task.snoozed_until = due_on, None
    task.awaits = task.aside_since = None
    task.state = TaskState.ESCALATED if task.level else TaskState.OPEN
    rank(task, today)
    work.record("came back", f"task:{task.id}", task.practice_id, **told)
    work.ring_task(task.id)


def raise_to(task: Task, level: int, today: date) -> None:
    """Move the task up: 1 to the supervisor, 2 to the manager; a snooze or a question ends with it."""
    task.level, task.state, task.snoozed_until = level, TaskState.ESCALATED, None
    rank(task, today)
