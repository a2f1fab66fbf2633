"""What falls due in the next days, and who is there to do it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import staffing
from models.tasks import Task
from models.team_board import ACTIVE, Picked
from rules.capacity import Calendar, Weights
from rules.workload import DueLoad


async def upcoming(session: AsyncSession, last: date, picked: Picked) -> list[DueLoad]:
    """What is due until that day, what is overdue too, by day and kind."""
    found = select(Task.due_on, Task.kind, func.count()).where(Task.state.in_(ACTIVE), Task.due_on <= last)
    found = found.where(*picked.whose())
    rows = await session.execute(found.group_by(Task.due_on, Task.kind))
    return [DueLoad(*row) for row in rows]


async def calendars(
    session: AsyncSession, now: datetime, zone: str, people: frozenset[UUID], weights: Weights
) -> Sequence[tuple[Calendar, Decimal]]:
    """When each of these people works, and what a day of theirs holds."""
    away = await staffing.absences(session, now.date() - timedelta(days=1))
    hours = await staffing.shifts(session, people)
    return [
        (
            Calendar(each.time_zone or zone, hours.get(each.id, ()), away.get(each.id, ())),
            each.capacity or weights.day,
        )
        for each in await staffing.workers(session)
        if each.id in people
    ]
