"""Tasks as allocation sees them, picked by id or by what they have in common, and their accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.patients import Patient
from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from rules.allocation import Account
from rules.tasks import LIVE, TaskKind, TaskState

MOST = 5000  # tasks moved in one act
HANDS = text("select * from claimdesk_hands(cast(:accounts as uuid[])) order by finished_at, task_id")
LAST_GIVEN = text("select rule_id, owner_id from claimdesk_last_given(cast(:rules as uuid[]))")


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """One task with what the rules ask of its practice, payer and patient."""

    id: UUID
    practice_id: UUID
    kind: TaskKind
    state: TaskState
    money: Decimal
    level: int
    detail: dict[str, Any]
    payer_id: UUID | None
    account_id: UUID | None
    access_class: str
    requested_by: UUID | None
    service_on: date | None
    team_id: UUID | None
    owner_id: UUID | None
    leased_by: UUID | None
    leased_until: datetime | None
    program: str | None
    payer_state: str | None
    practice_state: str
    time_zone: str
    language: str | None


COLUMNS = (
    Task.id, Task.practice_id, Task.kind, Task.state, Task.money, Task.level, Task.detail, Task.payer_id,
    Task.account_id, Task.access_class, Task.requested_by, Task.service_on, Task.team_id, Task.owner_id,
    Task.leased_by, Task.leased_until, Payer.program, Payer.state, Practice.state, Practice.time_zone,
    Patient.language,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Live tasks that have all of this in common; what is None or empty asks nothing."""

    owner_id: UUID | None = None
    team_id: UUID | None = None
    practice_id: UUID | None = None
    payer_id: UUID | None = None
    kinds: tuple[TaskKind, ...] = ()
    due_until: date | None = None
    money_from: Decimal | None = None
    level_from: int | None = None
    unallocated: bool = False  # nobody's, and no team's

    def conditions(self) -> list[ColumnElement[bool]]:
        """As the query says it; always about live tasks."""
        same = (Task.owner_id, Task.team_id, Task.practice_id, Task.payer_id)
        wanted = [each == getattr(self, each.key) for each in same if getattr(self, each.key) is not None]
        if self.kinds:
            wanted.append(Task.kind.in_(self.kinds))
        if self.due_until is not None:
            wanted.append(Task.due_on <= self.due_until)
        if self.money_from is not None:
            wanted.append(Task.money >= self.money_from)
        if self.level_from is not None:
            wanted.append(Task.level >= self.level_from)
        if self.unallocated:
            wanted.extend((Task.owner_id.is_(None), Task.team_id.is_(None)))
        return [Task.state.in_(LIVE), *wanted]


Which = TaskFilter | tuple[UUID, ...]


def _facts(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .outerjoin(Patient, Patient.id == Task.account_id)
        .where(*conditions)
    )


async def read(session: AsyncSession, which: Which) -> list[TaskSeen]:
    """The tasks, the most urgent first, at most MOST; nobody waits for anybody."""
    conditions = which.conditions() if isinstance(which, TaskFilter) else [Task.id.in_(which)]
    ordered = _facts(conditions).order_by(Task.priority.desc(), Task.id).limit(MOST)
    return [TaskSeen(*row) for row in await session.execute(ordered)]


async def lock(session: AsyncSession, which: Which) -> list[UUID]:
    """Hold these live tasks for the rest of the transaction; the ids of those that nobody else holds."""
    conditions = which.conditions() if isinstance(which, TaskFilter) else [Task.id.in_(which)]
    held = select(Task.id).where(*conditions, Task.state.in_(LIVE)).order_by(Task.id).limit(MOST)
    return list(await session.scalars(held.with_for_update(skip_locked=True)))


async def since(session: AsyncSession, moment: datetime, limit: int) -> list[TaskSeen]:
    """Every task given out since then, newest first, done or not: what a rule is tried on."""
    newest = _facts([Task.created_at >= moment, Task.state != TaskState.CANCELLED])
    rows = await session.execute(newest.order_by(Task.id.desc()).limit(limit))
    return [TaskSeen(*row) for row in rows]


async def accounts(
    session: AsyncSession, ids: Collection[UUID], leaving: Collection[UUID], now: datetime
) -> dict[UUID, Account]:
    """Who has the live tasks of these accounts, those in `leaving` not counted, and who finished the last.

    Tasks that the actor may not see count too: an account is in one hand for everybody.
    """
    known: dict[UUID, Account] = {}
    gone = set(leaving)
    for row in await session.execute(HANDS, {"accounts": list(ids)}) if ids else ():
        if row.task_id in gone:
            continue
        before = known.get(row.account_id, Account())
        known[row.account_id] = _with(before, row, now)
    return known


def _with(before: Account, row: Any, now: datetime) -> Account:
    if row.state == TaskState.DONE:
        return replace(before, last_owner_id=row.finished_by or before.last_owner_id)
    works_on_it = row.leased_by if row.leased_until and row.leased_until > now else None
    return before.with_task(row.owner_id or works_on_it, row.team_id)


async def last_given(session: AsyncSession, rules: Collection[UUID]) -> dict[UUID, UUID]:
    """Who got the newest task of each of these rules, in whichever practice."""
    rows = await session.execute(LAST_GIVEN, {"rules": list(rules)}) if rules else ()
    return {row.rule_id: row.owner_id for row in rows}
