"""Who did or saw what, when and why: append-only, chained by hash per practice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.practices import OFFICE

LISTED = "action in ('saw', 'searched')"  # their detail names the claims and tasks of a list
OFFICE_CHAIN = OFFICE  # events that belong to no practice: sign-ins, files, users


class AuditEvent(Base):
    """One event; `hash` seals it together with the one before it in the same chain."""

    __tablename__ = "audit_event"
    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    action: Mapped[str]  # past tense: "finished", "saw"
    subject: Mapped[str]  # "task:<id>"
    detail: Mapped[dict[str, Any]]
    hash: Mapped[str]
    __table_args__ = (
        Index("ix_audit_event_subject", "subject", "at"),
        Index("ix_audit_event_actor", "actor_id", "at"),
        Index(
            "ix_audit_event_named",
            "detail",
            postgresql_using="gin",
            postgresql_ops={"detail": "jsonb_path_ops"},
            postgresql_where=text(LISTED),
        ),
    )


class AuditHead(Base):
    """The end of each chain: a cut-off tail does not match it."""

    __tablename__ = "audit_head"
    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]
    checked_number: Mapped[int | None] = mapped_column(BigInteger)  # whole up to here, when last checked
    checked_at: Mapped[datetime | None]
