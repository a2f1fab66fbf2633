"""The audit trail as people ask it: what did this person do, who saw this patient, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import LISTED, OFFICE_CHAIN, AuditEvent, AuditHead
from models.claims import Claim
from models.practices import Practice
from models.tasks import Task
from models.users import User

PAGE = 50
BATCH = 1000


@dataclass(frozen=True, slots=True)
class About:
    """One patient as the trail knows them: the claims and tasks that are theirs."""

    claims: tuple[UUID, ...]
    tasks: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events are wanted; empty or None means any, `practices` None every practice's."""

    actor_id: UUID | None = None
    subject: str = ""
    action: str = ""
    on: date | None = None  # days of UTC, both included
    until: date | None = None  # None: the one day
    since: datetime | None = None  # instants, both included
    before: datetime | None = None
    about: About | None = None
    practices: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the trail ended."""

    at: datetime
    practice_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event with the names of people and practice; the office's own chain has no practice."""

    event: AuditEvent
    who: str
    practice: str | None

    @property
    def detail(self) -> dict[str, Any]:
        return self.event.detail

    @property
    def place(self) -> Place:
        return Place(self.event.at, self.event.practice_id, self.event.number)


async def of_patient(session: AsyncSession, claim_number: str) -> About | None:
    """Everything of the patient whose claim has this number; None when this reader sees no such claim."""
    patients = select(Claim.patient_id).where(func.lower(Claim.number) == claim_number.strip().lower())
    claims = (await session.scalars(select(Claim.id).where(Claim.patient_id.in_(patients)))).all()
    if not claims:
        return None
    tasks = await session.scalars(select(Task.id).where(Task.claim_id.in_(claims)))
    return About(tuple(claims), tuple(tasks))


async def trail(
    session: AsyncSession, asked: Asked, after: Place | None = None, limit: int = PAGE
) -> list[EventRow]:
    """Events the newest first, one more than `limit` when there are more."""
    key = tuple_(AuditEvent.at, AuditEvent.practice_id, AuditEvent.number)
    found = (
        select(AuditEvent, User.name, Practice.name)
        .join(User, User.id == AuditEvent.actor_id)
        .outerjoin(Practice, Practice.id == AuditEvent.practice_id)
        .where(*_of(asked))
    )
    if after:
        found = found.where(key < (after.at, after.practice_id, after.number))
    newest = found.order_by(AuditEvent.at.desc(), AuditEvent.practice_id.desc(), AuditEvent.number.desc())
    return [EventRow(*row) for row in await session.execute(newest.limit(limit + 1))]


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who dealt with what was asked about: how often, and when the last time."""

    who: str
    times: int
    last_at: datetime


async def seers(session: AsyncSession, asked: Asked) -> Sequence[Seer]:
    """Who dealt with it, the latest first."""
    last = func.max(AuditEvent.at)
    found = select(User.name, func.count(), last).join(User, User.id == AuditEvent.actor_id)
    rows = await session.execute(found.where(*_of(asked)).group_by(User.name).order_by(last.desc()))
    return [Seer(*row) for row in rows]


def _of(asked: Asked) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.practices is not None:
        wanted.append(AuditEvent.practice_id.in_({*asked.practices, OFFICE_CHAIN}))
    if asked.actor_id:
        wanted.append(AuditEvent.actor_id == asked.actor_id)
    if asked.subject:
        wanted.append(AuditEvent.subject == asked.subject)
    if asked.action:
        wanted.append(AuditEvent.action == asked.action)
    if asked.on:
        start = datetime.combine(asked.on, time(0), UTC)
        end = datetime.combine(asked.until or asked.on, time(0), UTC) + timedelta(days=1)
        wanted += [AuditEvent.at >= start, AuditEvent.at < end]
    if asked.since:
        wanted.append(AuditEvent.at >= asked.since)
    if asked.before:
        wanted.append(AuditEvent.at <= asked.before)
    if asked.about:
        wanted.append(_about(asked.about))
    return wanted


def _about(about: About) -> ColumnElement[bool]:
    """Events on these claims and tasks, and lists and searches that named one of them."""
    subjects = [f"claim:{each}" for each in about.claims] + [f"task:{each}" for each in about.tasks]
    named = [AuditEvent.detail.contains({"claims": [str(each)]}) for each in about.claims]
    named += [AuditEvent.detail.contains({"tasks": [str(each)]}) for each in about.tasks]
    return or_(AuditEvent.subject.in_(subjects), and_(text(LISTED), or_(*named)))


async def checked(session: AsyncSession, practices: frozenset[UUID] | None) -> list[tuple[str, AuditHead]]:
    """Each chain by its practice's name, with how far it was found whole."""
    found = select(AuditHead, Practice.name).outerjoin(Practice, Practice.id == AuditHead.practice_id)
    rows = await session.execute(found)
    mine = [
        (name or "the office", head)
        for head, name in rows
        if practices is None or head.practice_id in {*practices, OFFICE_CHAIN}
    ]
    return sorted(mine, key=lambda each: each[0])
