"""What was finished, added up by day and person, so that no board reads every task again."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.tasks import Task


class PerformanceDay(Base):
    """One person's finished tasks of one kind and outcome, on one day of the practice's own calendar."""

    __tablename__ = "performance_day"
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # a task kind; its table checks the word
    outcome: Mapped[str] = mapped_column(primary_key=True)
    finished: Mapped[int]
    accounts: Mapped[int]  # claims of which this was the person's first finish of the day
    money: Mapped[Decimal]
    first_touch: Mapped[int]  # never put aside, handed on, taken over or skipped before
    reworked: Mapped[int]  # the same kind of task came back to the claim
    timed: Mapped[int]  # how many of them were opened on the screen
    touch_seconds: Mapped[int]
    __table_args__ = (Index("ix_performance_day_day", "day", "user_id"),)


Index("ix_task_finished", Task.practice_id, Task.finished_at, postgresql_where=text("state = 'done'"))
