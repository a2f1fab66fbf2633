"""The supervisors' board: what is late and due today, whose it is, and the tasks behind each number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, and_, case, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models.claims import Claim
from models.payers import Payer
from models.practices import Practice
from models.task_facts import MOST
from models.tasks import Task
from models.users import User
from rules.tasks import TaskKind, TaskState

ACTIVE = (TaskState.OPEN, TaskState.ESCALATED)
ASIDE = (TaskState.SNOOZED, TaskState.WAITING_ON_PROVIDER)
PAGE = 50
NOTHING = Decimal("0.00")


class Age(StrEnum):
    """How many days ago a task should have been done, by the practice's own day."""

    TODAY = "today"
    FEW = "1-2"
    WEEK = "3-7"
    FORTNIGHT = "8-14"
    MONTH = "15-30"
    LONG = "31"


BOUNDS: dict[Age, tuple[int, int | None]] = {
    Age.TODAY: (0, 0),
    Age.FEW: (1, 2),
    Age.WEEK: (3, 7),
    Age.FORTNIGHT: (8, 14),
    Age.MONTH: (15, 30),
    Age.LONG: (31, None),
}  # in days; both ends included
OVERDUE = "overdue"
NOBODY = "nobody"
NO_TEAM = "none"


@dataclass(frozen=True, slots=True)
class Picked:
    """Which live tasks a number of the board means; what is None or empty asks nothing."""

    owner: UUID | None = None
    nobody: bool = False
    team: UUID | None = None
    no_team: bool = False
    practice: UUID | None = None
    kind: TaskKind | None = None
    age: Age | None = None
    overdue: bool = False
    due: bool = False  # today or before
    aside: bool = False  # asleep, or waiting on the practice
    money: Decimal | None = None

    def whose(self, by: InstrumentedAttribute[Any] = Task.owner_id) -> list[ColumnElement[bool]]:
        """What narrows the whole board: team, practice, kind, and the person that `by` names."""
        asked: list[tuple[object, ColumnElement[bool]]] = [
            (self.owner, by == self.owner),
            (self.nobody, by.is_(None)),
            (self.team, Task.team_id == self.team),
            (self.no_team, Task.team_id.is_(None)),
            (self.practice, Task.practice_id == self.practice),
            (self.kind, Task.kind == self.kind),
        ]
        return [condition for value, condition in asked if value]

    def conditions(self, now: datetime) -> list[ColumnElement[bool]]:
        """As a query that joins the practice says it."""
        asked: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
            (self.money, lambda: Task.money >= self.money),
            (self.overdue, lambda: late(now) >= 1),
            (self.due, lambda: late(now) >= 0),
            (self.age, lambda: _of_age(self.age, now)),
        ]
        is_timed = self.age or self.overdue or self.due
        soonest = [Task.due_on <= now.date() + timedelta(days=1)] if is_timed else []
        states = Task.state.in_(ASIDE if self.aside else ACTIVE)
        return [states, *soonest, *self.whose(), *(condition() for value, condition in asked if value)]


def late(now: datetime) -> ColumnElement[int]:
    """Days since it was due, at the practice."""
    return cast(cast(func.timezone(Practice.time_zone, now), Date) - Task.due_on, Integer)


def _of_age(age: Age | None, now: datetime) -> ColumnElement[bool]:
    if age is None:
        return literal(True)
    least, most = BOUNDS[age]
    return and_(late(now) >= least, late(now) <= most) if most is not None else late(now) >= least


@dataclass(frozen=True, slots=True)
class Heap:
    """So many tasks of one owner, team, kind and age; None is nobody and no team."""

    owner_id: UUID | None
    team_id: UUID | None
    kind: TaskKind
    age: Age
    count: int
    money: Decimal
    oldest: date


async def heaps(session: AsyncSession, picked: Picked, now: datetime) -> list[Heap]:
    """Everything due today or before, added up in one statement from one index."""
    there = select(Practice.id, cast(func.timezone(Practice.time_zone, now), Date).label("today"))
    here = there.cte("here").prefix_with(
        "materialized"
    )  # a time zone is asked once a practice, not once a task
    ago = cast(here.c.today - Task.due_on, Integer)
    whens = [(ago <= most, age.value) for age, (_, most) in BOUNDS.items() if most is not None]
    age = case(*whens, else_=Age.LONG.value).label("age")
    found = (
        select(Task.owner_id, Task.team_id, Task.kind, age, func.count(), func.sum(Task.money))
        .add_columns(func.min(Task.due_on))
        .select_from(Task)
        .join(here, here.c.id == Task.practice_id)
        .where(Task.state.in_(ACTIVE), Task.due_on <= now.date() + timedelta(days=1), ago >= 0)
        .group_by(Task.owner_id, Task.team_id, Task.kind, age)
    )
    rows = await session.execute(found.where(*picked.whose()))
    return [
        Heap(owner, team, kind, Age(how_old), count, money, oldest)
        for owner, team, kind, how_old, count, money, oldest in rows
    ]


@dataclass(frozen=True, slots=True)
class Behind:
    """One task behind a number, without its patient."""

    id: UUID
    kind: TaskKind
    ask: str
    claim_number: str | None
    payer: str | None
    practice: str
    owner: str | None
    given_at: datetime
    time_zone: str
    due_on: date
    snoozed_until: date | None
    deadline_on: date | None
    money: Decimal
    priority: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of such tasks ended."""

    priority: int
    id: UUID


async def rows(
    session: AsyncSession, asked: Sequence[ColumnElement[bool]], after: Place | None = None
) -> list[Behind]:
    """Live tasks of these conditions, the most urgent first; one more than a page when there are more."""
    found = (
        select(Task.id, Task.kind, Task.ask, Claim.number, Payer.name, Practice.name, User.name)
        .add_columns(Task.created_at, Practice.time_zone, Task.due_on, Task.snoozed_until, Task.deadline_on)
        .add_columns(Task.money, Task.priority)
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .outerjoin(User, User.id == Task.owner_id)
        .where(*asked)
    )
    if after:
        lower = Task.priority < after.priority
        found = found.where(or_(lower, and_(Task.priority == after.priority, Task.id > after.id)))
    page = await session.execute(found.order_by(Task.priority.desc(), Task.id).limit(PAGE + 1))
    return [Behind(*row) for row in page]


async def behind(
    session: AsyncSession, picked: Picked, now: datetime, after: Place | None = None
) -> list[Behind]:
    """The tasks of this number, the most urgent first; one more than a page when there are more."""
    return await rows(session, picked.conditions(now), after)


async def total(session: AsyncSession, asked: Sequence[ColumnElement[bool]]) -> tuple[int, Decimal]:
    """How many tasks these conditions mean, and their money."""
    found = select(func.count(), func.coalesce(func.sum(Task.money), NOTHING)).select_from(Task)
    joined = found.join(Practice, Practice.id == Task.practice_id)
    count, money = (await session.execute(joined.where(*asked))).one()
    return count, money


async def ids(session: AsyncSession, picked: Picked, now: datetime) -> Sequence[UUID]:
    """All of them, at most MOST, the most urgent first."""
    found = select(Task.id).join(Practice, Practice.id == Task.practice_id).where(*picked.conditions(now))
    return (await session.scalars(found.order_by(Task.priority.desc(), Task.id).limit(MOST))).all()
