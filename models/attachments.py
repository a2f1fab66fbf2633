"""Papers that belong to a task: the row is here, the bytes lie in the file store under their own hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

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


async def of_task(session: AsyncSession, task_id: UUID) -> list[tuple[Attachment, str]]:
    """The task's papers with the name of whoever attached each, the oldest first."""
    found = select(Attachment, User.name).join(User, User.id == Attachment.added_by)
    mine = found.where(Attachment.task_id == task_id).order_by(Attachment.id)
    return [(paper, name) for paper, name in await session.execute(mine)]
