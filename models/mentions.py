"""Colleagues whom a note calls by name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.notes import Note
from models.users import User

MOST = 50


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


@dataclass(frozen=True, slots=True)
class Called:
    """A note that names somebody: who wrote it, when, and where it belongs; never what it says."""

    note_id: UUID
    author: str
    mentioned_at: datetime
    task_id: UUID | None
    claim_id: UUID | None


async def unseen(session: AsyncSession, user_id: UUID) -> list[Called]:
    """The mentions this person has not put away yet, the newest first."""
    found = (
        select(Mention.note_id, User.name, Mention.mentioned_at, Note.task_id, Note.claim_id)
        .join(Note, Note.id == Mention.note_id)
        .join(User, User.id == Note.author_id)
        .where(Mention.user_id == user_id, Mention.seen_at.is_(None))
        .order_by(Mention.mentioned_at.desc())
    )
    return [Called(*row) for row in await session.execute(found.limit(MOST))]
