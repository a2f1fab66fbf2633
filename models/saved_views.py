"""Views that people named: a place in the queues with its filters, for oneself or for a team."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class SavedView(Base):
    """`place` is the view as links write it: "calls;due=overdue". Without a team it is its owner's alone."""

    __tablename__ = "saved_view"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    team_id: Mapped[UUID | None]
    name: Mapped[str]
    place: Mapped[str]
    saved_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("owner_id", "name", name="uq_saved_view_name"),
        Index("ix_saved_view_team", "team_id"),
    )
