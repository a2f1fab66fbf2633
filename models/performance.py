"""What was finished, added up by day and person, so that no board reads every task again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.tasks import Task
from rules.tasks import LIVE, TaskKind


class PerformanceDay(Base):
    """One person's finished tasks of one kind and outcome, on one day of the practice's own calendar."""

    __tablename__ = "performance_day"
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # a task kind; its table checks the word
    outcome: Mapped[str] = mapped_column(primary_key=True)
    finished: Mapped[int]
    accounts: Mapped[int]  # claims of which this was the person's first finish of the day
    money: Mapped[Decimal]
    first_touch: Mapped[int]  # never put aside, handed on, taken over or skipped before
    reworked: Mapped[int]  # the same kind of task came back to the claim
    timed: Mapped[int]  # how many of them were opened on the screen
    touch_seconds: Mapped[int]
    in_time: Mapped[int]  # within the promise for its kind; kinds without one are always in time
    in_time_money: Mapped[Decimal]
    counted_at: Mapped[datetime]
    __table_args__ = (Index("ix_performance_day_day", "day", "user_id"),)


Index("ix_task_finished", Task.practice_id, Task.finished_at, postgresql_where=text("state = 'done'"))

ROLL_UP = text("""
    with promised as (
        select * from unnest(cast(:kinds as text[]), cast(:given as date[]), cast(:limits as date[]))
          as each(kind, given_on, in_time_until)
    ), done as (
        select task.*, (task.finished_at at time zone practice.time_zone)::date as day,
               (task.created_at at time zone practice.time_zone)::date as given_on
          from task join practice on practice.id = task.practice_id
         where task.state = 'done' and task.finished_by is not null and task.finished_by <> :system
           and task.finished_at >= cast(:first as date) - 1 and task.finished_at < cast(:last as date) + 2
    ), seen as (
        select done.*, touch.seconds,
               row_number() over (partition by day, finished_by, claim_id order by finished_at) as nth,
               done.kind <> all(cast(:promised_kinds as text[]))
                 or coalesce(day <= promised.in_time_until, false) as in_time,
               not exists (
                 select from audit_event e where e.subject = 'task:' || done.id and e.at <= done.finished_at
                    and (e.action = any(cast(:later as text[])) or e.detail ->> 'outcome' = 'ask provider')
               ) as at_first_touch,
               done.kind = any(cast(:rework_kinds as text[])) and exists (
                 select from task again where again.claim_id = done.claim_id and again.kind = done.kind
                    and again.state <> 'cancelled' and again.created_at > done.finished_at
                    and again.created_at <= done.finished_at + make_interval(days => :rework_days)
               ) as came_back
          from done
          left join promised on promised.kind = done.kind and promised.given_on = done.given_on
          left join lateral (
            select sum(least(extract(epoch from gap), :longest_gap)) as seconds from (
              select e.at - lag(e.at) over (order by e.at, e.number) as gap from audit_event e
               where e.subject = 'task:' || done.id and e.actor_id = done.finished_by
                 and e.at <= done.finished_at
            ) looks where gap is not null
          ) touch on true
         where done.day between :first and :last
    )
    insert into performance_day (practice_id, day, user_id, kind, outcome, finished, accounts, money,
           first_touch, reworked, timed, touch_seconds, in_time, in_time_money, counted_at)
    select practice_id, day, finished_by, kind, outcome, count(*),
           count(*) filter (where claim_id is not null and nth = 1), sum(money),
           count(*) filter (where at_first_touch), count(*) filter (where came_back),
           count(seconds), coalesce(sum(seconds), 0)::int,
           count(*) filter (where in_time), coalesce(sum(money) filter (where in_time), 0), :now
      from seen group by practice_id, day, finished_by, kind, outcome
""")
ALONE = text("select pg_advisory_xact_lock(hashtextextended('performance_day', 0))")


@dataclass(frozen=True, slots=True)
class Finished:
    """What one person finished of one kind over some days: all of it, and what was in time."""

    user_id: UUID
    kind: str
    tasks: int
    money: Decimal
    in_time: int
    in_time_money: Decimal


async def promises(session: AsyncSession, since: date) -> list[Finished]:
    """What each person finished since that day, by kind."""
    row = PerformanceDay
    found = (
        select(row.user_id, row.kind, func.sum(row.finished), func.sum(row.money))
        .add_columns(func.sum(row.in_time), func.sum(row.in_time_money))
        .where(row.day >= since)
        .group_by(row.user_id, row.kind)
    )
    return [Finished(*each) for each in await session.execute(found)]


@dataclass(frozen=True, slots=True)
class Late:
    """Open tasks of one kind that are past what was promised, by owner; None is nobody."""

    kind: TaskKind
    owner_id: UUID | None
    tasks: int
    money: Decimal


async def late(session: AsyncSession, given_before: Mapping[TaskKind, datetime]) -> list[Late]:
    """Live tasks of each kind that were given before this moment."""
    parts = [
        select(Task.kind, Task.owner_id, func.count(), func.sum(Task.money))
        .where(Task.state.in_(LIVE), Task.kind == kind, Task.created_at < moment)
        .group_by(Task.kind, Task.owner_id)
        for kind, moment in given_before.items()
    ]
    rows = await session.execute(union_all(*parts)) if parts else ()
    return [Late(TaskKind(kind), owner, tasks, money) for kind, owner, tasks, money in rows]


async def counted_at(session: AsyncSession) -> datetime | None:
    """When the newest day was added up; None: never."""
    newest = select(PerformanceDay.counted_at).order_by(PerformanceDay.day.desc()).limit(1)
    return await session.scalar(newest)
