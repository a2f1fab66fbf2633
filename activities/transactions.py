"""One act, one transaction: facts, audit events and wake-ups commit together or not at all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Result, Row, Select, text
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
WOKEN_AND_RUNG = """
    woken as (
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
"""
RING = "(select count(pg_notify('queue_changed', words)) from said)"
WAKE_AND_RING = text(f"with {WOKEN_AND_RUNG} select {RING}")
SEAL_WAKE_AND_RING = text(
    f"with recursive {audit.SEALED}, {WOKEN_AND_RUNG} select {audit.THERE_IS_A_CHAIN}, {RING}"
)
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
        """Write down everything that commits with the facts, mostly in one statement."""
        await self.session.flush()
        rings = bool(self.wakes or self.changed_tasks or self.changed_claims or self.told_people)
        if rings and audit.is_short(self.events):
            told = self._rings() | audit.sealing(self.events)
            there_is_a_chain = await self.session.scalar(SEAL_WAKE_AND_RING, told)
            if there_is_a_chain:
                return
        elif rings:
            await self.session.execute(WAKE_AND_RING, self._rings())
        if self.events:
            await audit.append(self.session, self.events)

    def _rings(self) -> dict[str, Any]:
        about = {"tasks": self.changed_tasks, "claims": self.changed_claims, "people": self.told_people}
        told: dict[str, Any] = {name: [str(each) for each in ids] for name, ids in about.items()}
        told |= {"cause": self.cause, "workflows": list(self.wakes), "few": FEW, "live": LIVE_WORDS}
        return told | {"times": [self.real_now + timedelta(seconds=after) for after in self.wakes.values()]}


@dataclass(frozen=True, slots=True)
class Answer:
    """The one row that a statement by itself found, and the office's time when it was asked."""

    row: Row[*tuple[Any, ...]]
    now: datetime
    real_now: datetime


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

    async def ask(self, statement: Select[*tuple[Any, ...]], asked: dict[str, Any]) -> Answer | None:
        """The one row of this statement, which tells `days_ahead`, in one round trip; None without a row.

        No fence is set: what row-level security keeps is not there for it.
        """
        real_now = datetime.now(UTC)
        async with self.sessions() as session:
            found = await _first(session, lambda: _alone(session, statement, asked | {"now": real_now}))
        row = found.one_or_none()
        return Answer(row, real_now + timedelta(days=row.days_ahead), real_now) if row else None


async def _open(session: AsyncSession, actor: Actor) -> float:
    """Set the fences, and give how many days the office is ahead."""
    fences = {"fence": actor.fence, "classes": actor.class_fence}
    session.info[SOME] = actor.classes is not None
    opened = await _first(session, lambda: session.execute(OPEN, fences))
    return float(opened.one().days_ahead)


async def _alone(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], asked: dict[str, Any]
) -> Result[*tuple[Any, ...]]:
    """A statement that is its own transaction."""
    await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    return await session.execute(statement, asked)


async def _first(
    session: AsyncSession, act: Callable[[], Awaitable[Result[*tuple[Any, ...]]]]
) -> Result[*tuple[Any, ...]]:
    """The first statement of a session: a connection that broke while it lay idle is replaced here, where
    nothing is lost yet."""
    try:
        return await act()
    except DBAPIError as broken:
        if not broken.connection_invalidated:
            raise
        await session.rollback()
        return await act()
