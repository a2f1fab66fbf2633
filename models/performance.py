"""What was finished, added up by day and person, so that no board reads every task again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.practices import Practice
from models.tasks import Task
from models.users import User
from rules.tasks import TaskState


class CountedTask(Base):
    """One finished task as it was last counted: what stands behind every number of the boards."""

    __tablename__ = "counted_task"
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    access_class: Mapped[str]  # the task's, when it was counted
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    day: Mapped[date]  # of the practice's own calendar
    finished_at: Mapped[datetime]
    kind: Mapped[str]  # a task kind; its table checks the word
    outcome: Mapped[str]
    money: Mapped[Decimal]
    is_account: Mapped[bool]  # the person's first finish of the day on this claim
    at_first_touch: Mapped[bool]  # never put aside, handed on, taken over or skipped before
    came_back: Mapped[bool]  # the same kind of task came back to the claim
    seconds: Mapped[int | None]  # between the person's looks; None: never opened on the screen
    in_time: Mapped[bool]  # within the promise for its kind; kinds without one are always in time
    __table_args__ = (
        Index("ix_counted_task_day", "day", "user_id"),
        Index("ix_counted_task_newest", text("finished_at desc"), text("task_id desc")),
    )


class PerformanceDay(Base):
    """The counted tasks of one person, team, class, kind and outcome on one day, added up."""

    __tablename__ = "performance_day"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    access_class: Mapped[str]
    day: Mapped[date]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[str]
    outcome: Mapped[str]
    finished: Mapped[int]
    accounts: Mapped[int]
    money: Mapped[Decimal]
    first_touch: Mapped[int]
    reworked: Mapped[int]
    timed: Mapped[int]  # how many of them were opened on the screen
    touch_seconds: Mapped[int]
    in_time: Mapped[int]
    in_time_money: Mapped[Decimal]
    counted_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint(
            *("day", "user_id", "kind", "outcome", "practice_id", "access_class", "team_id"),
            name="uq_performance_day_once",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_performance_day_day", "day", "user_id"),
    )


Index("ix_task_finished", Task.practice_id, Task.finished_at, postgresql_where=text("state = 'done'"))

COUNT = text("""
    with promised as (
        select * from unnest(cast(:kinds as text[]), cast(:given as date[]), cast(:limits as date[]))
          as each(kind, given_on, in_time_until)
    ), done as (
        select task.*, (task.finished_at at time zone practice.time_zone)::date as day,
               (task.created_at at time zone practice.time_zone)::date as given_on
          from task join practice on practice.id = task.practice_id
         where task.state = 'done' and task.finished_by is not null and task.finished_by <> :system
           and task.finished_at >= cast(:first as date) - 1 and task.finished_at < cast(:last as date) + 2
    )
    insert into counted_task (task_id, practice_id, access_class, team_id, user_id, day, finished_at, kind,
           outcome, money, is_account, at_first_touch, came_back, seconds, in_time)
    select done.id, done.practice_id, done.access_class, done.team_id, done.finished_by, done.day,
           done.finished_at, done.kind, done.outcome, done.money,
           done.claim_id is not null and row_number() over
             (partition by done.day, done.finished_by, done.claim_id order by done.finished_at, done.id) = 1,
           not exists (
             select from audit_event e where e.subject = 'task:' || done.id and e.at <= done.finished_at
                and (e.action = any(cast(:later as text[])) or e.detail ->> 'outcome' = 'ask provider')
                and not exists (
                  select from audit_event back where back.subject = e.subject
                     and back.action = 'took back' and back.detail ->> 'act' = e.detail ->> 'act'
                )
           ),
           done.kind = any(cast(:rework_kinds as text[])) and exists (
             select from task again where again.claim_id = done.claim_id and again.kind = done.kind
                and again.state <> 'cancelled' and again.created_at > done.finished_at
                and again.created_at <= done.finished_at + make_interval(days => :rework_days)
           ),
           touch.seconds::int,
           done.kind <> all(cast(:promised_kinds as text[]))
             or coalesce(done.day <= promised.in_time_until, false)
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
    on conflict (task_id) do nothing
""")
ADD_UP = text("""
    insert into performance_day (practice_id, access_class, day, user_id, team_id, kind, outcome, finished,
           accounts, money, first_touch, reworked, timed, touch_seconds, in_time, in_time_money, counted_at)
    select practice_id, access_class, day, user_id, team_id, kind, outcome, count(*),
           count(*) filter (where is_account), sum(money),
           count(*) filter (where at_first_touch), count(*) filter (where came_back),
           count(seconds), coalesce(sum(seconds), 0),
           count(*) filter (where in_time), coalesce(sum(money) filter (where in_time), 0), :now
      from counted_task where day between :first and :last
     group by practice_id, access_class, day, user_id, team_id, kind, outcome
""")
ALONE = text("select pg_advisory_xact_lock(hashtextextended('performance_day', 0))")


async def counted_at(session: AsyncSession) -> datetime | None:
    """When the newest day was added up; None: never."""
    newest = select(PerformanceDay.counted_at).order_by(PerformanceDay.day.desc()).limit(1)
    return await session.scalar(newest)


async def first_uncounted(session: AsyncSession, system: UUID, since: date) -> tuple[date, date] | None:
    """From the day of the oldest finish to the day before the oldest one that was counted; None: no gap.

    `since` was counted in any case, though nobody may have finished anything on those days.
    """
    there = cast(func.timezone(Practice.time_zone, Task.finished_at), Date)  # by each practice's own day
    theirs = select(there).select_from(Task).join(Practice, Practice.id == Task.practice_id)
    theirs = theirs.where(Task.finished_by == User.id, Task.state == TaskState.DONE).correlate(User)
    of_each = theirs.order_by(Task.finished_at).limit(1).scalar_subquery()  # person by person, by their index
    first = select(func.min(of_each)).where(User.id != system).scalar_subquery()
    days = select(first, select(func.min(PerformanceDay.day)).scalar_subquery())
    found: Sequence[date | None] = (await session.execute(days)).one()
    oldest, counted = found
    until = since if counted is None else min(counted, since)
    return (oldest, until - timedelta(days=1)) if oldest is not None and oldest < until else None
