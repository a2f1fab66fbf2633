"""The people on the supervisors' board: who is here, what each has open, finished, put aside, passed over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, cast, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.allocation import TaskSkip
from models.audit import AuditEvent
from models.practices import OFFICE, Practice
from models.tasks import Task
from models.team_board import ASIDE, Picked
from models.teams import Absence, Engagement, Team, TeamMember
from models.users import LoginSession, Membership, User
from rules.access import REVIEWERS, Permission, Role, may
from rules.tasks import TaskKind, TaskState
from rules.time_zones import EARLIEST

WORKERS = tuple(role.value for role in Role if may(role, Permission.WORK_TASKS))
HERE = timedelta(minutes=5)  # since the last sign of life
LEASE = timedelta(minutes=10)
SKIPS_OVER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Member:
    """One person who works tasks of the reader's practices."""

    id: UUID
    name: str
    role: str
    teams: tuple[str, ...]
    is_absent: bool
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has open right now."""

    task_id: UUID
    kind: TaskKind
    until: datetime


async def members(
    session: AsyncSession, now: datetime, team: UUID | None, practice: UUID | None
) -> list[Member]:
    """By name; with a team or a practice only its own."""
    zone = select(Engagement.time_zone).where(Engagement.user_id == User.id).correlate(User).scalar_subquery()
    today = cast(func.timezone(func.coalesce(zone, EARLIEST), now), Date)  # by their own clock
    away = select(Absence.id).where(Absence.user_id == User.id, Absence.ended_at.is_(None))
    away = away.where(Absence.from_on <= today, Absence.until_on >= today)
    names = select(func.array_agg(Team.name)).join(TeamMember, TeamMember.team_id == Team.id)
    seen = select(func.max(LoginSession.last_active_at)).where(LoginSession.user_id == User.id)
    mine = select(Membership.user_id).where(Membership.practice_id.in_(select(Practice.id)))
    if practice == OFFICE:
        is_in_sight = select(Practice.id).where(Practice.id == OFFICE).exists()
        mine = select(User.id).where(User.role.in_(REVIEWERS), is_in_sight)
    elif practice:
        mine = mine.where(Membership.practice_id == practice)
    found = (
        select(User.id, User.name, User.role, names.where(TeamMember.user_id == User.id).scalar_subquery())
        .add_columns(away.exists(), seen.scalar_subquery())
        .where(User.active, User.role.in_(WORKERS), User.id.in_(mine))
    )
    if team:
        found = found.where(User.id.in_(select(TeamMember.user_id).where(TeamMember.team_id == team)))
    rows = await session.execute(found.order_by(User.name, User.id))
    return [Member(id, name, role, tuple(of or ()), gone, last) for id, name, role, of, gone, last in rows]


def since_midnight(now: datetime) -> list[ColumnElement[bool]]:
    """Finished today, at the practice that the query joins."""
    here = func.timezone(Practice.time_zone, now)
    midnight = func.timezone(Practice.time_zone, func.date_trunc("day", here))
    recent = Task.finished_at > now - timedelta(hours=26)  # what an index can narrow
    return [Task.state == TaskState.DONE, Task.finished_by.is_not(None), recent, Task.finished_at >= midnight]


async def done_today(
    session: AsyncSession, now: datetime, picked: Picked
) -> Mapping[UUID, tuple[int, Decimal]]:
    """What each finished since midnight at the practice: tasks and their money."""
    found = select(Task.finished_by, func.count(), func.sum(Task.money))
    found = found.join(Practice, Practice.id == Task.practice_id).where(*since_midnight(now))
    rows = await session.execute(found.where(*picked.whose(Task.finished_by)).group_by(Task.finished_by))
    return {who: (count, money) for who, count, money in rows if who}


async def skips(session: AsyncSession, now: datetime, picked: Picked) -> Mapping[UUID, int]:
    """How often each passed a task over within a week."""
    found = select(TaskSkip.user_id, func.count()).join(Task, Task.id == TaskSkip.task_id)
    asked = [TaskSkip.at > now - SKIPS_OVER, *picked.whose(TaskSkip.user_id)]
    rows = await session.execute(found.where(*asked).group_by(TaskSkip.user_id))
    return {who: count for who, count in rows}  # noqa: C416 - a row is no pair to dict()


async def aside(session: AsyncSession, picked: Picked) -> Mapping[UUID | None, int]:
    """How many tasks of each sleep or wait on a practice."""
    found = select(Task.owner_id, func.count()).where(Task.state.in_(ASIDE), *picked.whose())
    rows = await session.execute(found.group_by(Task.owner_id))
    return {who: count for who, count in rows}  # noqa: C416 - a row is no pair to dict()


async def held(session: AsyncSession, now: datetime) -> Mapping[UUID, Held]:
    """What each has open: the last task they looked at, where their lease on it still runs."""
    last = (
        select(AuditEvent.subject)
        .where(AuditEvent.actor_id == User.id, AuditEvent.at > now - LEASE)
        .where(AuditEvent.action == "saw", AuditEvent.subject.like("task:%"))
        .order_by(AuditEvent.at.desc())
        .limit(1)
        .lateral("last")
    )
    named = cast(func.split_part(last.c.subject, ":", 2), Uuid)
    theirs = and_(Task.id == named, Task.leased_by == User.id, Task.leased_until > now)
    found = select(User.id, Task.id, Task.kind, Task.leased_until).select_from(User)
    found = found.join(last, true()).join(Task, theirs)
    rows = await session.execute(found.where(User.active, User.role.in_(WORKERS)))
    return {who: Held(task_id, kind, until) for who, task_id, kind, until in rows if until}


async def teams(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Active teams by name."""
    found = select(Team.id, Team.name).where(Team.active).order_by(Team.name)
    return [(row.id, row.name) for row in await session.execute(found)]


async def practices(session: AsyncSession) -> list[tuple[UUID, str]]:
    """The practices of this reader, by name."""
    rows = await session.execute(select(Practice.id, Practice.name).order_by(Practice.name))
    return [(row.id, row.name) for row in rows]


async def names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these people."""
    found = select(User.id, User.name).where(User.id.in_(ids))
    return {row.id: row.name for row in await session.execute(found)}
