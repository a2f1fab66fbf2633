"""Finished tasks that are looked at again, and what was found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from rules.quality import ReviewState, Verdict


class QualityReview(Base):
    """One finished task that was drawn; its marks are given by somebody else than its worker."""

    __tablename__ = "quality_review"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), unique=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    state: Mapped[ReviewState] = mapped_column(words(ReviewState), default=ReviewState.DRAWN)
    rule: Mapped[str]  # which row of the sample rules drew it
    drawn_at: Mapped[datetime]
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    reviewed_at: Mapped[datetime | None]
    score: Mapped[int | None]  # percent of the points that apply
    passed: Mapped[bool | None]
    comment: Mapped[str | None]
    disputed_at: Mapped[datetime | None]
    dispute: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("reviewer_id <> worker_id", name="nobody_reviews_their_own_work"),
        CheckConstraint(
            "decided_by <> worker_id and decided_by <> reviewer_id", name="a_third_person_decides_a_dispute"
        ),
        CheckConstraint("(state = 'drawn') = (score is null)", name="a_reviewed_task_has_a_score"),
        Index(
            "ix_quality_review_open",
            "state",
            "drawn_at",
            "id",
            postgresql_where=text("state in ('drawn', 'disputed')"),
        ),
        Index("ix_quality_review_worker", "worker_id", "reviewed_at"),
    )


class QualityMark(Base):
    """The verdict on one criterion, with the points it had then."""

    __tablename__ = "quality_mark"
    review_id: Mapped[UUID] = mapped_column(ForeignKey("quality_review.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    verdict: Mapped[Verdict] = mapped_column(words(Verdict))
    points: Mapped[int]
