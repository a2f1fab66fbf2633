"""The people of a practice as somebody who hands them a task sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
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
class Whereabouts:
    """The site that somebody works from."""

    id: UUID
    country: str


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """One active person who works tasks of the practice; `skills` None: in no team, so nobody asks."""

    id: UUID
    name: str
    role: Role
    skills: frozenset[Skill] | None
    site: Whereabouts


async def workers_of(session: AsyncSession, practice_id: UUID) -> Sequence[ColleagueRow]:
    """Those who may work tasks of this practice at all, by name; in one statement."""
    if practice_id == OFFICE:
        rows = await session.execute(_everywhere().where(User.role.in_(REVIEWERS)))
    else:
        rows = await session.execute(_here(), {"practice": practice_id})
    found = rows.all()
    sites = {row.site_id: Whereabouts(row.site_id, row.country) for row in found}
    return [ColleagueRow(row.id, row.name, Role(row.role), _skills(row), sites[row.site_id]) for row in found]


def _skills(row: Any) -> frozenset[Skill] | None:
    return frozenset(map(Skill, row.skills or ())) if row.in_team else None


@cache
def _here() -> Select[UUID, str, str, Sequence[str] | None, bool, UUID, str]:
    found = _everywhere().join(Membership, Membership.user_id == User.id)
    return found.where(Membership.practice_id == bindparam("practice", type_=Uuid))


def _everywhere() -> Select[UUID, str, str, Sequence[str] | None, bool, UUID, str]:
    skills = select(func.array_agg(cast(PersonSkill.skill, String))).where(PersonSkill.user_id == User.id)
    team = exists().where(TeamMember.user_id == User.id)
    found = select(User.id, User.name, User.role, skills.scalar_subquery().label("skills"))
    return (
        found.add_columns(team.label("in_team"), Site.id.label("site_id"), Site.country)
        .join(Site, Site.id == User.site_id)
        .where(User.active, User.role.in_(WORKERS))
        .order_by(User.name, User.id)
    )
