"""The double-entry journal: every entry balances to zero, is never changed, and is undone only by another."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from rules.ledger import Account as Account


class JournalEntry(Base):
    """One event of money; the database refuses it at commit unless its legs add up to zero."""

    __tablename__ = "journal_entry"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), index=True)
    kind: Mapped[str]  # charge, payment, provider adjustment, suspension, release, write-off, patient
    cause: Mapped[str] = mapped_column(unique=True)  # "payment:<claim key>": the same event never posts twice
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    remittance_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance.id"), index=True)
    remittance_claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance_claim.id"))
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("journal_entry.id"))
    posted_on: Mapped[date]  # the practice's business day
    memo: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class JournalLeg(Base):
    """One side of an entry; `segment` points into the remittance file it came from."""

    __tablename__ = "journal_leg"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    account: Mapped[Account] = mapped_column(words(Account))
    amount: Mapped[Decimal]
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"))
    claim_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim_line.id"))
    payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payer.id"))
    segment: Mapped[int | None]
    __table_args__ = (Index("ix_journal_leg_claim", "claim_id", "account"),)
