"""Who is asked next when work is left, and the numbers of the supervisors' board."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.tasks import LIVE_STATES, Task


class EscalationRung(Base):
    """From a day on: so many business days after the rung below, these people are asked."""

    __tablename__ = "escalation_rung"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    team_id: Mapped[UUID | None]  # None: for the whole office
    level: Mapped[int]
    after_business_days: Mapped[int]
    asks_role: Mapped[str | None]  # everybody of this role who works for the practice
    asks_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))  # or one person
    effective_from: Mapped[date]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    set_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("(asks_role is null) <> (asks_id is null)", name="a_rung_asks_a_role_or_a_person"),
        CheckConstraint(
            "level in (1, 2) and after_business_days between 1 and 60", name="a_rung_can_be_reached"
        ),
        Index("ix_escalation_rung_level", "level", "effective_from"),
    )


Index(
    "ix_task_board",
    Task.due_on,
    Task.practice_id,
    Task.owner_id,
    Task.kind,
    postgresql_include=["money", "team_id", "access_class"],  # what the board adds up and the fence asks
    postgresql_where=text("state in ('open', 'escalated')"),
)
Index(
    "ix_task_waits",
    Task.kind,
    Task.created_at,
    postgresql_include=["practice_id", "owner_id", "money", "access_class"],
    postgresql_where=text(LIVE_STATES),
)
