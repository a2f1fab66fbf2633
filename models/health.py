"""A few numbers about the office as a whole, for the machines that watch it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.outbox import Wake
from models.tasks import Task
from rules.claims import Stage
from rules.tasks import LIVE


@dataclass(frozen=True, slots=True)
class Numbers:
    """Live tasks by kind and state; lags in seconds, 0 when nothing waits."""

    depth: dict[tuple[str, str], int]
    outbox_lag: float
    outbox_rows: int
    oldest_unsent: float


async def read_numbers(session: AsyncSession, now: datetime) -> Numbers:
    """The numbers as of `now`, real time."""
    live = select(Task.kind, Task.state, func.count()).where(Task.state.in_(LIVE))
    depth = await session.execute(live.group_by(Task.kind, Task.state))
    due = select(_age(Wake.not_before, now)).where(Wake.not_before <= now)
    ready = select(_age(Claim.created_at, now)).where(Claim.stage == Stage.READY)
    return Numbers(
        depth={(kind, state): count for kind, state, count in depth},
        outbox_lag=await session.scalar(due) or 0.0,
        outbox_rows=await session.scalar(select(func.count()).select_from(Wake)) or 0,
        oldest_unsent=await session.scalar(ready) or 0.0,
    )


def _age(moment: object, now: datetime) -> ColumnElement[float]:
    return func.coalesce(func.extract("epoch", now - func.min(moment)), 0.0)
