"""Quality review: what waits for a look, one's own results, the scorecard of one task, disputes."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel

from activities.quality import Answer, ReviewTask, decide_dispute, dispute, draw_sample, review_task
from models import finished_work
from models.finished_work import PAGE, ReviewedTask
from models.rulebook import quality_samples, scorecard
from rules.access import Permission
from rules.errors import Refusal, Unknown
from rules.quality import ReviewState, Verdict
from web.pages import Page, SignedIn

router = APIRouter(prefix="/quality")
DONE = (ReviewState.REVIEWED, ReviewState.UPHELD, ReviewState.OVERTURNED, ReviewState.DISPUTED)


class AnswerForm(BaseModel, extra="forbid"):
    """`key` is one per rendered form: a double click is one act."""

    key: UUID
    version: int
    why: str = ""


class DecisionForm(AnswerForm):
    stands: bool


@router.get("")
async def quality(page: SignedIn, after: str = "", drawn: int | None = None) -> Response:
    """For reviewers what waits and what was found; for everybody the reviews of their own work."""
    page.require(Permission.WORK_TASKS)
    reviews = page.person.may(Permission.REVIEW_WORK)
    async with page.reading() as work:
        waiting = await finished_work.reviews(work.session, [ReviewState.DRAWN]) if reviews else []
        disputed = await finished_work.reviews(work.session, [ReviewState.DISPUTED]) if reviews else []
        mine = await finished_work.reviews(work.session, DONE, page.person.id)
        found = await finished_work.reviews(work.session, DONE, None, _place(page, after)) if reviews else []
        samples = quality_samples(work.now.date())
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = page.desk.links.seal(last.drawn_at.isoformat(), last.id) if last else ""
    facts: dict[str, Any] = {"waiting": waiting[:PAGE], "disputed": disputed[:PAGE], "mine": mine[:PAGE]}
    facts |= {"found": found[:PAGE], "more": more, "samples": samples, "drawn": drawn, "reviews": reviews}
    return page.show("quality.html", here="/quality", **facts)


def _place(page: Page, after: str) -> tuple[datetime, UUID] | None:
    if not after:
        return None
    at, review_id = page.desk.links.open(after)
    return datetime.fromisoformat(at), UUID(review_id)


@router.post("/draw")
async def draw(page: SignedIn) -> Response:
    """Draw from what was finished yesterday and today; what was drawn stays."""
    page.require(Permission.REVIEW_WORK)
    return page.go(f"/quality?drawn={await draw_sample(page.office, page.actor)}")


@router.get("/{review_id}")
async def one(page: SignedIn, review_id: UUID) -> Response:
    """One finished task with what was done on it, and the scorecard."""
    return await _one(page, review_id)


async def _one(page: Page, review_id: UUID, problem: str = "", status: int = 200) -> Response:
    async with page.reading() as work:
        found = _mine(page, await finished_work.one(work.session, review_id))
        deeds = await finished_work.deeds(work.session, found.task)
        marks = await finished_work.marks(work.session, review_id)
        card = scorecard(work.now.date())
        work.record("saw", f"task:{found.task.id}", found.task.practice_id, review=str(review_id))
    facts: dict[str, Any] = {"found": found, "deeds": deeds, "marks_of": marks, "problem": problem}
    facts |= {"lines": card.of(found.task.kind), "pass_percent": card.pass_percent, "verdicts": Verdict}
    facts |= {"reviews": page.person.may(Permission.REVIEW_WORK)}
    return page.show("quality_review.html", here="/quality", status=status, **facts)


def _mine(page: Page, found: ReviewedTask | None) -> ReviewedTask:
    """Raises Unknown for others' reviews, and for one's own while nobody has looked."""
    is_mine = found is not None and found.review.worker_id == page.person.id
    hidden = is_mine and found is not None and found.review.state is ReviewState.DRAWN
    if found is None or hidden or not (is_mine or page.person.may(Permission.REVIEW_WORK)):
        raise Unknown("There is no such review, or it is not yours to see.")
    return found


@router.post("/{review_id}/review")
async def review(page: SignedIn, review_id: UUID, request: Request) -> Response:
    """Score it: one field for each line of the scorecard, named as the line."""
    page.require(Permission.REVIEW_WORK)
    async with request.form() as form:
        said = {name: str(value) for name, value in form.items()}
    try:
        key, version, comment = UUID(said.pop("key")), int(said.pop("version")), said.pop("comment", "")
        verdicts = {name: Verdict(value) for name, value in said.items()}
    except (KeyError, ValueError):
        return await _one(page, review_id, "The form is not complete: open the review again.", 422)
    try:
        told = ReviewTask(key, review_id, version, verdicts, comment)
        await review_task(page.office, page.actor, told)
    except Refusal as refusal:
        return await _one(page, review_id, str(refusal), refusal.status)
    return page.go("/quality")


@router.post("/{review_id}/dispute")
async def disagree(page: SignedIn, review_id: UUID, form: Annotated[AnswerForm, Form()]) -> Response:
    """The person whose work it was disagrees; somebody else decides."""
    page.require(Permission.WORK_TASKS)
    try:
        await dispute(page.office, page.actor, Answer(form.key, review_id, form.version, form.why))
    except Refusal as refusal:
        return await _one(page, review_id, str(refusal), refusal.status)
    return page.go(f"/quality/{review_id}")


@router.post("/{review_id}/decide")
async def decide(page: SignedIn, review_id: UUID, form: Annotated[DecisionForm, Form()]) -> Response:
    """A third person says whether the score stands."""
    page.require(Permission.REVIEW_WORK)
    said = Answer(form.key, review_id, form.version, form.why, form.stands)
    try:
        await decide_dispute(page.office, page.actor, said)
    except Refusal as refusal:
        return await _one(page, review_id, str(refusal), refusal.status)
    return page.go(f"/quality/{review_id}")
