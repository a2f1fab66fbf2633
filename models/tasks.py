"""What waits for a person: one row a task, in exactly one state, with its money and its dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from models.practices import OFFICE
from rules.tasks import Awaited, Outcome, TaskKind, TaskState

FIRST = "priority desc"
LIVE_STATES = "state in ('open', 'snoozed', 'escalated', 'waiting on provider')"
LOADED = "owner_id is not null and state in ('open', 'escalated')"
POOLED = f"owner_id is null and {LIVE_STATES}"
ASIDE_STATES = "state in ('snoozed', 'waiting on provider')"


class Task(Base):
    """Live, it waits in one queue; done, it has an outcome and the person who gave it."""

    __tablename__ = "task"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))  # one account, one queue
    payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payer.id"))
    remittance_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance.id"))
    remittance_claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance_claim.id"))
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("mailbox_file.id"))
    kind: Mapped[TaskKind] = mapped_column(words(TaskKind))
    cause: Mapped[str] = mapped_column(unique=True)  # "call:<claim>:2026-12-01": a retry cannot double it
    ask: Mapped[str]  # what to do, in one sentence without patient data
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)  # findings, codes, amounts: no patient data
    state: Mapped[TaskState] = mapped_column(words(TaskState), default=TaskState.OPEN)
    due_on: Mapped[date]
    deadline_on: Mapped[date | None]
    snoozed_until: Mapped[date | None]
    awaits: Mapped[Awaited | None] = mapped_column(words(Awaited))  # ends the snooze before its day
    aside_since: Mapped[datetime | None]  # only what comes after it is what was awaited
    promised_on: Mapped[date | None]  # the payer was promised a call on this day
    service_on: Mapped[date | None]
    money: Mapped[Decimal]
    priority: Mapped[int] = mapped_column(default=0)
    priority_reasons: Mapped[list[str]] = mapped_column(default=list)
    level: Mapped[int] = mapped_column(default=0)  # 0 owner, 1 supervisor, 2 manager
    access_class: Mapped[str] = mapped_column(server_default=FetchedValue())  # its claim's; a trigger says it
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    allocation_rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("allocation_rule.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))  # who must not decide it
    leased_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    leased_until: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    finished_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    finished_at: Mapped[datetime | None]
    undo: Mapped[dict[str, Any] | None]  # the claim as it was, while the finish can be taken back
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("snoozed_until <= deadline_on", name="a_snooze_ends_before_the_deadline"),
        CheckConstraint("(state = 'done') = (outcome is not null)", name="a_done_task_has_an_outcome"),
        CheckConstraint(
            f"(kind in ('{TaskKind.REVIEW_EMERGENCY}')) = (practice_id = '{OFFICE}')",
            name="what_is_of_no_practice_is_of_the_office",
        ),
        Index("ix_task_next", text("priority desc"), "id", postgresql_where=text(LIVE_STATES)),
        Index(
            "ix_task_live",
            "practice_id",
            "kind",
            text("priority desc"),
            "id",
            postgresql_where=text(LIVE_STATES),
        ),
        Index(
            "ix_task_class",
            "practice_id",
            "access_class",
            text(FIRST),
            "id",
            "kind",
            postgresql_where=text(LIVE_STATES),
        ),
        Index("ix_task_pool", "team_id", text(FIRST), "id", postgresql_where=text(POOLED)),
        Index("ix_task_account", "account_id", postgresql_where=text("account_id is not null")),
        Index("ix_task_load", "owner_id", "kind", postgresql_where=text(LOADED)),
        Index(
            "ix_task_rule",
            "allocation_rule_id",
            "id",
            postgresql_where=text("allocation_rule_id is not null"),
        ),
        Index("ix_task_leased", "leased_by", "leased_until", postgresql_where=text("leased_by is not null")),
        Index("ix_task_owner", "owner_id", text("priority desc"), "id", postgresql_where=text(LIVE_STATES)),
        Index("ix_task_aside", "state", text("priority desc"), "id", postgresql_where=text(ASIDE_STATES)),
        Index("ix_task_due", "due_on", postgresql_where=text("state in ('open', 'escalated')")),
        Index("ix_task_done", "finished_by", "finished_at", postgresql_where=text("state = 'done'")),
    )
