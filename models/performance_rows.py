"""What stands behind a number of the performance board: finished tasks or reviews, with their sums."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.listings import PAGE, Moment
from models.performance import CountedTask, PerformanceDay
from models.performance_boards import in_period
from models.practices import Practice
from models.quality import QualityReview
from models.tasks import Task
from models.users import User
from rules.performance import PerformanceRules, Period, Tally
from rules.tasks import Outcome, TaskKind


class Figure(StrEnum):
    """Which number of the board."""

    FINISHED = "finished"
    ACCOUNTS = "accounts"
    FIRST_TOUCH = "first touch"
    MINUTES = "minutes"
    REWORK = "rework"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class Figured:
    """One number: of which period, of whom (None: everybody), of which kind and outcome (empty: of all)."""

    figure: Figure
    period: Period
    people: Collection[UUID] | None = None
    kind: str = ""
    outcome: str = ""

    def whole(self, row: type[CountedTask] | type[PerformanceDay]) -> list[ColumnElement[bool]]:
        """Everything that was finished there, which the number is a part of."""
        asked: list[tuple[bool, ColumnElement[bool]]] = [
            (self.people is not None, row.user_id.in_(self.people or ())),
            (bool(self.kind), row.kind == self.kind),
            (bool(self.outcome), row.outcome == self.outcome),
        ]
        span = row.day.between(self.period.first, self.period.last)
        return [span, *(condition for holds, condition in asked if holds)]

    def part(self) -> list[ColumnElement[bool]]:
        """The tasks of the number itself."""
        row = CountedTask
        parts: dict[Figure, ColumnElement[bool]] = {
            Figure.ACCOUNTS: row.is_account.is_(True),
            Figure.FIRST_TOUCH: row.at_first_touch.is_(True),
            Figure.MINUTES: row.seconds.is_not(None),
            Figure.REWORK: row.came_back.is_(True),
        }
        own = [parts[self.figure]] if self.figure in parts else []
        return [*self.whole(row), *own]


async def whole(session: AsyncSession, of: Figured, rules: PerformanceRules) -> Tally:
    """What the number is reckoned from, as the board adds it up; person-days of whatever kind."""
    row = PerformanceDay
    can_come_back = func.sum(row.finished).filter(row.kind.in_(rules.rework_kinds))
    sums = (
        select(func.sum(row.finished), func.sum(row.accounts), func.sum(row.money))
        .add_columns(func.sum(row.first_touch), func.sum(row.reworked), func.sum(row.timed))
        .add_columns(func.sum(row.touch_seconds), can_come_back)
    )
    found = await session.execute(sums.where(*of.whole(row)))
    finished, accounts, money, first, reworked, timed, seconds, can = (each or 0 for each in found.one())
    those = select(row.user_id).where(*of.whole(row))
    worked = Figured(of.figure, of.period, of.people).whole(row)
    days = select(func.count(func.distinct(tuple_(row.user_id, row.day))))
    return Tally(
        finished=finished, accounts=accounts, money=Decimal(money), first_touch=first, reworked=reworked,
        timed=timed, touch_seconds=seconds, can_come_back=can,
        person_days=await session.scalar(days.where(*worked, row.user_id.in_(those))) or 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review that counts, without the patient."""

    id: UUID
    kind: TaskKind
    outcome: Outcome
    claim_number: str | None
    practice: str
    time_zone: str
    who: str
    reviewed_at: datetime
    score: int
    passed: bool


def _reviews_of(of: Figured) -> list[ColumnElement[bool]]:
    theirs = [] if of.people is None else [QualityReview.worker_id.in_(of.people)]
    return [*in_period(of.period), *theirs]


async def reviews(session: AsyncSession, of: Figured, after: Moment | None = None) -> Sequence[ReviewRow]:
    """The reviews of a number, the newest first; one more than a page when there are more."""
    review = QualityReview
    found = (
        select(review.id, Task.kind, Task.outcome, Claim.number, Practice.name, Practice.time_zone, User.name)
        .add_columns(review.reviewed_at, review.score, review.passed)
        .join(Task, Task.id == review.task_id)
        .join(Practice, Practice.id == review.practice_id)
        .join(User, User.id == review.worker_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .where(*_reviews_of(of))
    )
    if after:
        found = found.where(tuple_(review.reviewed_at, review.id) < (after.at, after.id))
    page = await session.execute(found.order_by(review.reviewed_at.desc(), review.id.desc()).limit(PAGE + 1))
    return [ReviewRow(*row) for row in page]


async def reviewed(session: AsyncSession, of: Figured) -> Tally:
    """How many reviews the number means, and their points."""
    review = QualityReview
    found = select(func.count(), func.count().filter(review.passed.is_(True)), func.sum(review.score))
    joined = found.join(Practice, Practice.id == review.practice_id).where(*_reviews_of(of))
    made, passed, points = (await session.execute(joined)).one()
    return Tally(reviewed=made, passed=passed, points=points or 0)
