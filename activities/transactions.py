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

from activities import audit
from activities.actors import Actor
from models.access import SOME
from models.audit import OFFICE_CHAIN
from models.base import new_id
from rules.tasks import LIVE

OPEN = text(
    "select set_config('claimdesk.practices', :fence, true), set_config('claimdesk.classes', :classes, true),"
    " days_ahead from office"
)
WAKE_AND_RING = text("""
    with woken as (
        insert into outbox (workflow_id, cause, not_before)
        select workflow_id, :cause, not_before
        from unnest(cast(:workflows as text[]), cast(:times as timestamptz[])) as w (workflow_id, not_before)
    ), changed as (
        select practice_id, access_class, case when state = any(:live) then '' else '-' end || id as id
        from task where id = any(cast(:tasks as uuid[]))
        union all
        select practice_id, access_class, null from claim where id = any(cast(:claims as uuid[]))
    ), said as (
        select practice_id || '/' || access_class || ' '
            || case when count(id) > :few then '*' else coalesce(string_agg(id, ' '), '') end as words
        from changed group by practice_id, access_class
        union all
        select unnest(cast(:people as text[]))
    )
    select pg_notify('queue_changed', words) from said
""")
FEW = 20  # tasks that a ring names one by one
LIVE_WORDS = sorted(LIVE)


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
    changed_tasks: set[UUID] = field(default_factory=set)
    changed_claims: set[UUID] = field(default_factory=set)
    told_people: set[UUID] = field(default_factory=set)
    loaded: list[object] = field(default_factory=list)  # rows that the session keeps to the end
    own_day: date | None = None  # kept by activities.days, which asks once

    def by_now(self) -> datetime:
        """The office's time as it is by now, when this transaction has taken long."""
        return self.now + (datetime.now(UTC) - self.real_now)

    def today(self, time_zone: str) -> date:
        """The business date in this time zone."""
        return self.now.astimezone(ZoneInfo(time_zone)).date()

    def record(self, action: str, subject: str, practice_id: UUID = OFFICE_CHAIN, **detail: Any) -> None:
        """Say in the audit trail that the actor did this; `detail` never holds a patient's data."""
        self.events.append(audit.Event(practice_id, self.now, self.actor.id, action, subject, detail))

    def wake(self, workflow_id: str, after: float = 0) -> None:
        """This workflow must look again once we have committed, `after` so many seconds."""
        self.wakes[workflow_id] = max(after, self.wakes.get(workflow_id, 0))

    def ring_task(self, task_id: UUID) -> None:
        """This task changed: the lists of those who may see it look again, and the screens that show it."""
        self.changed_tasks.add(task_id)

    def ring_claim(self, claim_id: UUID) -> None:
        """This claim changed: the lists of those who may see it look again in a moment."""
        self.changed_claims.add(claim_id)

    def ring_person(self, user_id: UUID) -> None:
        """This person was told or did something: their own screens look again."""
        self.told_people.add(user_id)

    async def finish(self) -> None:
        """Write down everything that commits with the facts."""
        await self.session.flush()
        if self.wakes or self.changed_tasks or self.changed_claims or self.told_people:
            await self._wake_and_ring()
        if self.events:
            await audit.append(self.session, self.events)

    async def _wake_and_ring(self) -> None:
        about = {"tasks": self.changed_tasks, "claims": self.changed_claims, "people": self.told_people}
        told: dict[str, Any] = {name: [str(each) for each in ids] for name, ids in about.items()}
        told |= {"cause": self.cause, "workflows": list(self.wakes), "few": FEW, "live": LIVE_WORDS}
        told["times"] = [self.real_now + timedelta(seconds=after) for after in self.wakes.values()]
        await self.session.execute(WAKE_AND_RING, told)


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


async def _open(session: AsyncSession, actor: Actor) -> float:
    """Set the fences, and give how many days the office is ahead.

    A connection that broke while it lay idle is replaced here, where nothing is lost yet.
    """
    fences = {"fence": actor.fence, "classes": actor.class_fence}
    session.info[SOME] = actor.classes is not None
    try:
        opened = await session.execute(OPEN, fences)
    except DBAPIError as broken:
        if not broken.connection_invalidated:
            raise
        await session.rollback()
        opened = await session.execute(OPEN, fences)
    return float(opened.one().days_ahead)
