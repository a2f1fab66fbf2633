"""The people of a practice as somebody who hands them a task sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select, String, Uuid, bindparam, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.practices import OFFICE
from models.sites import Site
from models.staffing import WORKERS
from models.teams import PersonSkill, TeamMember
from models.users import Membership, User
from rules.access import REVIEWERS, Role
from rules.skills import Skill


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """One active person who works tasks of the practice; `skills` None: in no team, so nobody asks."""

    id: UUID
    name: str
    role: Role
    skills: frozenset[Skill] | None
    site: Site


async def workers_of(session: AsyncSession, practice_id: UUID) -> Sequence[ColleagueRow]:
    """Those who may work tasks of this practice at all, by name; in one statement."""
    if practice_id == OFFICE:
        rows = await session.execute(_everywhere().where(User.role.in_(REVIEWERS)))
    else:
        rows = await session.execute(_here(), {"practice": practice_id})
    return [
        ColleagueRow(row.id, row.name, Role(row.role), _skills(row.skills) if row.in_team else None, row.Site)
        for row in rows
    ]


def _skills(found: Collection[str] | None) -> frozenset[Skill]:
    return frozenset(map(Skill, found or ()))


@cache
def _here() -> Select[UUID, str, str, Sequence[str] | None, bool, Site]:
    found = _everywhere().join(Membership, Membership.user_id == User.id)
    return found.where(Membership.practice_id == bindparam("practice", type_=Uuid))


def _everywhere() -> Select[UUID, str, str, Sequence[str] | None, bool, Site]:
    skills = select(func.array_agg(cast(PersonSkill.skill, String))).where(PersonSkill.user_id == User.id)
    team = exists().where(TeamMember.user_id == User.id)
    found = select(User.id, User.name, User.role, skills.scalar_subquery().label("skills"))
    return (
        found.add_columns(team.label("in_team"), Site)
        .join(Site, Site.id == User.site_id)
        .where(User.active, User.role.in_(WORKERS))
        .order_by(User.name, User.id)
    )
