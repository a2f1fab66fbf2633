"""Wake-ups that committed with their facts, and the receipts that make a command count once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Wake(Base):
    """This workflow must look again, not before `not_before`; deleted once the signal is durable."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    workflow_id: Mapped[str]
    cause: Mapped[str]  # which act asked for it: an undo takes exactly its own wake-ups back
    not_before: Mapped[datetime]  # real time, never the office's
    __table_args__ = (Index("ix_outbox_due", "not_before", "id"),)


class Receipt(Base):
    """A command that was carried out; the same key again changes nothing."""

    __tablename__ = "receipt"
    key: Mapped[UUID] = mapped_column(primary_key=True)
    command: Mapped[str]
    at: Mapped[datetime]
