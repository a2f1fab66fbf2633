"""Behind the numbers of a person's day: what they finished since midnight, and what they passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Date, Integer, cast, func, null, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.allocation import TaskSkip
from models.claims import Claim
from models.counted_rows import CountedRow
from models.listings import PAGE, Moment
from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from models.team_board import Picked
from models.team_people import SKIPS_OVER, since_midnight
from models.users import User
from rules.tasks import TaskKind


async def done_today(
    session: AsyncSession, now: datetime, picked: Picked, after: Moment | None = None
) -> list[CountedRow]:
    """Finished since midnight at the practice, the newest first; one more than a page when there are more."""
    found = (
        select(Task.id, Task.kind, Task.outcome, Claim.number, Payer.name, Practice.name)
        .add_columns(Practice.time_zone, User.name, Task.created_at, Task.finished_at)
        .add_columns(cast(func.timezone(Practice.time_zone, Task.finished_at), Date))
        .add_columns(cast(null(), Integer), Task.money)
        .join(Practice, Practice.id == Task.practice_id)
        .join(User, User.id == Task.finished_by)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(*since_midnight(now), *picked.whose(Task.finished_by))
    )
    if after:
        found = found.where(tuple_(Task.finished_at, Task.id) < (after.at, after.id))
    page = await session.execute(found.order_by(Task.finished_at.desc(), Task.id.desc()).limit(PAGE + 1))
    return [CountedRow(*row) for row in page]


@dataclass(frozen=True, slots=True)
class SkipRow:
    """One task that somebody passed over, and why."""

    id: UUID
    task_id: UUID
    kind: TaskKind
    who: str
    reason: str
    at: datetime
    claim_number: str | None
    practice: str
    time_zone: str


async def skips(
    session: AsyncSession, now: datetime, picked: Picked, after: Moment | None = None
) -> Sequence[SkipRow]:
    """Passed over within a week, the newest first; one more than a page when there are more."""
    found = (
        select(TaskSkip.id, Task.id, Task.kind, User.name, TaskSkip.reason, TaskSkip.at, Claim.number)
        .add_columns(Practice.name, Practice.time_zone)
        .join(Task, Task.id == TaskSkip.task_id)
        .join(Practice, Practice.id == Task.practice_id)
        .join(User, User.id == TaskSkip.user_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .where(TaskSkip.at > now - SKIPS_OVER, *picked.whose(TaskSkip.user_id))
    )
    if after:
        found = found.where(tuple_(TaskSkip.at, TaskSkip.id) < (after.at, after.id))
    page = await session.execute(found.order_by(TaskSkip.at.desc(), TaskSkip.id.desc()).limit(PAGE + 1))
    return [SkipRow(*row) for row in page]
