"""The supervisors' board: what is late and due today, whose it is, and the tasks behind each number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.payers import Payer
from models.practices import Practice
from models.task_facts import MOST
from models.tasks import Task
from models.users import User
from rules.tasks import TaskKind, TaskState

ACTIVE = (TaskState.OPEN, TaskState.ESCALATED)
SHOWN = 50
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


@dataclass(frozen=True, slots=True)
class Picked:
    """Which live tasks a number of the board means; what is None or empty asks nothing."""

    owner: UUID | None = None
    nobody: bool = False
    team: UUID | None = None
    practice: UUID | None = None
    kind: TaskKind | None = None
    age: Age | None = None
    overdue: bool = False
    money: Decimal | None = None

    def conditions(self, now: datetime) -> list[ColumnElement[bool]]:
        """As a query that joins the practice says it."""
        asked: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
            (self.owner, lambda: Task.owner_id == self.owner),
            (self.nobody, lambda: Task.owner_id.is_(None)),
            (self.team, lambda: Task.team_id == self.team),
            (self.practice, lambda: Task.practice_id == self.practice),
            (self.kind, lambda: Task.kind == self.kind),
            (self.money, lambda: Task.money >= self.money),
            (self.overdue, lambda: late(now) >= 1),
            (self.age, lambda: _of_age(self.age, now)),
        ]
        soonest = [Task.due_on <= now.date() + timedelta(days=1)] if self.age or self.overdue else []
        return [Task.state.in_(ACTIVE), *soonest, *(condition() for value, condition in asked if value)]


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
    if picked.team:
        found = found.where(Task.team_id == picked.team)
    if picked.practice:
        found = found.where(Task.practice_id == picked.practice)
    rows = await session.execute(found)
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
    due_on: date
    late: int
    deadline_on: date | None
    money: Decimal


async def behind(session: AsyncSession, picked: Picked, now: datetime) -> list[Behind]:
    """The most urgent tasks of this number, at most SHOWN."""
    found = (
        select(Task.id, Task.kind, Task.ask, Claim.number, Payer.name, Practice.name, User.name, Task.due_on)
        .add_columns(late(now), Task.deadline_on, Task.money)
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .outerjoin(User, User.id == Task.owner_id)
        .where(*picked.conditions(now))
    )
    rows = await session.execute(found.order_by(Task.priority.desc(), Task.id).limit(SHOWN))
    return [Behind(*row) for row in rows]


def _matching(picked: Picked, now: datetime) -> Select[UUID, Decimal]:
    found = select(Task.id, Task.money).join(Practice, Practice.id == Task.practice_id)
    return found.where(*picked.conditions(now)).order_by(Task.priority.desc(), Task.id).limit(MOST)


async def total(session: AsyncSession, picked: Picked, now: datetime) -> tuple[int, Decimal]:
    """How many tasks a number means, at most MOST, and their money."""
    found = _matching(picked, now).subquery()
    sums = select(func.count(), func.coalesce(func.sum(found.c.money), NOTHING))
    count, money = (await session.execute(sums.select_from(found))).one()
    return count, money


async def ids(session: AsyncSession, picked: Picked, now: datetime) -> Sequence[UUID]:
    """All of them, at most MOST, the most urgent first."""
    return [row.id for row in await session.execute(_matching(picked, now))]
