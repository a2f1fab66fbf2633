"""Notes that begin the same way every time; no patient stands in them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from rules.tasks import TaskKind


class NoteTemplate(Base):
    """A text of the office with places such as {claim}; without a kind it fits every task."""

    __tablename__ = "note_template"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str | None]  # a task kind
    body: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime]


async def templates(session: AsyncSession, kind: TaskKind | None = None) -> Sequence[NoteTemplate]:
    """Every template by name; with a kind, those that fit such a task."""
    found = select(NoteTemplate).order_by(NoteTemplate.name)
    if kind is not None:
        found = found.where(or_(NoteTemplate.kind.is_(None), NoteTemplate.kind == kind))
    return (await session.scalars(found)).all()
