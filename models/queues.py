"""The lists people work from: which tasks stand in which view, in what order, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    DateTime,
    Select,
    Uuid,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.alerts import Alert
from models.claims import Claim
from models.patients import Patient
from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from models.users import Membership, User
from models.views import MINE as MINE
from models.views import TEAM as TEAM
from models.views import VIEWS as VIEWS
from models.views import View as View
from models.views import view_at as view_at
from rules.tasks import LIVE, SECOND_PERSON, TaskKind, TaskState

MOST = 1000  # counts stop here and say "1000+"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: only those who approve see the requests for a second person."""

    id: UUID
    approves: bool

    def kinds(self, view: View) -> frozenset[TaskKind]:
        """The kinds of this view that this person may work."""
        kinds = view.kinds or frozenset(TaskKind)
        return kinds if self.approves else kinds - SECOND_PERSON


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended."""

    priority: int
    id: UUID


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as a list shows it."""

    id: UUID
    kind: TaskKind
    state: TaskState
    ask: str
    detail: dict[str, Any]
    money: Decimal
    due_on: date
    deadline_on: date | None
    snoozed_until: date | None
    level: int
    priority: int
    last_name: str | None  # None: the task is about no patient
    first_name: str | None
    payer: str | None
    claim_number: str | None
    time_zone: str
    holder_id: UUID | None
    holder: str | None
    leased_until: datetime | None

    @property
    def place(self) -> Place:
        return Place(self.priority, self.id)


READER = bindparam("reader", type_=Uuid)
NOW, DAY = bindparam("now", type_=DateTime(True)), bindparam("day", type_=Date)


def _of(view: View, reader: Reader) -> list[ColumnElement[bool]]:
    """The conditions of this view for readers of this kind; who it is comes as a parameter."""
    conditions: list[ColumnElement[bool]] = [Task.state.in_(LIVE), Task.state.in_(view.states)]
    if view.kinds is not None or not reader.approves:
        conditions.append(Task.kind.in_(reader.kinds(view)))
    if view.mine:
        conditions.append(or_(Task.owner_id.is_(None), Task.owner_id == READER))
    return conditions


async def rows(
    session: AsyncSession,
    view: View,
    reader: Reader,
    now: datetime,
    after: Place | None = None,
    limit: int = PAGE,
) -> list[TaskRow]:
    """One page of the view, most money soonest lost first; one row more than `limit` says there is more."""
    holder = aliased(User)
    page = (
        select(
            *(Task.id, Task.kind, Task.state, Task.ask, Task.detail, Task.money, Task.due_on),
            *(Task.deadline_on, Task.snoozed_until, Task.level, Task.priority),
            *(Patient.last_name, Patient.first_name, Payer.name, Claim.number, Practice.time_zone),
            *(holder.id, holder.name, Task.leased_until),
        )
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Patient, Patient.id == Claim.patient_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .outerjoin(holder, holder.id == Task.leased_by)
        .where(*_of(view, reader), *view.narrow.conditions(reader.id, now))
    )
    if after:
        page = page.where(
            Task.priority <= after.priority, or_(Task.priority < after.priority, Task.id > after.id)
        )
    ordered = page.order_by(Task.priority.desc(), Task.id).limit(limit + 1)
    found = await session.execute(ordered, {"reader": reader.id} if view.mine else {})
    return [TaskRow(*row) for row in found]


async def matching(
    session: AsyncSession, view: View, reader: Reader, now: datetime, limit: int
) -> Sequence[UUID]:
    """The ids of the most urgent tasks of this view, at most `limit`."""
    narrowed = view.narrow.conditions(reader.id, now)
    found = select(Task.id).where(*_of(view, reader), *narrowed).order_by(Task.priority.desc(), Task.id)
    return (await session.scalars(found.limit(limit), {"reader": reader.id})).all()


async def counts(session: AsyncSession, reader: Reader, now: datetime) -> dict[str, int]:
    """How many tasks in each view, at most one more than `MOST`; "overdue" ones of mine, unseen "alerts"."""
    found = await session.execute(
        _counting(reader.approves), {"reader": reader.id, "now": now, "day": now.date()}
    )
    return {name: number for name, number in found}  # noqa: C416 - a row is no pair to dict()


@cache
def _counting(approves: bool) -> CompoundSelect[str, int]:
    """The one statement for all counts, built once for each kind of reader."""
    anybody = Reader(UUID(int=0), approves)
    task = select(literal(1)).select_from(Task)
    parts = [_count(view.name, task.where(*_of(view, anybody))) for view in VIEWS.values()]
    late = task.join(Practice, Practice.id == Task.practice_id).where(*_of(MINE, anybody))
    late = late.where(Task.due_on <= DAY)  # lets the index find them; the practice's own day decides
    late = late.where(Task.due_on < cast(func.timezone(Practice.time_zone, NOW), Date))
    unseen = select(literal(1)).select_from(Alert).where(Alert.user_id == READER, Alert.seen_at.is_(None))
    return union_all(*parts, _count("overdue", late), _count("alerts", unseen))


async def count_of(
    session: AsyncSession, places: Sequence[str], reader: Reader, now: datetime
) -> dict[str, int]:
    """How many tasks stand in each of these views, as `counts` does; no query for no view."""
    if not places:
        return {}
    task = select(literal(1)).select_from(Task)
    views = [view_at(place) for place in dict.fromkeys(places)]
    parts = [
        _count(each.name, task.where(*_of(each, reader), *each.narrow.conditions(reader.id, now)))
        for each in views
    ]
    found = await session.execute(union_all(*parts), {"reader": reader.id})
    return {name: number for name, number in found}  # noqa: C416 - a row is no pair to dict()


def _count(name: str, matching: Select[int]) -> Select[str, int]:
    return select(literal(name), func.count()).select_from(matching.limit(MOST + 1).subquery())


@dataclass(frozen=True, slots=True)
class Done:
    """What this person finished today, by each practice's own day."""

    count: int
    money: Decimal


async def done_today(session: AsyncSession, user_id: UUID, now: datetime) -> Done:
    """How many tasks, and the money they were about."""
    midnight = func.date_trunc("day", func.timezone(Practice.time_zone, now))
    found = (
        select(func.count(), func.coalesce(func.sum(Task.money), Decimal(0)))
        .select_from(Task)
        .join(Practice, Practice.id == Task.practice_id)
        .where(Task.state == TaskState.DONE, Task.finished_by == user_id)
        .where(Task.finished_at > now - timedelta(hours=26))  # lets the index find them
        .where(Task.finished_at >= func.timezone(Practice.time_zone, midnight))
    )
    count, money = (await session.execute(found)).one()
    return Done(count, money)


async def colleagues(session: AsyncSession, practice_id: UUID) -> Sequence[User]:
    """The people who work for this practice, by name."""
    found = select(User).join(Membership, Membership.user_id == User.id)
    here = found.where(Membership.practice_id == practice_id, User.active)
    return (await session.scalars(here.order_by(User.name))).all()
