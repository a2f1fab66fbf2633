"""Colleagues whom a note calls by name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Mention(Base):
    """This person is named in this note; unseen until they open it."""

    __tablename__ = "mention"
    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    mentioned_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_mention_unseen", "user_id", "mentioned_at", postgresql_where=text("seen_at is null")),
    )
