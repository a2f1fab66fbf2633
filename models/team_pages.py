"""What the screens of teams and allocation show: teams, hours, who is on which task, what is nobody's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.payers import Payer
from models.practices import NO_CLIENTS, Practice
from models.tasks import Task
from models.teams import Absence, Team, TeamMember, WorkingHours
from rules.capacity import Shift
from rules.tasks import LIVE, TaskKind


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team with its people's ids."""

    team: Team
    members: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody has this task open right now."""

    task_id: UUID
    kind: TaskKind
    until: datetime


@dataclass(frozen=True, slots=True)
class Heap:
    """Tasks that are nobody's and no team's, of one practice, payer and kind."""

    practice_id: UUID
    practice: str
    payer: str | None
    payer_id: UUID | None
    kind: TaskKind
    count: int
    money: Decimal
    oldest: date


async def teams(session: AsyncSession) -> list[TeamCard]:
    """Every team by name, closed ones last."""
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for team_id, user_id in await session.execute(select(TeamMember.team_id, TeamMember.user_id)):
        members[team_id].append(user_id)
    found = await session.scalars(select(Team).order_by(Team.active.desc(), Team.name))
    return [TeamCard(team, tuple(members[team.id])) for team in found]


async def week_hours(session: AsyncSession) -> dict[UUID, list[Shift]]:
    """Everybody's hours of the week."""
    hours: dict[UUID, list[Shift]] = defaultdict(list)
    for row in await session.scalars(select(WorkingHours).order_by(WorkingHours.weekday)):
        hours[row.user_id].append(Shift(row.weekday, row.starts, row.ends))
    return hours


async def standing_absences(session: AsyncSession, since: date) -> Sequence[Absence]:
    """Absences that were not taken back and are not over, the nearest first."""
    found = select(Absence).where(Absence.ended_at.is_(None), Absence.until_on >= since)
    return (await session.scalars(found.order_by(Absence.from_on, Absence.id))).all()


async def presence(session: AsyncSession, now: datetime) -> dict[UUID, Presence]:
    """Who is on which task at this moment, by person."""
    found = select(Task.leased_by, Task.id, Task.kind, Task.leased_until).where(
        Task.leased_by.is_not(None), Task.leased_until > now, Task.state.in_(LIVE)
    )
    rows = await session.execute(found.order_by(Task.leased_until))
    return {row.leased_by: Presence(row.id, row.kind, row.leased_until) for row in rows if row.leased_by}


async def unallocated(session: AsyncSession) -> list[Heap]:
    """What is nobody's and no team's, in heaps; most money first."""
    about = (Practice.id, Practice.name, Payer.name, Payer.id, Task.kind)
    sums = (func.count(), func.sum(Task.money), func.min(Task.due_on))
    found = (
        select(*about, *sums)
        .select_from(Task)
        .join(Practice, Practice.id == Task.practice_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(Task.state.in_(LIVE), Task.owner_id.is_(None), Task.team_id.is_(None))
        .group_by(*about)
    )
    rows = await session.execute(found.order_by(func.sum(Task.money).desc(), Practice.name, Task.kind))
    return [Heap(*row) for row in rows]


async def choices(session: AsyncSession) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The names of practices and payers, for the conditions of a rule."""
    practices = (
        select(Practice.id, Practice.name).where(Practice.id.not_in(NO_CLIENTS)).order_by(Practice.name)
    )
    payers = select(Payer.id, Payer.name).order_by(Payer.name)
    return (
        {row[0]: row[1] for row in await session.execute(practices)},
        {row[0]: row[1] for row in await session.execute(payers)},
    )
