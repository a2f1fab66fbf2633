"""The lists people work from: which tasks stand in which view, in what order, and how many.

Kinds and states are written into the statements, which are built once: so a prepared plan can use the
partial indexes, and the database plans a statement once for each connection, not at every look.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    DateTime,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.access import class_by_class, mine, sees_some
from models.alerts import Alert
from models.claims import Claim
from models.emergency_access import EmergencyAccess
from models.filters import ANYTHING
from models.patients import Patient
from models.payers import Payer
from models.practices import OFFICE, Practice
from models.tasks import Task
from models.teams import TeamMember
from models.users import Membership, User
from models.views import MINE as MINE
from models.views import TEAM as TEAM
from models.views import VIEWS as VIEWS
from models.views import View as View
from models.views import view_at as view_at
from models.words import among, word
from rules.access import REVIEWERS
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


MOST_ROWS = bindparam("most", type_=Integer, literal_execute=True)
READER = bindparam("reader", type_=Uuid)
ONE, FEW = literal_column("1", Integer).label("one"), literal_column(str(MOST + 1), Integer)
NOW, SINCE = bindparam("now", type_=DateTime(True)), bindparam("since", type_=DateTime(True))
DAY = bindparam("day", type_=Date)
DAY_AND_NIGHT = timedelta(hours=26)  # longer than any practice's today


def _of(view: View, reader: Reader) -> list[ColumnElement[bool]]:
    """The conditions of this view for readers of this kind; who it is comes as a parameter."""
    conditions = [mine(Task), among(Task.state, LIVE), among(Task.state, view.states)]
    if view.kinds is not None:
        conditions.append(among(Task.kind, reader.kinds(view)))
    elif not reader.approves:
        conditions.append(~among(Task.kind, SECOND_PERSON))
    if view.mine:
        teams = select(TeamMember.team_id).where(TeamMember.user_id == READER)
        ours = or_(Task.team_id.is_(None), Task.team_id.in_(teams))
        conditions.append(or_(Task.owner_id == READER, and_(Task.owner_id.is_(None), ours)))
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
    page = _listing(replace(view, name="", narrow=ANYTHING), reader.approves)
    if view.narrow != ANYTHING:
        page = page.where(*view.narrow.conditions(reader.id, now))
    if after:
        page = page.where(
            Task.priority <= after.priority, or_(Task.priority < after.priority, Task.id > after.id)
        )
    page = _first(session, page, MOST_ROWS)
    found = await session.execute(page, {"most": limit + 1} | ({"reader": reader.id} if view.mine else {}))
    return [TaskRow(*row) for row in found]


@cache
def _listing(view: View, approves: bool) -> Select[Any]:
    """The first rows of a view without a filter, built once for each kind of reader."""
    holder = aliased(User)
    return (
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
        .where(*_of(view, Reader(UUID(int=0), approves)))
        .order_by(Task.priority.desc(), Task.id)
        .limit(MOST_ROWS)
    )


def _first(session: AsyncSession, page: Select[Any], limit: ColumnElement[int] | int) -> Select[Any]:
    """The same page; from abroad its tasks are found class by class."""
    if not sees_some(session):
        return page
    keys = page.with_only_columns(Task.id, Task.priority, maintain_column_froms=True).order_by(None)
    keys = keys.order_by(Task.access_class, Task.priority.desc(), Task.id)  # the order of ix_task_class
    each = class_by_class(keys).subquery()
    first = select(each.c.id).order_by(each.c.priority.desc(), each.c.id).limit(limit)
    return page.where(Task.id.in_(first))


async def matching(
    session: AsyncSession, view: View, reader: Reader, now: datetime, limit: int
) -> Sequence[UUID]:
    """The ids of the most urgent tasks of this view, at most `limit`."""
    narrowed = view.narrow.conditions(reader.id, now)
    found = select(Task.id).where(*_of(view, reader), *narrowed).order_by(Task.priority.desc(), Task.id)
    return (await session.scalars(_first(session, found.limit(limit), limit), {"reader": reader.id})).all()


@dataclass(frozen=True, slots=True)
class Done:
    """What this person finished today, by each practice's own day."""

    count: int
    money: Decimal


async def counts(session: AsyncSession, reader: Reader, now: datetime) -> tuple[dict[str, int], Done]:
    """How many tasks in each view, at most one more than `MOST`; "overdue" ones of mine, unseen "alerts".

    And "reviews", emergency accesses of others that nobody has reviewed; and what this person did today: one
    statement for everything that stands beside each screen.
    """
    about = {"reader": reader.id, "now": now, "day": now.date(), "since": now - DAY_AND_NIGHT}
    found = await session.execute(_counting(reader.approves, sees_some(session)), about)
    numbers = {name: number for name, number in found}  # noqa: C416 - a row is no pair to dict()
    return numbers, Done(numbers.pop("done"), Decimal(numbers.pop("cents")) / 100)


@cache
def _counting(approves: bool, some: bool) -> CompoundSelect[str, int]:
    """The one statement for all counts, built once for each kind of reader."""
    anybody = Reader(UUID(int=0), approves)
    task = select(ONE).select_from(Task)
    parts = [_count(word(view.name), task.where(*_of(view, anybody)), some) for view in VIEWS.values()]
    late = task.join(Practice, Practice.id == Task.practice_id).where(*_of(MINE, anybody))
    late = late.where(Task.due_on <= DAY)  # lets the index find them; the practice's own day decides
    late = late.where(Task.due_on < cast(func.timezone(Practice.time_zone, NOW), Date))
    unseen = select(ONE).select_from(Alert)
    unseen = unseen.where(Alert.user_id == READER, Alert.seen_at.is_(None))
    owed = select(ONE).select_from(EmergencyAccess)
    owed = owed.where(EmergencyAccess.reviewed_at.is_(None), EmergencyAccess.user_id != READER)
    parts += [_count(word("overdue"), late, some), _count(word("alerts"), unseen)]
    parts.append(_count(word("reviews"), owed))
    return union_all(*parts, *_finished())


def _finished() -> tuple[Select[str, int], Select[str, int]]:
    """How many tasks this person finished today, and the cents they were about."""
    midnight = func.date_trunc("day", func.timezone(Practice.time_zone, NOW))
    done = (
        select(func.count().label("tasks"), func.coalesce(func.sum(Task.money), 0).label("money"))
        .select_from(Task)
        .join(Practice, Practice.id == Task.practice_id)
        .where(among(Task.state, [TaskState.DONE]), Task.finished_by == READER)
        .where(Task.finished_at > SINCE)  # lets the index find them
        .where(Task.finished_at >= func.timezone(Practice.time_zone, midnight))
        .cte("finished")
    )
    return select(word("done"), done.c.tasks), select(word("cents"), cast(done.c.money * 100, BigInteger))


async def count_of(
    session: AsyncSession, places: Sequence[str], reader: Reader, now: datetime
) -> dict[str, int]:
    """How many tasks stand in each of these views, as `counts` does; no query for no view."""
    if not places:
        return {}
    task = select(ONE).select_from(Task)
    views = [view_at(place) for place in dict.fromkeys(places)]
    some = sees_some(session)
    parts = [
        _count(
            literal(each.name), task.where(*_of(each, reader), *each.narrow.conditions(reader.id, now)), some
        )
        for each in views
    ]
    found = await session.execute(union_all(*parts), {"reader": reader.id})
    return {name: number for name, number in found}  # noqa: C416 - a row is no pair to dict()


def _count(called: ColumnElement[str], matching: Select[int], some: bool = False) -> Select[str, int]:
    most = matching.limit(FEW)
    if some:
        most = class_by_class(most).limit(FEW)
    return select(called, func.count()).select_from(most.subquery())


async def colleagues(session: AsyncSession, practice_id: UUID) -> Sequence[User]:
    """The people who work for this practice, by name; at the office itself, those who review access."""
    if practice_id == OFFICE:
        reviewers = select(User).where(User.active, User.role.in_(REVIEWERS))
        return (await session.scalars(reviewers.order_by(User.name))).all()
    return (await session.scalars(_here(), {"practice": practice_id})).all()


@cache
def _here() -> Select[User]:
    found = select(User).join(Membership, Membership.user_id == User.id)
    here = found.where(Membership.practice_id == bindparam("practice", type_=Uuid), User.active)
    return here.order_by(User.name)
