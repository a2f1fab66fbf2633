"""Teams and their people: who is in which, what each can do, and when each works."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.transactions import Office
from models.base import new_id
from models.teams import Engagement, PersonSkill, Team, TeamMember, WorkingHours
from models.users import User
from rules.access import Permission, Role, require
from rules.capacity import Shift
from rules.errors import Conflict, Refusal, Unknown
from rules.skills import Skill


@dataclass(frozen=True, slots=True)
class SaveTeam:
    """A team as it shall be; no id: a new one."""

    team_id: UUID | None
    name: str
    guided: bool
    active: bool
    members: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class SavePerson:
    """What a person can do and when they work; no capacity: the office's own."""

    user_id: UUID
    skills: frozenset[Skill]
    time_zone: str
    capacity: Decimal | None
    shifts: tuple[Shift, ...]


async def save_team(office: Office, actor: Actor, said: SaveTeam) -> UUID:
    """Make or change a team. Raises NotAllowed, Unknown, Refusal without a name, Conflict for a taken one."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    name = said.name.strip()
    if not name:
        raise Refusal("A team needs a name.").about("name")
    async with office.begin(actor) as work:
        other = await work.session.scalar(select(Team.id).where(Team.name == name))
        if other not in (None, said.team_id):
            raise Conflict("Another team has this name.").about("name")
        team = (
            await work.session.get(Team, said.team_id, with_for_update=True)
            if said.team_id
            else Team(id=new_id())
        )
        if team is None:
            raise Unknown("There is no such team.")
        team.name, team.guided, team.active = name, said.guided, said.active
        work.session.add(team)
        await work.session.flush()
        await work.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
        work.session.add_all(TeamMember(team_id=team.id, user_id=each) for each in sorted(said.members))
        told = sorted(map(str, said.members))
        work.record("changed", f"team:{team.id}", guided=said.guided, active=said.active, members=told)
    return team.id


async def save_person(office: Office, actor: Actor, said: SavePerson) -> None:
    """Keep a person's skills, hours and capacity. Raises NotAllowed, Unknown, Refusal for unknown zones."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    _check(said)
    async with office.begin(actor) as work:
        if await work.session.get(User, said.user_id) is None:
            raise Unknown("There is no such person.")
        await work.session.execute(delete(PersonSkill).where(PersonSkill.user_id == said.user_id))
        await work.session.execute(delete(WorkingHours).where(WorkingHours.user_id == said.user_id))
        work.session.add_all(PersonSkill(user_id=said.user_id, skill=each) for each in sorted(said.skills))
        work.session.add_all(_hours(said.user_id, said.shifts))
        kept = {"time_zone": said.time_zone, "daily_capacity": said.capacity}
        row = insert(Engagement).values(user_id=said.user_id, **kept)
        await work.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=kept))
        work.record("changed how they work", f"user:{said.user_id}", skills=sorted(said.skills))


def _check(said: SavePerson) -> None:
    try:
        ZoneInfo(said.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        words = "There is no such time zone: write it as America/Chicago."
        raise Refusal(words).about("time_zone") from fault
    if said.capacity is not None and said.capacity <= 0:
        words = "A day holds some work: leave it empty for the office's own number."
        raise Refusal(words).about("capacity")
    if any(each.ends <= each.starts for each in said.shifts):
        raise Refusal("Hours end after they begin, on the same day.")


def _hours(user_id: UUID, shifts: Sequence[Shift]) -> list[WorkingHours]:
    return [
        WorkingHours(user_id=user_id, weekday=each.weekday, starts=each.starts, ends=each.ends)
        for each in shifts
    ]
