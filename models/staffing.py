"""Who can be given work right now: people with their skills, practices, absences and loads."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.practices import works_for
from models.tasks import Task
from models.teams import Absence, Engagement, PersonSkill, Team, TeamMember, WorkingHours
from models.users import Membership, User
from rules.access import Permission, Role, may
from rules.capacity import Away, Shift
from rules.skills import Skill
from rules.tasks import LIVE, TaskKind, TaskState

ACTIVE = (TaskState.OPEN, TaskState.ESCALATED)
OPEN_WORK = text(
    "select owner_id, kind, tasks, due from claimdesk_open_work(cast(:people as uuid[]), cast(:day as date))"
)
WORKERS = tuple(role.value for role in Role if may(role, Permission.WORK_TASKS))


@dataclass(frozen=True, slots=True)
class Worker:
    """One active person who may work tasks."""

    id: UUID
    name: str
    role: Role
    site_id: UUID
    practices: frozenset[UUID]
    skills: frozenset[Skill]
    time_zone: str | None  # None: nobody wrote it down
    capacity: Decimal | None  # plain accounts a day; None: the office's own


async def workers(session: AsyncSession) -> list[Worker]:
    """Active people who may work tasks, by name."""
    practices = select(func.array_agg(Membership.practice_id)).where(Membership.user_id == User.id)
    skills = select(func.array_agg(cast(PersonSkill.skill, String))).where(PersonSkill.user_id == User.id)
    found = (
        select(User.id, User.name, User.role, User.site_id)
        .add_columns(practices.scalar_subquery(), skills.scalar_subquery())
        .add_columns(Engagement.time_zone, Engagement.daily_capacity)
        .outerjoin(Engagement, Engagement.user_id == User.id)
        .where(User.active, User.role.in_(WORKERS))
    )
    return [
        Worker(
            row.id,
            row.name,
            Role(row.role),
            row.site_id,
            works_for(row.role, row[4] or ()),
            frozenset(map(Skill, row[5] or ())),
            row.time_zone,
            row.daily_capacity,
        )
        for row in await session.execute(found.order_by(User.name, User.id))
    ]


async def teams(session: AsyncSession) -> dict[UUID, list[UUID]]:
    """The people of each active team."""
    found = select(Team.id, TeamMember.user_id).outerjoin(TeamMember, TeamMember.team_id == Team.id)
    members: dict[UUID, list[UUID]] = {}
    for team_id, user_id in await session.execute(found.where(Team.active).order_by(Team.name)):
        people = members.setdefault(team_id, [])
        if user_id is not None:
            people.append(user_id)
    return members


async def absences(session: AsyncSession, since: date) -> dict[UUID, list[Away]]:
    """Absences that stand and end on this day or later, by person."""
    found = select(Absence.user_id, Absence.from_on, Absence.until_on)
    away: dict[UUID, list[Away]] = {}
    for user_id, first, last in await session.execute(
        found.where(Absence.ended_at.is_(None), Absence.until_on >= since).order_by(Absence.from_on)
    ):
        away.setdefault(user_id, []).append(Away(first, last))
    return away


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How many tasks of each kind one person has open; asleep and waiting ones weigh nothing yet."""

    tasks: dict[TaskKind, int] = field(default_factory=dict)
    due: dict[TaskKind, int] = field(default_factory=dict)  # of these, for that day or late already


async def open_work(session: AsyncSession, people: Collection[UUID], day: date) -> dict[UUID, OpenWork]:
    """What these people have open, and what of it is due by that day; who has nothing is missing.

    Every practice's, whoever asks: a load is a load.
    """
    counted: dict[UUID, OpenWork] = {}
    about = {"people": list(people), "day": day}
    for row in await session.execute(OPEN_WORK, about) if people else ():
        theirs = counted.setdefault(row.owner_id, OpenWork())
        theirs.tasks[TaskKind(row.kind)], theirs.due[TaskKind(row.kind)] = row.tasks, row.due
    return counted


async def shifts(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, list[Shift]]:
    """The hours of each one's week; who is missing has none written down."""
    found = select(WorkingHours).where(WorkingHours.user_id.in_(people)).order_by(WorkingHours.weekday)
    hours: dict[UUID, list[Shift]] = {}
    for row in await session.scalars(found) if people else ():
        hours.setdefault(row.user_id, []).append(Shift(row.weekday, row.starts, row.ends))
    return hours


async def hours(session: AsyncSession, user_id: UUID) -> tuple[str | None, list[Shift]]:
    """This person's time zone (None: nobody wrote it down) and the hours of their week."""
    zone = await session.scalar(select(Engagement.time_zone).where(Engagement.user_id == user_id))
    return zone, (await shifts(session, [user_id])).get(user_id, [])


async def due_of(session: AsyncSession, user_id: UUID, until: date | None, limit: int) -> list[UUID]:
    """Tasks of this person that fall due by that day, locked; None: every live one, whenever it is due."""
    first = _due_of(user_id, until, limit)
    return list(await session.scalars(first.with_for_update(skip_locked=True)))


async def due_of_now(session: AsyncSession, user_id: UUID, until: date, limit: int) -> list[UUID]:
    """The same, as they stand: nobody waits for anybody."""
    return list(await session.scalars(_due_of(user_id, until, limit)))


def _due_of(user_id: UUID, until: date | None, limit: int) -> Select[UUID]:
    states = LIVE if until is None else ACTIVE
    theirs = select(Task.id).where(Task.owner_id == user_id, Task.state.in_(states))
    if until is not None:
        theirs = theirs.where(Task.due_on <= until)
    return theirs.order_by(Task.priority.desc(), Task.id).limit(limit)


async def gone(session: AsyncSession) -> list[UUID]:
    """People who left and still own live tasks."""
    theirs = select(Task.id).where(Task.owner_id == User.id, Task.state.in_(LIVE)).exists()
    return list(await session.scalars(select(User.id).where(User.active.is_(False), theirs)))
