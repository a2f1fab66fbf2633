"""Questions about a task that somebody else must answer, each with its own clock."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.base import words as stored
from rules.questions import Asked


class Question(Base):
    """One question; while it is open the task waits, until the answer or the day it was due."""

    __tablename__ = "question"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    asked: Mapped[Asked] = mapped_column(stored(Asked))
    body: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    answer: Mapped[str | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("(answer is null) = (answered_at is null)", name="an_answer_has_its_moment"),
        Index("uq_question_open", "task_id", unique=True, postgresql_where=text("answered_at is null")),
    )
