"""Notes that begin the same way every time; no patient stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ScalarSelect, String, cast, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

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


@dataclass(frozen=True, slots=True)
class Offered:
    """A template that fits a task."""

    id: UUID
    name: str
    body: str


def offered_for(kind: InstrumentedAttribute[TaskKind]) -> ScalarSelect[Any]:
    """The templates that fit a task of this kind in one value, by name; `as_offered` reads it. Null: none."""
    facts = func.jsonb_build_array(NoteTemplate.id, NoteTemplate.name, NoteTemplate.body)
    found = select(func.jsonb_agg(aggregate_order_by(facts, NoteTemplate.name)))
    fits = or_(NoteTemplate.kind.is_(None), NoteTemplate.kind == cast(kind, String))
    return found.where(fits).scalar_subquery()


def as_offered(told: Sequence[Sequence[str]] | None) -> list[Offered]:
    """What `offered_for` found."""
    return [Offered(UUID(each), name, body) for each, name, body in told or ()]


async def templates(session: AsyncSession) -> Sequence[NoteTemplate]:
    """Every template by name."""
    return (await session.scalars(select(NoteTemplate).order_by(NoteTemplate.name))).all()
