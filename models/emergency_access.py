"""Emergency access: another role for an hour, with a reason, reviewed afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class EmergencyAccess(Base):
    """Who took which role, why, until when, and who looked at it afterwards."""

    __tablename__ = "emergency_access"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    role: Mapped[str]
    reason: Mapped[str]
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))  # None: nobody looked yet
    reviewed_at: Mapped[datetime | None]
    finding: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        CheckConstraint("reviewed_by <> user_id", name="reviewed_by_another"),
        Index("ix_emergency_access_person", "user_id", "ends_at"),
    )
