"""What payers said they paid: payments, the claims in them, lines, and money outside claims."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from rules.denials import Category
from rules.remittances import Posting as Posting

POSTED = "state = 'posted'"


class Remittance(Base):
    """One payment (one ST of an 835). `payment_key` is payer, trace, date and amount; see `Posting`."""

    __tablename__ = "remittance"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox_file.id"), index=True)
    place: Mapped[int]  # the how-manieth payment of its file, from 1
    payment_key: Mapped[str] = mapped_column(index=True)
    payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payer.id"))
    payer_name: Mapped[str]
    trace: Mapped[str]
    paid_on: Mapped[date | None]
    amount: Mapped[Decimal]
    method: Mapped[str]  # BPR04
    state: Mapped[Posting] = mapped_column(words(Posting), default=Posting.STAGED)
    problems: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    deposited_on: Mapped[date | None]
    received_at: Mapped[datetime]
    __table_args__ = (
        Index(
            "uq_remittance_payment_key", "payment_key", unique=True, postgresql_where=text("state = 'posted'")
        ),
        Index("uq_remittance_place", "file_id", "place", unique=True),
    )


class RemittanceClaim(Base):
    """One CLP: posts once, by `claim_key` (payment key, fingerprint, ordinal among equals)."""

    __tablename__ = "remittance_claim"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittance.id"), index=True)
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    claim_key: Mapped[str] = mapped_column(index=True)
    segment: Mapped[int]
    number: Mapped[str]  # CLP01 as the payer wrote it
    status: Mapped[str]
    charge: Mapped[Decimal]
    paid: Mapped[Decimal]
    patient_part: Mapped[Decimal]
    payer_claim_number: Mapped[str | None]
    adjustments: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # group, reason, amount, quantity
    remarks: Mapped[list[str]] = mapped_column(default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # names, member id: for matching by hand
    state: Mapped[Posting] = mapped_column(words(Posting), default=Posting.STAGED)
    reason: Mapped[str] = mapped_column(default="")  # why it is suspended, unmatched or only noted
    __table_args__ = (
        Index("uq_remittance_claim_key", "claim_key", unique=True, postgresql_where=text(POSTED)),
        Index(
            "ix_remittance_claim_staged",
            "remittance_id",
            "segment",
            postgresql_where=text("state = 'staged'"),
        ),
    )


class RemittanceLine(Base):
    """One SVC of a remittance claim, with the claim line it was matched to."""

    __tablename__ = "remittance_line"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    remittance_claim_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_claim.id"), index=True)
    claim_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim_line.id"))
    segment: Mapped[int]
    procedure: Mapped[str]
    modifiers: Mapped[list[str]]
    charge: Mapped[Decimal]
    paid: Mapped[Decimal]
    allowed: Mapped[Decimal | None]
    units: Mapped[str]
    control: Mapped[str] = mapped_column(default="")  # REF 6R: our number of the line
    sent: Mapped[list[str]] = mapped_column(
        default=list
    )  # procedure and modifiers we sent, if others were paid
    service_from: Mapped[date | None]
    adjustments: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    remarks: Mapped[list[str]] = mapped_column(default=list)


class ProviderAdjustment(Base):
    """One PLB amount: money outside claims; positive takes away from the payment."""

    __tablename__ = "provider_adjustment"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittance.id"), index=True)
    segment: Mapped[int]
    place: Mapped[int]
    reason: Mapped[str]
    reference: Mapped[str | None]
    amount: Mapped[Decimal]
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"))


class MappedReason(Base):
    """What the office decided that a payer's reason means, where the rule tables do not say."""

    __tablename__ = "mapped_reason"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payer.id"))
    group_code: Mapped[str]
    carc: Mapped[str]
    category: Mapped[Category] = mapped_column(words(Category))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    decided_on: Mapped[date]
    __table_args__ = (UniqueConstraint("payer_id", "group_code", "carc", name="uq_mapped_reason_code"),)
