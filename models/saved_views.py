"""Views that people named: a place in the queues with its filters, for oneself or for a team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.teams import Team, TeamMember

MOST = 30  # so many stand in the rail


class SavedView(Base):
    """`place` is the view as links write it: "calls;due=overdue". Without a team it is its owner's alone."""

    __tablename__ = "saved_view"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str]
    place: Mapped[str]
    saved_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("owner_id", "name", name="uq_saved_view_name"),
        Index("ix_saved_view_team", "team_id"),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved view as one person sees it; `team` None means it is theirs alone."""

    id: UUID
    owner_id: UUID
    name: str
    place: str
    team: str | None


async def of_person(session: AsyncSession, user_id: UUID) -> list[Kept]:
    """Their own views and those of their teams, by name."""
    teams = select(TeamMember.team_id).where(TeamMember.user_id == user_id)
    seen = or_(SavedView.owner_id == user_id, SavedView.team_id.in_(teams))
    found = select(SavedView.id, SavedView.owner_id, SavedView.name, SavedView.place, Team.name)
    rows = (
        found.outerjoin(Team, Team.id == SavedView.team_id).where(seen).order_by(SavedView.name, SavedView.id)
    )
    return [Kept(*row) for row in await session.execute(rows.limit(MOST))]


async def teams_of(session: AsyncSession, user_id: UUID) -> Sequence[Team]:
    """The teams this person works for, by name."""
    mine = select(Team).join(TeamMember, TeamMember.team_id == Team.id).where(TeamMember.user_id == user_id)
    return (await session.scalars(mine.where(Team.active).order_by(Team.name))).all()
