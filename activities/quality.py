"""Reviewing finished work: drawn by rule, scored by somebody else, disputed, decided by a third person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities.actors import CLAIMDESK, Actor
from activities.alerts import raise_alert
from activities.days import office_day
from activities.receipts import first_time
from activities.transactions import Office, Work
from models import finished_work
from models.base import new_id
from models.finished_work import Candidate
from models.quality import QualityMark, QualityReview
from models.rulebook import onshore_countries, quality_samples, scorecard
from models.tasks import Task
from rules.access import Permission, Role, require
from rules.alerts import AlertKind
from rules.errors import Conflict, NotAllowed, Refusal, Stale, Unknown
from rules.quality import Place, ReviewState, SampleRule, Verdict, drawn_by, score


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """What was found on each line of the scorecard."""

    key: UUID
    review_id: UUID
    version: int
    verdicts: Mapping[str, Verdict]
    comment: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A dispute, or the decision on one: `stands` is whether the score does, None in a dispute."""

    key: UUID
    review_id: UUID
    version: int
    why: str
    stands: bool | None = None


async def draw_sample(office: Office, actor: Actor = CLAIMDESK, days: int = 1) -> int:
    """Draw from what was finished today and so many days before; what was drawn stays. Gives the new ones."""
    if actor.role != "system":
        require(Role(actor.role), Permission.REVIEW_WORK)
    async with office.begin(actor) as work:
        today = work.now.date()
        first = await office_day(work) - timedelta(days=days)
        found = await finished_work.candidates(work.session, first, today)
        drawn = [(each, rule) for each in found if (rule := _rule(each, today))]
        new = [each for each, rule in drawn if await _put(work, each, rule)]
        for practice_id in sorted({each.practice_id for each in new}):
            count = sum(each.practice_id == practice_id for each in new)
            told = f"{count} finished task{'s wait' if count > 1 else ' waits'} for a review."
            await raise_alert(
                work, AlertKind.REVIEW, "quality", practice_id, to=Permission.REVIEW_WORK, told=told
            )
        return len(new)


def _rule(task: Candidate, today: date) -> SampleRule | None:
    place = Place.HERE if task.country in onshore_countries(today) else Place.ABROAD
    return drawn_by(quality_samples(today), task.seal, task.role, place, task.kind)


async def _put(work: Work, task: Candidate, rule: SampleRule) -> bool:
    row = insert(QualityReview).values(
        id=new_id(),
        practice_id=task.practice_id,
        task_id=task.task_id,
        worker_id=task.worker_id,
        state=ReviewState.DRAWN,
        rule=rule.name,
        drawn_at=work.now,
        version=1,
    )
    put = row.on_conflict_do_nothing().returning(QualityReview.id)
    made = (await work.session.execute(put)).scalar_one_or_none()
    if made is not None:
        work.record("drew", f"task:{task.task_id}", task.practice_id, rule=rule.name, percent=rule.percent)
    return made is not None


async def _one(work: Work, review_id: UUID, version: int) -> QualityReview:
    """Raises Unknown, or Stale when somebody else was first."""
    found = select(QualityReview).where(QualityReview.id == review_id).with_for_update()
    review = await work.session.scalar(found)
    if review is None:
        raise Unknown("There is no such review, or it belongs to a practice you do not work for.")
    if review.version != version:
        raise Stale("Somebody else was first: here is the review as it stands now.")
    return review


def _must(review: QualityReview, state: ReviewState, words: str) -> None:
    if review.state is not state:
        raise Conflict(words)


async def review_task(office: Office, actor: Actor, said: ReviewTask) -> None:
    """Give a drawn task its score and tell its worker.

    Raises NotAllowed for one's own work, Conflict for a line without verdict, Stale, Unknown.
    """
    require(Role(actor.role), Permission.REVIEW_WORK)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        review = await _one(work, said.review_id, said.version)
        _must(review, ReviewState.DRAWN, "This task was reviewed before.")
        if review.worker_id == actor.id:
            raise NotAllowed("Your own work is reviewed by somebody else.")
        card = scorecard(work.now.date())
        task = await work.session.get_one(Task, review.task_id)
        lines = card.of(task.kind)
        review.score = score(lines, said.verdicts)
        review.passed = review.score >= card.pass_percent
        review.state, review.reviewer_id, review.reviewed_at = ReviewState.REVIEWED, actor.id, work.now
        review.comment = said.comment.strip()
        for line in lines:
            mark = QualityMark(review_id=review.id, criterion=line.name, practice_id=review.practice_id)
            mark.verdict, mark.points = said.verdicts[line.name], line.points
            work.session.add(mark)
        told = f"A finished task of yours was reviewed: {review.score} %."
        await _tell(work, review, [review.worker_id], told)
        work.record("reviewed", f"task:{review.task_id}", review.practice_id, score=review.score)


async def dispute(office: Office, actor: Actor, said: Answer) -> None:
    """The worker disagrees. Raises NotAllowed for anybody else, Refusal without a reason, Conflict, Stale."""
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        review = await _one(work, said.review_id, said.version)
        if review.worker_id != actor.id:
            raise NotAllowed("Only the person whose work was reviewed can dispute it.")
        _must(review, ReviewState.REVIEWED, "There is nothing to dispute now.")
        review.state, review.disputed_at = ReviewState.DISPUTED, work.now
        review.dispute = _reason(said.why)
        told = f"{actor.name} disputes a review: somebody who did not make it decides."
        await _tell(work, review, Permission.REVIEW_WORK, told)
        work.record("disputed", f"task:{review.task_id}", review.practice_id)


async def decide_dispute(office: Office, actor: Actor, said: Answer) -> None:
    """A third person says whether the score stands. Raises NotAllowed, Refusal, Conflict, Stale."""
    require(Role(actor.role), Permission.REVIEW_WORK)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        review = await _one(work, said.review_id, said.version)
        _must(review, ReviewState.DISPUTED, "There is nothing to decide now.")
        if actor.id in (review.worker_id, review.reviewer_id):
            raise NotAllowed("A dispute is decided by somebody who neither did the work nor reviewed it.")
        review.state = ReviewState.UPHELD if said.stands else ReviewState.OVERTURNED
        review.decided_by, review.decided_at, review.decision = actor.id, work.now, _reason(said.why)
        stands = "stands" if said.stands else "was taken back and does not count"
        people = [each for each in (review.worker_id, review.reviewer_id) if each]
        await _tell(work, review, people, f"A disputed review was decided: the score {stands}.")
        work.record("decided", f"task:{review.task_id}", review.practice_id, stands=said.stands)


def _reason(why: str) -> str:
    if not why.strip():
        raise Refusal("Say why.")
    return why.strip()


async def _tell(work: Work, review: QualityReview, to: list[UUID] | Permission, told: str) -> None:
    about = f"review:{review.id}:{review.state}"
    await raise_alert(work, AlertKind.REVIEW, about, review.practice_id, to=to, told=told)
