"""Papers that belong to a task: the row is here, the bytes lie in the file store under their own hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ScalarSelect,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from models.base import Base, new_id
from models.base import words as stored
from models.users import User
from rules.attachments import Scan


class Attachment(Base):
    """One paper; `name` is what its owner called it and may name a patient: it stays on the page."""

    __tablename__ = "attachment"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)  # also its name in the store of raw files
    name: Mapped[str]
    media_type: Mapped[str]  # as its first bytes say, never as its sender says
    size: Mapped[int]
    scan: Mapped[Scan] = mapped_column(stored(Scan))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("size > 0", name="a_paper_is_not_empty"),)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a task as its page names it."""

    id: UUID
    name: str
    size: int  # bytes
    scan: Scan
    added_at: datetime
    by: str  # who attached it


def papers_of(task_id: InstrumentedAttribute[UUID]) -> ScalarSelect[Any]:
    """The papers of a task in one value, the oldest first; `as_papers` reads it. Null: none."""
    told = ("id", "name", "size", "scan", "added_at")
    facts: list[Any] = []
    for each in told:
        facts += [literal_column(f"'{each}'"), getattr(Attachment, each)]
    one = aggregate_order_by(
        func.jsonb_build_object(*facts, literal_column("'by'"), User.name), Attachment.id
    )
    found = select(func.jsonb_agg(one)).join(User, User.id == Attachment.added_by)
    return found.where(Attachment.task_id == task_id).scalar_subquery()


def as_papers(told: Sequence[Mapping[str, Any]] | None) -> list[Paper]:
    """What `papers_of` found."""
    return [
        Paper(
            UUID(each["id"]),
            each["name"],
            each["size"],
            Scan(each["scan"]),
            datetime.fromisoformat(each["added_at"]),
            each["by"],
        )
        for each in told or ()
    ]
