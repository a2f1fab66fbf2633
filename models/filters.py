"""What narrows a list of tasks, and how a link writes it: "calls;due=overdue;money=500"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ScalarSelect, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from models.users import Membership, User
from rules.errors import Unknown
from rules.tasks import LIVE, TaskKind, TaskState

WEEK = timedelta(days=7)


class Due(StrEnum):
    """When it should have been done, by the practice's own day."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"  # within seven days, and everything overdue


class Owner(StrEnum):
    """Whose it is, where no colleague is named."""

    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Filter:
    """Every field that is set must hold; empty ones ask nothing."""

    due: Due | None = None
    kind: tuple[TaskKind, ...] = ()
    money: Decimal | None = None  # at least so much is at stake
    owner: Owner | UUID | None = None
    payer: UUID | None = None
    practice: UUID | None = None
    state: tuple[TaskState, ...] = ()

    def __str__(self) -> str:
        """As a link writes it, always in the same order: ";due=overdue;kind=call_payer,work_denial"."""
        told = ((each.name, getattr(self, each.name)) for each in fields(self))
        return "".join(f";{name}={_written(value)}" for name, value in told if value)

    def conditions(self, reader_id: UUID, now: datetime) -> list[ColumnElement[bool]]:
        """What a task must fulfil; the state is the view's business."""
        asked: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
            (self.due, lambda: _is_due(self.due, now)),
            (self.kind, lambda: Task.kind.in_(self.kind)),
            (self.money, lambda: Task.money >= self.money),
            (self.owner, lambda: _belongs(self.owner, reader_id)),
            (self.payer, lambda: Task.payer_id == self.payer),
            (self.practice, lambda: Task.practice_id == self.practice),
        ]
        return [condition() for value, condition in asked if value]


ANYTHING = Filter()


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(each.name.lower() for each in value)
    return str(value)


def _is_due(due: Due | None, now: datetime) -> ColumnElement[bool]:
    """By the practice's own day; a plain comparison beside it lets the index find them."""
    if due is Due.TODAY:
        return Task.due_on == day_there(now)
    if due is Due.OVERDUE:
        return (Task.due_on <= now.date()) & (Task.due_on < day_there(now))
    latest = now.date() + timedelta(days=1)  # west of the date line, where Guam is, tomorrow has begun
    return (Task.due_on <= latest + WEEK) & (Task.due_on <= day_there(now) + WEEK.days)


def day_there(now: datetime | ColumnElement[datetime]) -> ScalarSelect[date]:
    """The day that the practice of a task has at this moment."""
    home = aliased(Practice)
    there = select(cast(func.timezone(home.time_zone, now), Date)).where(home.id == Task.practice_id)
    return there.correlate(Task).scalar_subquery()


def _belongs(owner: Owner | UUID | None, reader_id: UUID) -> ColumnElement[bool]:
    if owner is Owner.NOBODY:
        return Task.owner_id.is_(None)
    return Task.owner_id == (reader_id if owner is Owner.ME else owner)


def read_filter(text: str) -> Filter:
    """What `str` wrote, without its first semicolon. Raises Unknown for anything else."""
    if not text:
        return ANYTHING
    asked = dict(part.partition("=")[::2] for part in text.split(";"))
    return filter_of(asked)


def filter_of(asked: Mapping[str, str]) -> Filter:
    """The filter of these words; empty ones ask nothing. Raises Unknown for a word it does not know."""
    said: dict[str, Any] = {}
    for name, words in asked.items():
        if name not in READERS:
            raise Unknown("There is no such list.")
        try:
            if words:
                said[name] = READERS[name](words)
        except (ValueError, KeyError, InvalidOperation):
            raise Unknown("There is no such list.") from None
    return Filter(**said)


def _money(words: str) -> Decimal:
    amount = Decimal(words).quantize(Decimal("0.01"))
    if not 0 <= amount < Decimal(10**9):
        raise ValueError(words)
    return amount


def _owner(words: str) -> Owner | UUID:
    return Owner(words) if words in set(Owner) else UUID(words)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a filter can name: payers, practices and people, each by name."""

    payers: list[tuple[UUID, str]]
    practices: list[tuple[UUID, str]]
    people: list[tuple[UUID, str]]


async def offered(session: AsyncSession) -> Offered:
    """The payers with live tasks, the practices of this reader, and everybody who works for them."""
    asked = exists().where(Task.payer_id == Payer.id, Task.state.in_(LIVE))
    here = select(Membership.user_id).where(Membership.practice_id.in_(select(Practice.id)))
    payers = select(Payer.id, Payer.name).where(asked).order_by(Payer.name)
    practices = select(Practice.id, Practice.name).order_by(Practice.name)
    people = select(User.id, User.name).where(User.active, User.id.in_(here)).order_by(User.name)
    found = [(await session.execute(each)).all() for each in (payers, practices, people)]
    return Offered(*([(row[0], row[1]) for row in rows] for rows in found))


READERS: dict[str, Callable[[str], object]] = {
    "due": Due,
    "kind": lambda words: tuple(TaskKind[each.upper()] for each in words.split(",")),
    "money": _money,
    "owner": _owner,
    "payer": UUID,
    "practice": UUID,
    "state": lambda words: tuple(TaskState[each.upper()] for each in words.split(",")),
}
