"""Whom the practice saw, and the coverage that should pay for it."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Patient(Base):
    """A person of one practice; the same person at two practices is two rows, by law."""

    __tablename__ = "patient"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    last_name: Mapped[str]
    first_name: Mapped[str]
    birth_date: Mapped[date | None]
    sex: Mapped[str | None]
    language: Mapped[str | None]  # "es": what to speak with them; None: not asked
    __table_args__ = (Index("ix_patient_name", "practice_id", text("lower(last_name)"), "birth_date"),)


class Coverage(Base):
    """One policy of a patient; unknown bounds are None and are never taken for "not covered"."""

    __tablename__ = "coverage"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payer.id"))
    member_id: Mapped[str]
    covered_from: Mapped[date | None]
    covered_until: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("patient_id", "payer_id", "member_id", name="uq_coverage_member"),
        Index("ix_coverage_member", "practice_id", "member_id"),
    )
