"""Every file that came or went: stored raw before it is read, with its fate."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from models.base import Base, new_id, words


class FileState(StrEnum):
    """What became of a file."""

    STORED = "stored"
    READ = "read"
    READ_WITH_PROBLEMS = "read with problems"
    REFUSED = "refused"
    SENT = "sent"


class MailboxFile(Base):
    """One file by its content; the same bytes offered again under any name are the same row."""

    __tablename__ = "mailbox_file"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sha256: Mapped[str]  # also its name in the store of raw files
    source: Mapped[str]  # a clearinghouse, "upload" or "import"
    name: Mapped[str]
    direction: Mapped[str]  # in or out
    kind: Mapped[str]  # 837P, 835, 277CA, 999, TA1, other
    size: Mapped[int]
    state: Mapped[FileState] = mapped_column(words(FileState), default=FileState.STORED)
    problems: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # [{"segment": 18, "text": "..."}]
    summary: Mapped[str] = mapped_column(default="")
    practices: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)  # whose claims it speaks of
    offered: Mapped[int] = mapped_column(default=1)  # how often these bytes were offered to us
    received_at: Mapped[datetime]
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    __table_args__ = (
        UniqueConstraint("sha256", "direction", name="uq_mailbox_file_content"),
        Index("ix_mailbox_file_newest", "received_at", "id"),
    )
