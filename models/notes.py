"""What people wrote down. A note never moves a clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Note(Base):
    """One note on a claim or task; a call has the person spoken to and the payer's reference."""

    __tablename__ = "note"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    body: Mapped[str]
    spoken_to: Mapped[str | None]
    reference: Mapped[str | None]
    written_at: Mapped[datetime]
    __table_args__ = (Index("ix_note_claim", "claim_id", "written_at"),)


class Draft(Base):
    """A note half typed: kept on the server so that a lock or a crash loses nothing."""

    __tablename__ = "draft"
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    body: Mapped[str]
