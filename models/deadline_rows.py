"""The claims behind a number of the deadline board: by clock, days left, payer and practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import LateralFromClause

from models.boards import DAY, LAWFUL, Bucket, Cell, Limit, left_of, runs
from models.claims import Claim
from models.listings import PAGE
from models.patients import Patient
from models.payers import Payer
from models.practices import Practice
from models.tasks import Task
from models.users import User
from rules.claims import Stage, Turn
from rules.tasks import LIVE, TaskKind

Clock = Select[UUID, date | None, date | None, int, str]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which claims a number means: on which clocks, within which days left, of which payer or practice."""

    limits: tuple[Limit, ...]
    buckets: tuple[Bucket, ...]
    payer: UUID | None = None
    practice: UUID | None = None
    unproven: bool = False  # sent, and no proof from the payer so far

    def conditions(self, limit: Limit, now: datetime) -> list[ColumnElement[bool]]:
        """As a query that joins the practice says it, on one clock."""
        left = left_of(limit, now)
        within = [
            and_(
                left >= each.least if each.least is not None else true(),
                left <= each.most if each.most is not None else true(),
            )
            for each in self.buckets
        ]
        asked: list[tuple[object, ColumnElement[bool]]] = [
            (self.payer, Claim.payer_id == self.payer),
            (self.practice, Claim.practice_id == self.practice),
            (self.unproven, Claim.sent_on.is_not(None)),
            (self.buckets, or_(false(), *within)),
        ]
        return [*runs(limit), *(condition for value, condition in asked if value)]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One claim behind a number of the board, with the clock that put it there."""

    id: UUID
    number: str
    on: date  # the day we work to
    lawful: date | None  # the last day that the limit allows; None where it was not kept
    left: int
    money: Decimal
    stage: Stage
    turn: Turn
    reason: str
    last_name: str
    first_name: str
    payer: str
    practice: str
    clock: str  # the limit's word
    task_id: UUID | None  # None: nobody has been asked to do anything
    task_version: int | None
    task_kind: TaskKind | None
    owner: str | None
    team_id: UUID | None
    level: int | None
    due_on: date | None
    snoozed_until: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: a claim stands once for each of its clocks."""

    on: date
    limit: Limit
    id: UUID


async def behind(
    session: AsyncSession, of: Narrowed, now: datetime, after: Place | None = None
) -> Sequence[DeadlineRow]:
    """The claims of one number, the nearest day first; one more than a page when there are more."""
    clocks = [_page_of(limit, of, now, after) for limit in of.limits]
    page = union_all(*(each.subquery().select() for each in clocks)).subquery()
    first = _first_task()
    found = (
        select(Claim.id, Claim.number, page.c.on, page.c.lawful, page.c.left_days, Claim.open_amount)
        .add_columns(Claim.stage, Claim.turn, Claim.reason, Patient.last_name, Patient.first_name)
        .add_columns(Payer.name, Practice.name, page.c.clock, *first.c)
        .select_from(page)
        .join(Claim, Claim.id == page.c.id)
        .join(Practice, Practice.id == Claim.practice_id)
        .join(Patient, Patient.id == Claim.patient_id)
        .join(Payer, Payer.id == Claim.payer_id)
        .outerjoin(first, true())
    )
    rows = await session.execute(found.order_by(page.c.on, page.c.clock, page.c.id).limit(PAGE + 1))
    return [DeadlineRow(*row) for row in rows.all()]


def _page_of(limit: Limit, of: Narrowed, now: datetime, after: Place | None) -> Clock:
    """One clock's claims, no more than a page needs."""
    day, clock = DAY[limit].label("on"), literal(limit.value).label("clock")
    found = select(
        Claim.id, day, LAWFUL[limit].label("lawful"), left_of(limit, now).label("left_days"), clock
    )
    found = found.join(Practice, Practice.id == Claim.practice_id).where(*of.conditions(limit, now))
    if after:
        found = found.where(tuple_(DAY[limit], clock, Claim.id) > (after.on, after.limit.value, after.id))
    return found.order_by(DAY[limit], Claim.id).limit(PAGE + 1)


def _first_task() -> LateralFromClause:
    """The claim's most urgent live task, with its owner's name."""
    return (
        select(Task.id, Task.version, Task.kind, User.name, Task.team_id, Task.level, Task.due_on)
        .add_columns(Task.snoozed_until)
        .outerjoin(User, User.id == Task.owner_id)
        .where(Task.claim_id == Claim.id, Task.state.in_(LIVE))
        .order_by(Task.priority.desc(), Task.id)
        .limit(1)
        .lateral("first_task")
    )


async def total(session: AsyncSession, of: Narrowed, now: datetime) -> Cell:
    """How many claims the number means and their money; a claim counts once for each of its clocks."""
    parts = [
        select(func.count().label("claims"), func.sum(Claim.open_amount).label("money"))
        .join(Practice, Practice.id == Claim.practice_id)
        .where(*of.conditions(limit, now))
        for limit in of.limits
    ]
    every = union_all(*parts).subquery()
    claims, money = (await session.execute(select(func.sum(every.c.claims), func.sum(every.c.money)))).one()
    return Cell(int(claims), money or Decimal("0.00"))
