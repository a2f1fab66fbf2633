"""Money at risk: what has passed its limit or reaches it within days, by payer and by practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Select, func, literal, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.boards import BUCKETS, DAY, Bucket, Cell, Limit, left_of, runs
from models.claims import Claim
from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from models.users import User
from rules.tasks import LIVE, SECOND_PERSON, TaskKind

NEAR = tuple(each for each in BUCKETS if each.most is not None and each.most <= 14)
NOTHING = Decimal("0.00")
Cells = dict[tuple[UUID, str], dict[str, Cell]]
STILL_DECIDED = text("stage in ('denied', 'underpaid')")
Index("ix_claim_appeal_by", Claim.appeal_by, postgresql_where=STILL_DECIDED)
Index("ix_claim_correct_by", Claim.correct_by, postgresql_where=STILL_DECIDED)


@dataclass(frozen=True, slots=True)
class Risk:
    """One payer or practice with its claims and money in each of the near buckets, over all clocks."""

    id: UUID
    name: str
    cells: dict[str, Cell]

    @property
    def claims(self) -> int:
        return sum(each.claims for each in self.cells.values())

    @property
    def money(self) -> Decimal:
        return sum((each.money for each in self.cells.values()), NOTHING)


async def at_risk(session: AsyncSession, now: datetime) -> tuple[Sequence[Risk], Sequence[Risk]]:
    """By payer and by practice, most money first; a claim counts once for each of its clocks."""
    latest = now.date() + timedelta(days=(NEAR[-1].most or 0) + 1)
    parts = [_near(limit, now, latest) for limit in Limit]
    payers: Cells = {}
    practices: Cells = {}
    for payer_id, payer, practice_id, practice, left, claims, money in await session.execute(
        union_all(*parts)
    ):
        bucket = _bucket(left)
        if bucket is not None:
            for key, sums in (((payer_id, payer), payers), ((practice_id, practice), practices)):
                cells = sums.setdefault(key, {})
                before = cells.get(bucket.name, Cell())
                cells[bucket.name] = Cell(before.claims + claims, before.money + money)
    return _ordered(payers), _ordered(practices)


def _near(limit: Limit, now: datetime, latest: date) -> Select[UUID, str, UUID, str, int, int, Decimal]:
    left = left_of(limit, now).label("left_days")
    return (
        select(
            Payer.id, Payer.name, Practice.id, Practice.name, left, func.count(), func.sum(Claim.open_amount)
        )
        .join(Practice, Practice.id == Claim.practice_id)
        .join(Payer, Payer.id == Claim.payer_id)
        .where(*runs(limit), DAY[limit] <= latest)
        .group_by(Payer.id, Practice.id, left)
    )


def _bucket(left: int) -> Bucket | None:
    fitting = (
        each
        for each in NEAR
        if (each.least is None or left >= each.least) and (each.most is None or left <= each.most)
    )
    return next(fitting, None)


def _ordered(sums: Cells) -> list[Risk]:
    return sorted(
        (Risk(*key, cells) for key, cells in sums.items()), key=lambda each: (-each.money, each.name)
    )


@dataclass(frozen=True, slots=True)
class Request:
    """A write-off or an exception that waits for a second person."""

    id: UUID
    version: int
    kind: TaskKind
    ask: str
    reason: str
    money: Decimal
    due_on: date
    claim_id: UUID | None
    claim_number: str | None
    payer: str | None
    practice: str
    asked_by: str | None
    is_mine: bool


def _reason() -> ColumnElement[str]:
    return func.coalesce(Task.detail["reason"].as_string(), "")


async def requests(session: AsyncSession, reader_id: UUID, limit: int = 25) -> list[Request]:
    """What waits for a decision, most money first; one's own requests are marked."""
    found = (
        select(Task.id, Task.version, Task.kind, Task.ask, _reason(), Task.money)
        .add_columns(Task.due_on, Task.claim_id, Claim.number, Payer.name, Practice.name, User.name)
        .add_columns(func.coalesce(Task.requested_by == literal(reader_id), False))
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .outerjoin(User, User.id == Task.requested_by)
        .where(Task.state.in_(LIVE), Task.kind.in_(SECOND_PERSON))
    )
    rows = await session.execute(found.order_by(Task.money.desc(), Task.id).limit(limit))
    return [Request(*row) for row in rows]
