"""Proof of the daily discipline: who acknowledged which training, and whose access was reviewed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class TrainingAcknowledgement(Base):
    """A person said that they read this version; `text_hash` is the SHA-256 of what they read."""

    __tablename__ = "training_acknowledgement"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    version: Mapped[str]
    text_hash: Mapped[str]
    acknowledged_at: Mapped[datetime]
    __table_args__ = (Index("ix_training_acknowledgement_person", "user_id", "acknowledged_at"),)


class AccessReview(Base):
    """One person's rights in one quarter: somebody confirmed or ended them, as they stood then."""

    __tablename__ = "access_review"
    quarter: Mapped[str] = mapped_column(primary_key=True)  # "2026-Q4"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    reviewed_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reviewed_at: Mapped[datetime]
    role: Mapped[str]
    practices: Mapped[int]  # how many they worked for
    confirmed: Mapped[bool]  # False: their access was ended
