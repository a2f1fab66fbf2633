"""The deadline board: how much money runs out when, which claims it is, who is asked next, what to decide."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, HTTPException, Response
from pydantic import BaseModel

from activities.commands import FinishTask
from activities.escalation import WORDS, escalate_task
from activities.finishing import finish_task
from activities.holding import take_over
from models import at_risk, boards
from models.at_risk import NEAR
from models.boards import BUCKETS, PAGE, Bucket, Limit
from rules.access import Permission
from rules.errors import Refusal
from rules.tasks import Outcome
from web.deadline_screens import shown
from web.pages import Page, SignedIn, Toast
from web.write_offs import step_up_if_large

router = APIRouter(prefix="/boards/deadlines")
SOON = Bucket("soon", "Within a month", None, 30)
NEAREST = 15


class EscalateForm(BaseModel, extra="forbid"):
    version: int
    why: str = ""


class DecideForm(BaseModel, extra="forbid"):
    """`key` is one per rendered form: a double click is one act."""

    key: UUID
    version: int
    outcome: Outcome
    reason: str = ""


@router.get("")
async def deadlines(page: SignedIn) -> Response:
    """Money by the days that are left, for each clock; where it is; what waits for a decision."""
    page.require(Permission.SEE_DEADLINES)
    return await _board(page)


async def _board(page: Page, toast: Toast | None = None, problem: str = "", status: int = 200) -> Response:
    decides = page.person.may(Permission.APPROVE_WRITE_OFF)
    async with page.reading() as work:
        today = work.now.date()
        board = await boards.deadlines(work.session, work.now)
        nearest = await boards.behind(work.session, Limit.FILING, SOON, work.now)
        payers, practices = await at_risk.at_risk(work.session, work.now)
        asked = await at_risk.requests(work.session, page.person.id) if decides else []
        rows = await shown(work, nearest[:NEAREST], today)
        work.record("saw", "board:deadlines", claims=[str(each.row.id) for each in rows])
    facts: dict[str, Any] = {"board": board, "buckets": BUCKETS, "limits": Limit, "rows": rows}
    facts |= {"near": NEAR, "payers": payers, "practices": practices, "asked": asked, "today": today}
    said = {"toast": toast, "problem": problem}
    return page.show("deadlines.html", here="/boards/deadlines", status=status, **facts, **said)


@router.get("/{limit}/{bucket_name}")
async def behind(page: SignedIn, limit: Limit, bucket_name: str, after: str = "") -> Response:
    """The claims behind one number."""
    page.require(Permission.SEE_DEADLINES)
    bucket = next((each for each in BUCKETS if each.name == bucket_name), None)
    if bucket is None:
        raise HTTPException(404)
    async with page.reading() as work:
        today = work.now.date()
        found = await boards.behind(work.session, limit, bucket, work.now, _place(page, after))
        rows = await shown(work, found[:PAGE], today)
        work.record("saw", f"board:{limit}:{bucket.name}")
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = page.desk.links.seal(last.on, last.id) if last else ""
    facts: dict[str, Any] = {"limit": limit, "bucket": bucket, "rows": rows, "more": more, "today": today}
    return page.show("deadline_claims.html", here="/boards/deadlines", **facts)


def _place(page: Page, after: str) -> tuple[date, UUID] | None:
    if not after:
        return None
    on, claim_id = page.desk.links.open(after)
    return date.fromisoformat(on), UUID(claim_id)


@router.post("/tasks/{task_id}/escalate")
async def escalate(page: SignedIn, task_id: UUID, form: Annotated[EscalateForm, Form()]) -> Response:
    """Put the task before the next rung now."""
    page.require(Permission.TRANSFER_ANY)
    try:
        level = await escalate_task(page.office, page.actor, task_id, form.version, form.why)
    except Refusal as refusal:
        return await _board(page, problem=str(refusal), status=refusal.status)
    return await _board(page, Toast(f"It is before {WORDS[level]} now."))


@router.post("/tasks/{task_id}/take-over")
async def take(page: SignedIn, task_id: UUID) -> Response:
    """Take the task from whoever has it and open it."""
    page.require(Permission.TRANSFER_ANY)
    await take_over(page.office, page.actor, task_id)
    return page.go(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/decide")
async def decide(page: SignedIn, task_id: UUID, form: Annotated[DecideForm, Form()]) -> Response:
    """Approve or refuse a write-off or an exception; never one's own request."""
    page.require(Permission.APPROVE_WRITE_OFF)
    await step_up_if_large(page, task_id, form.outcome)
    said = FinishTask(form.key, task_id, form.version, form.outcome, reason=form.reason)
    try:
        finished = await finish_task(page.office, page.actor, said)
    except Refusal as refusal:
        return await _board(page, problem=str(refusal), status=refusal.status)
    return await _board(page, Toast(f"{finished.words}: done."))
