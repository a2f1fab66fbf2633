"""The claim: where it is, whose move it is, its clocks, and the form that goes to the payer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from rules.claims import Frequency, Stage, Turn

NOT_FILED = "filed_on is null and stage <> 'closed'"


class Claim(Base):
    """One claim to one payer. `form` is the whole 837P claim as it will be sent; columns are read from it."""

    __tablename__ = "claim"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    coverage_id: Mapped[UUID] = mapped_column(ForeignKey("coverage.id"))
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payer.id"))
    number: Mapped[str]  # CLM01, verbatim
    import_key: Mapped[str | None] = mapped_column(unique=True)  # file hash and place: a file is taken once
    form: Mapped[dict[str, Any]]
    frequency: Mapped[Frequency] = mapped_column(words(Frequency), default=Frequency.ORIGINAL)
    charge: Mapped[Decimal]
    open_amount: Mapped[Decimal]  # what insurance still owes by the ledger; moved by postings only
    service_from: Mapped[date]
    service_to: Mapped[date]
    rendering_npi: Mapped[str | None]
    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.SCRUBBING)
    turn: Mapped[Turn] = mapped_column(words(Turn), default=Turn.OURS)
    reason: Mapped[str] = mapped_column(default="")  # one line: why it is where it is
    payer_claim_number: Mapped[str | None]
    access_class: Mapped[str] = mapped_column(
        server_default=FetchedValue()
    )  # "medicaid/TX": a trigger says it
    # clocks: dates of the practice's time zone; None means the clock does not run
    sent_on: Mapped[date | None]
    acknowledge_by: Mapped[date | None]
    accepted_on: Mapped[date | None]
    filed_on: Mapped[date | None]  # only with evidence: a payer-accepted 277CA or another recorded proof
    filing_proof: Mapped[str | None]
    follow_up_on: Mapped[date | None]
    promised_on: Mapped[date | None]  # a follow-up day that a person promised the payer
    decision_by: Mapped[date | None]
    appeal_by: Mapped[date | None]  # the day we work to, as `file_by` below
    appeal_limit_on: Mapped[date | None]  # the last lawful day
    correct_by: Mapped[date | None]
    correct_limit_on: Mapped[date | None]
    filing_rule: Mapped[str]
    filing_limit_on: Mapped[date]  # the last lawful day
    file_by: Mapped[date]  # the earlier day we work to
    filing_assumed: Mapped[bool] = mapped_column(default=False)
    filing_reasons: Mapped[list[str]]
    guard_steps: Mapped[list[str]] = mapped_column(default=list)  # reminders already given
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("turn <> 'nobody' or stage = 'closed'", name="only_a_closed_claim_is_nobodys_turn"),
        CheckConstraint("filed_on is null or filing_proof is not null", name="filed_means_proof_is_recorded"),
        Index("ix_claim_number", "practice_id", "number"),
        Index("ix_claim_payer_claim_number", "payer_claim_number"),
        Index("ix_claim_stage", "practice_id", "stage"),
        Index("ix_claim_ready", "created_at", postgresql_where=text("stage = 'ready'")),
        Index(
            "ix_claim_deadline",
            "file_by",
            "id",
            postgresql_where=text("filed_on is null and stage <> 'closed'"),
        ),
    )


class ClaimLine(Base):
    """One billed service; denials and payments happen here. `control` is REF 6R, or the line number."""

    __tablename__ = "claim_line"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id"), index=True)
    number: Mapped[int]
    control: Mapped[str]
    procedure: Mapped[str]
    modifiers: Mapped[list[str]]
    diagnoses: Mapped[list[str]]
    units: Mapped[str]
    charge: Mapped[Decimal]
    service_from: Mapped[date | None]
    service_to: Mapped[date | None]
