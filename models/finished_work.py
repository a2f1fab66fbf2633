"""Finished tasks for quality review: those that can be drawn, and one of them with all that was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, String, cast, exists, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.audit import AuditEvent
from models.claims import Claim
from models.notes import Note
from models.payers import Payer
from models.practices import Practice
from models.quality import QualityMark, QualityReview
from models.sites import Site
from models.tasks import Task
from models.users import SYSTEM, User
from rules.quality import ReviewState
from rules.tasks import Outcome, TaskKind, TaskState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished task that nobody has drawn yet; `seal` is that of its finish in the audit trail."""

    task_id: UUID
    practice_id: UUID
    kind: TaskKind
    worker_id: UUID
    role: str
    country: str
    seal: str


async def candidates(session: AsyncSession, first: date, last: date) -> list[Candidate]:
    """What people finished on these days of the practices' own, both included."""
    subject = literal("task:") + cast(Task.id, String)
    seal = (
        select(AuditEvent.hash)
        .where(AuditEvent.subject == subject, AuditEvent.action == "finished")
        .order_by(AuditEvent.at.desc(), AuditEvent.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    day = cast(func.timezone(Practice.time_zone, Task.finished_at), Date)
    found = (
        select(Task.id, Task.practice_id, Task.kind, User.id, User.role, Site.country)
        .add_columns(func.coalesce(seal, cast(Task.id, String)))
        .join(Practice, Practice.id == Task.practice_id)
        .join(User, User.id == Task.finished_by)
        .join(Site, Site.id == User.site_id)
        .where(Task.state == TaskState.DONE, User.id != SYSTEM, day.between(first, last))
        .where(Task.finished_at >= func.timezone("UTC", cast(first, Date)) - func.make_interval(0, 0, 0, 1))
        .where(~exists().where(QualityReview.task_id == Task.id))
    )
    return [Candidate(*row) for row in await session.execute(found)]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review as a list shows it, without the patient."""

    id: UUID
    state: ReviewState
    kind: TaskKind
    outcome: Outcome
    claim_number: str | None
    payer: str | None
    practice: str
    worker_id: UUID
    worker: str
    finished_at: datetime
    drawn_at: datetime
    reviewer_id: UUID | None
    score: int | None
    passed: bool | None
    time_zone: str  # of the practice


async def reviews(
    session: AsyncSession,
    states: Sequence[ReviewState],
    worker_id: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
) -> list[ReviewRow]:
    """Reviews in these states, of one person or of all, the newest drawn first; one more than a page."""
    found = (
        select(QualityReview.id, QualityReview.state, Task.kind, Task.outcome, Claim.number, Payer.name)
        .add_columns(Practice.name, QualityReview.worker_id, User.name, Task.finished_at)
        .add_columns(QualityReview.drawn_at, QualityReview.reviewer_id)
        .add_columns(QualityReview.score, QualityReview.passed, Practice.time_zone)
        .join(Task, Task.id == QualityReview.task_id)
        .join(Practice, Practice.id == QualityReview.practice_id)
        .join(User, User.id == QualityReview.worker_id)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(QualityReview.state.in_(states))
    )
    if worker_id is not None:
        found = found.where(QualityReview.worker_id == worker_id)
    if after:
        found = found.where(tuple_(QualityReview.drawn_at, QualityReview.id) < after)
    newest = found.order_by(QualityReview.drawn_at.desc(), QualityReview.id.desc()).limit(PAGE + 1)
    return [ReviewRow(*row) for row in await session.execute(newest)]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done on the task, or a note that was written."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewedTask:
    """A review with its task and everybody's names."""

    review: QualityReview
    task: Task
    claim_number: str | None
    payer: str | None
    practice: str
    time_zone: str
    worker: str
    reviewer: str | None
    decider: str | None


async def one(session: AsyncSession, review_id: UUID) -> ReviewedTask | None:
    """This review; None when there is none this reader may see."""
    worker, reviewer, decider = aliased(User), aliased(User), aliased(User)
    found = (
        select(QualityReview, Task, Claim.number, Payer.name, Practice.name, Practice.time_zone)
        .add_columns(worker.name, reviewer.name, decider.name)
        .join(Task, Task.id == QualityReview.task_id)
        .join(Practice, Practice.id == QualityReview.practice_id)
        .join(worker, worker.id == QualityReview.worker_id)
        .outerjoin(reviewer, reviewer.id == QualityReview.reviewer_id)
        .outerjoin(decider, decider.id == QualityReview.decided_by)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(QualityReview.id == review_id)
    )
    row = (await session.execute(found)).one_or_none()
    return ReviewedTask(*row) if row else None


async def deeds(session: AsyncSession, task: Task, limit: int = 40) -> list[Deed]:
    """What was done on the task and what was noted, in order, each by whom."""
    told = select(AuditEvent.at, User.name, AuditEvent.action, AuditEvent.detail["outcome"].as_string())
    told = told.join(User, User.id == AuditEvent.actor_id).where(AuditEvent.subject == f"task:{task.id}")
    rows = (await session.execute(told.order_by(AuditEvent.at.desc()).limit(limit))).all()
    done = [Deed(at, who, f"{action}: {outcome}" if outcome else action) for at, who, action, outcome in rows]
    noted = select(Note.written_at, User.name, Note.body).join(User, User.id == Note.author_id)
    notes = await session.execute(noted.where(Note.task_id == task.id).limit(limit))
    done += [Deed(at, who, f"“{body}”") for at, who, body in notes]
    return sorted(done, key=lambda each: each.at)


async def marks(session: AsyncSession, review_id: UUID) -> dict[str, QualityMark]:
    """The verdicts by the name of their criterion."""
    found = await session.scalars(select(QualityMark).where(QualityMark.review_id == review_id))
    return {each.criterion: each for each in found}
