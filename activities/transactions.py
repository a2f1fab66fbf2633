"""One act, one transaction: facts, audit events and wake-ups commit together or not at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from activities import audit, bulk
from activities.actors import Actor
from models.audit import OFFICE_CHAIN
from models.base import new_id
from models.outbox import Wake

OPEN = text(
    "select set_config('claimdesk.practices', :fence, true), set_config('claimdesk.classes', :classes, true),"
    " days_ahead from office"
)
RING = text("select pg_notify('queue_changed', practice) from unnest(cast(:practices as text[])) as practice")


@dataclass(slots=True)
class Work:
    """What one transaction is doing: its session, who acts, and the office's time."""

    session: AsyncSession
    actor: Actor
    now: datetime  # the office's: real time plus the days the demo was turned ahead
    real_now: datetime
    jitter: timedelta
    cause: str = field(default_factory=lambda: str(new_id()))
    events: list[audit.Event] = field(default_factory=list)
    wakes: dict[str, float] = field(default_factory=dict)
    rings: set[UUID] = field(default_factory=set)

    def today(self, time_zone: str) -> date:
        """The business date in this time zone."""
        return self.now.astimezone(ZoneInfo(time_zone)).date()

    def record(self, action: str, subject: str, practice_id: UUID = OFFICE_CHAIN, **detail: Any) -> None:
        """Say in the audit trail that the actor did this; `detail` never holds a patient's data."""
        self.events.append(audit.Event(practice_id, self.now, self.actor.id, action, subject, detail))

    def wake(self, workflow_id: str, after: float = 0) -> None:
        """This workflow must look again once we have committed, `after` so many seconds."""
        self.wakes[workflow_id] = max(after, self.wakes.get(workflow_id, 0))

    def ring(self, practice_id: UUID) -> None:
        """A queue of this practice changed: open screens look again."""
        self.rings.add(practice_id)

    async def finish(self) -> None:
        """Write down everything that commits with the facts."""
        await self.session.flush()
        rows = [
            (name, self.cause, self.real_now + timedelta(seconds=after)) for name, after in self.wakes.items()
        ]
        if rows:
            await bulk.add(self.session, Wake.__table__, ("workflow_id", "cause", "not_before"), rows)
        if self.rings:
            await self.session.execute(RING, {"practices": [str(each) for each in self.rings]})
        if self.events:
            await audit.append(self.session, self.events)


@dataclass(frozen=True, slots=True)
class Office:
    """The one way to the database for acts and screens."""

    sessions: async_sessionmaker[AsyncSession]
    undo_seconds: float = 10
    jitter: timedelta = timedelta(0)  # how far rings that no law set are spread over the morning

    @classmethod
    def of(cls, engine: AsyncEngine, undo_seconds: float = 10, jitter: timedelta = timedelta(0)) -> "Office":
        """An office on this engine."""
        return cls(async_sessionmaker(engine, expire_on_commit=False), undo_seconds, jitter)

    @asynccontextmanager
    async def begin(self, actor: Actor) -> AsyncIterator[Work]:
        """A transaction as this actor: commits on leaving, rolls back on an exception."""
        async with self.sessions() as session:
            days_ahead = await _open(session, actor)
            real_now = datetime.now(UTC)
            work = Work(session, actor, real_now + timedelta(days=days_ahead), real_now, self.jitter)
            yield work
            await work.finish()
            await session.commit()


async def _open(session: AsyncSession, actor: Actor) -> int:
    """Set the fences, and give how many days the office is ahead.

    A connection that broke while it lay idle is replaced here, where nothing is lost yet.
    """
    fences = {"fence": actor.fence, "classes": actor.class_fence}
    try:
        opened = await session.execute(OPEN, fences)
    except DBAPIError as broken:
        if not broken.connection_invalidated:
            raise
        await session.rollback()
        opened = await session.execute(OPEN, fences)
    return int(opened.one().days_ahead)
