"""The managers' board: money by the days that are left, and the claims behind each number."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models.access import mine
from models.claims import Claim
from models.practices import Practice
from rules.claims import Stage


class Limit(StrEnum):
    """Which clock a column of the board shows."""

    FILING = "filing"
    APPEAL = "appeal"
    CORRECTED = "corrected claim"


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many days left, both bounds included; None is open."""

    name: str
    words: str
    least: int | None
    most: int | None


BUCKETS = (
    Bucket("past", "Passed", None, -1),
    Bucket("0-7", "0-7 days", 0, 7),
    Bucket("8-14", "8-14 days", 8, 14),
    Bucket("15-30", "15-30 days", 15, 30),
    Bucket("31", "31 days and more", 31, None),
)
DAY: dict[Limit, InstrumentedAttribute[date] | InstrumentedAttribute[date | None]] = {
    Limit.FILING: Claim.file_by,
    Limit.APPEAL: Claim.appeal_by,
    Limit.CORRECTED: Claim.correct_by,
}
LAWFUL: dict[Limit, InstrumentedAttribute[date] | InstrumentedAttribute[date | None]] = {
    Limit.FILING: Claim.filing_limit_on,
    Limit.APPEAL: Claim.appeal_limit_on,
    Limit.CORRECTED: Claim.correct_limit_on,
}
NOTHING = Decimal("0.00")
DECIDED = (Stage.DENIED, Stage.UNDERPAID)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many claims and how much money."""

    claims: int = 0
    money: Decimal = Decimal("0.00")


def runs(limit: Limit) -> list[ColumnElement[bool]]:
    """Claims on which this clock runs."""
    if limit is Limit.FILING:
        return [mine(Claim), Claim.filed_on.is_(None), Claim.stage != Stage.CLOSED]
    return [mine(Claim), Claim.stage.in_(DECIDED), DAY[limit].is_not(None)]


def left_of(limit: Limit, now: datetime) -> ColumnElement[int]:
    """Days left to the day we work to: none after it, and fewer only once the last lawful day has passed."""
    return _left(DAY[limit], LAWFUL[limit], now)


def _left(
    ours: SQLColumnExpression[Any], lawful: SQLColumnExpression[Any], now: datetime
) -> ColumnElement[int]:
    today = cast(func.timezone(Practice.time_zone, now), Date)
    return case((and_(ours < today, lawful >= today), 0), else_=cast(ours - today, Integer))


@dataclass(frozen=True, slots=True)
class Board:
    """The cells that are not empty, and what was sent without a payer's proof so far."""

    cells: dict[tuple[Limit, str], Cell]
    unproven: Cell

    def cell(self, limit: Limit, bucket: Bucket) -> Cell:
        return self.cells.get((limit, bucket.name), Cell())

    @property
    def worst(self) -> tuple[Limit, Bucket] | None:
        """The cell to look at first: the fewest days left, then the most money; None when nothing runs."""
        for bucket in BUCKETS:
            running = [limit for limit in Limit if self.cell(limit, bucket).claims]
            if running:
                return max(running, key=lambda limit: self.cell(limit, bucket).money), bucket
        return None


async def deadlines(session: AsyncSession, now: datetime) -> Board:
    """The whole board in one statement."""
    cells: dict[tuple[Limit, str], Cell] = {}
    unproven = Cell()
    for limit, bucket, claims, money, sent, sent_money in await session.execute(
        union_all(*(_column(limit, now) for limit in Limit))
    ):
        cells[Limit(limit), bucket] = Cell(int(claims), money)
        if limit == Limit.FILING:
            unproven = Cell(unproven.claims + int(sent), unproven.money + sent_money)
    return Board(cells, unproven)


def _column(limit: Limit, now: datetime) -> Select[Any]:
    """One clock: days are added up first, so that a time zone is asked once a day and not once a claim."""
    was_sent = Claim.sent_on.is_not(None)
    by_day = (
        select(Claim.practice_id, DAY[limit].label("ours"), LAWFUL[limit].label("lawful"))
        .add_columns(func.count().label("claims"))
        .add_columns(func.sum(Claim.open_amount).label("money"))
        .add_columns(func.count().filter(was_sent).label("sent"))
        .add_columns(func.sum(Claim.open_amount).filter(was_sent).label("sent_money"))
        .where(*runs(limit))
        .group_by(Claim.practice_id, DAY[limit], LAWFUL[limit])
        .subquery()
    )
    left = _left(by_day.c.ours, by_day.c.lawful, now)
    whens = [(left <= each.most, literal(each.name)) for each in BUCKETS if each.most is not None]
    bucket = case(*whens, else_=literal(BUCKETS[-1].name)).label("bucket")
    sums = [func.sum(by_day.c.claims), func.sum(by_day.c.money), func.sum(by_day.c.sent)]
    cells = select(literal(limit.value), bucket, *sums, func.coalesce(func.sum(by_day.c.sent_money), NOTHING))
    return cells.join(Practice, Practice.id == by_day.c.practice_id).group_by(text("bucket"))
