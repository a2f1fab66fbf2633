"""Notes that begin the same way every time; no patient stands in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class NoteTemplate(Base):
    """A text of the office with places such as {claim}; without a kind it fits every task."""

    __tablename__ = "note_template"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str | None]  # a task kind
    body: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime]
