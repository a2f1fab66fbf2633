"""The finished tasks behind a number of the boards, as they were counted: a page by key, and their sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.listings import PAGE, Moment
from models.payers import Payer
from models.performance import CountedTask
from models.practices import Practice
from models.tasks import Task
from models.users import User

NOTHING = Decimal("0.00")
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One finished task without its patient; `seconds` is None where it was never opened on the screen."""

    task_id: UUID
    kind: str
    outcome: str
    claim_number: str | None
    payer: str | None
    practice: str
    time_zone: str
    who: str
    given_at: datetime
    finished_at: datetime
    day: date
    seconds: int | None
    money: Decimal


async def rows(session: AsyncSession, asked: Conditions, after: Moment | None = None) -> list[CountedRow]:
    """The newest first; one more than a page when there are more. What the reader may not see is left out."""
    row = CountedTask
    found = (
        select(row.task_id, row.kind, row.outcome, Claim.number, Payer.name, Practice.name)
        .add_columns(Practice.time_zone, User.name, Task.created_at, row.finished_at, row.day)
        .add_columns(row.seconds, row.money)
        .join(Task, Task.id == row.task_id)
        .join(Practice, Practice.id == row.practice_id)
        .join(User, User.id == row.user_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(*asked)
    )
    if after:
        found = found.where(tuple_(row.finished_at, row.task_id) < (after.at, after.id))
    page = await session.execute(found.order_by(row.finished_at.desc(), row.task_id.desc()).limit(PAGE + 1))
    return [CountedRow(*each) for each in page]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows come to."""

    tasks: int
    money: Decimal


async def sums(session: AsyncSession, asked: Conditions) -> Sums:
    """Over all of them, whatever page is shown."""
    found = select(func.count(), func.coalesce(func.sum(CountedTask.money), NOTHING))
    return Sums(*(await session.execute(found.where(*asked))).one())
