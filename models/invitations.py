"""Invitations: a link with a one-time token, with which a person sets their own password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Invitation(Base):
    """The row holds the token's SHA-256; a newer invitation replaces an older one."""

    __tablename__ = "invitation"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
