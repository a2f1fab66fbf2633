"""How a payer is worked: one text for each kind of task, with everybody who changed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Playbook(Base):
    """One version of the text; the newest one holds, the older ones stay."""

    __tablename__ = "playbook"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payer.id"))
    kind: Mapped[str]  # a task kind
    body: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime]
    __table_args__ = (Index("ix_playbook_newest", "payer_id", "kind", text("id desc")),)
