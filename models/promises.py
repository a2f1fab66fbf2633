"""What the office promised by kind of work: how much was in time, what was late, and the tasks behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.performance import CountedTask, PerformanceDay
from models.tasks import Task
from models.team_board import Picked
from rules.service_levels import ServiceLevel
from rules.tasks import LIVE, TaskKind

Given = tuple[ServiceLevel, datetime]  # what was given before this moment and is still open is late


@dataclass(frozen=True, slots=True)
class Finished:
    """What one person finished of one kind over some days: all of it, and what was in time."""

    user_id: UUID
    kind: str
    tasks: int
    money: Decimal
    in_time: int
    in_time_money: Decimal


def _of_board(row: type[PerformanceDay] | type[CountedTask], picked: Picked) -> list[ColumnElement[bool]]:
    """The narrowing of the board, asked of finished work: its owner is whoever finished it."""
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (picked.owner, row.user_id == picked.owner),
        (picked.nobody, false()),
        (picked.team, row.team_id == picked.team),
        (picked.no_team, row.team_id.is_(None)),
        (picked.practice, row.practice_id == picked.practice),
        (picked.kind, row.kind == picked.kind),
    ]
    return [condition for value, condition in asked if value]


async def finished(
    session: AsyncSession, levels: Sequence[ServiceLevel], today: date, picked: Picked
) -> list[Finished]:
    """What each person finished of each promised kind since the day from which its promise is looked at."""
    row = PerformanceDay
    spans = [and_(row.kind.in_(each.kinds), row.day >= each.since(today)) for each in levels]
    found = (
        select(row.user_id, row.kind, func.sum(row.finished), func.sum(row.money))
        .add_columns(func.sum(row.in_time), func.sum(row.in_time_money))
        .where(or_(false(), *spans), *_of_board(row, picked))
        .group_by(row.user_id, row.kind)
    )
    return [Finished(*each) for each in await session.execute(found)]


@dataclass(frozen=True, slots=True)
class Late:
    """Open tasks of one kind that are past what was promised, by owner; None is nobody."""

    kind: TaskKind
    owner_id: UUID | None
    tasks: int
    money: Decimal


async def late(session: AsyncSession, given_before: Sequence[Given], picked: Picked) -> list[Late]:
    """What is open and late of each promise, added up by kind and owner."""
    parts = [
        select(Task.kind, Task.owner_id, func.count(), func.sum(Task.money))
        .where(*open_of(level, moment, picked))
        .group_by(Task.kind, Task.owner_id)
        for level, moment in given_before
    ]
    rows = await session.execute(union_all(*parts)) if parts else ()
    return [Late(TaskKind(kind), owner, tasks, money) for kind, owner, tasks, money in rows]


def finished_of(
    level: ServiceLevel, today: date, picked: Picked, *, in_time: bool
) -> list[ColumnElement[bool]]:
    """The finished tasks of one promise that kept or missed it."""
    row = CountedTask
    span = [row.kind.in_(level.kinds), row.day >= level.since(today), row.in_time.is_(in_time)]
    return [*span, *_of_board(row, picked)]


def open_of(level: ServiceLevel, given_before: datetime, picked: Picked) -> list[ColumnElement[bool]]:
    """The open tasks of one promise that are past it already."""
    return [Task.state.in_(LIVE), Task.kind.in_(level.kinds), Task.created_at < given_before, *picked.whose()]
