"""Answers to what we sent: 999, TA1 and 277CA, each kept with the file it came in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Acknowledgement(Base):
    """One answer about one claim, or about a whole batch (then `claim_id` is None)."""

    __tablename__ = "acknowledgement"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID | None] = mapped_column(ForeignKey("practice.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("batch.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox_file.id"))
    segment: Mapped[int]  # where in the file, from ISA = 1
    kind: Mapped[str]  # 999, TA1, 277CA
    sender: Mapped[str]  # clearinghouse or payer: only the payer's answer is proof of filing
    accepted: Mapped[bool | None]  # None: received, no verdict yet
    codes: Mapped[list[str]]
    words: Mapped[str]
    payer_claim_number: Mapped[str | None]
    received_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("file_id", "segment", "claim_id", name="uq_acknowledgement_once_per_file"),
    )
