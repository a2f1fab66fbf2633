"""Bytes whose last row may be gone: a sweep looks again, and removes what nothing speaks of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select, text, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.attachments import Attachment
from models.base import Base
from models.files import MailboxFile

HOLD = text("select pg_advisory_xact_lock(hashtextextended('raw file ' || :sha256, 0))")


class DiscardedFile(Base):
    """A row that named these bytes in the store of raw files was deleted."""

    __tablename__ = "discarded_file"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    discarded_at: Mapped[datetime]


async def is_named(session: AsyncSession, sha256: str) -> bool:
    """Whether any row of the office still names these bytes; ask it as somebody who sees all practices."""
    named = exists().where(Attachment.sha256 == sha256) | exists().where(MailboxFile.sha256 == sha256)
    return bool(await session.scalar(select(named)))


async def named_of(session: AsyncSession, names: Collection[str]) -> set[str]:
    """Those of these bytes that a row names; ask it as somebody who sees all practices."""
    found = union(
        select(Attachment.sha256).where(Attachment.sha256.in_(names)),
        select(MailboxFile.sha256).where(MailboxFile.sha256.in_(names)),
    )
    return set(await session.scalars(found))
