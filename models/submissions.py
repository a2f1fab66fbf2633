"""What left the house: batches, the claims in them, and the control numbers that bring answers home."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words


class BatchState(StrEnum):
    """Made: written down; uploaded: the clearinghouse has the file; then its answer."""

    MADE = "made"
    UPLOADED = "uploaded"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Batch(Base):
    """One 837P file: one interchange, one group, one transaction."""

    __tablename__ = "batch"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    clearinghouse: Mapped[str]
    number: Mapped[int]  # ISA13, GS06 and BHT03 are this number
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("mailbox_file.id"))
    claims: Mapped[int]
    state: Mapped[BatchState] = mapped_column(words(BatchState), default=BatchState.MADE)
    made_at: Mapped[datetime]
    uploaded_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("clearinghouse", "number", name="uq_batch_number"),)


class Submission(Base):
    """One sending of one claim; `place` is the claim's place in its batch, counted from 1."""

    __tablename__ = "submission"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"))
    place: Mapped[int]
    first_segment: Mapped[int]  # of its subscriber, or its CLM; counted from ST = 1: what a 999 points at
    last_segment: Mapped[int]  # between two claims stand levels that several share
    answer: Mapped[str | None]  # the last word on this sending: "accepted by the payer", "rejected: ..."
    __table_args__ = (
        UniqueConstraint("batch_id", "place", name="uq_submission_place"),
        Index("ix_submission_unanswered", "batch_id", postgresql_where=text("answer is null")),
    )


class ControlNumber(Base):
    """The last number given out in one series; numbers are never given twice."""

    __tablename__ = "control_number"
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
