"""Who is asked next when work is left, and the indexes that the supervisors' board reads."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.tasks import LIVE_STATES, Task
from rules.access import Role
from rules.escalation import Rung
from rules.follow_ups import Level


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


async def rungs(session: AsyncSession) -> list[Rung]:
    """Every rung that was ever set, the oldest first: the last one of a day holds."""
    found = select(EscalationRung).order_by(EscalationRung.effective_from, EscalationRung.set_at)
    return [
        Rung(
            level=Level(each.level),
            after=each.after_business_days,
            asks_role=Role(each.asks_role) if each.asks_role else None,
            asks_id=each.asks_id,
            since=each.effective_from,
            team_id=each.team_id,
        )
        for each in await session.scalars(found)
    ]
