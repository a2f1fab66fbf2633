"""The deadline board: how much money runs out when, which claims it is, who is asked next, what to decide."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, HTTPException, Response
from pydantic import BaseModel

from activities.commands import FinishTask
from activities.days import office_day
from activities.escalation import WORDS, escalate_task
from activities.finishing import finish_task
from activities.holding import take_over
from models import at_risk, boards, deadline_rows
from models.at_risk import NEAR
from models.boards import BUCKETS, Bucket, Limit
from models.deadline_rows import Narrowed, Place
from models.listings import PAGE
from models.payers import Payer
from models.practices import Practice
from rules.access import Permission
from rules.errors import Refusal, Unknown
from rules.tasks import Outcome
from web.deadline_screens import shown
from web.pages import Page, SignedIn, Toast
from web.words import sentence
from web.write_offs import step_up_if_large

router = APIRouter(prefix="/boards/deadlines")
SOON = Bucket("soon", "Within a month", None, 30)
CLOSEST = Narrowed((Limit.FILING,), (SOON,))
NEAREST = 15
SHOWN = 12  # payers and practices on the board, unless all are asked for


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
async def deadlines(page: SignedIn, everybody: bool = False) -> Response:
    """Money by the days that are left, for each clock; where it is; what waits for a decision."""
    page.require(Permission.SEE_DEADLINES)
    return await _board(page, most=None if everybody else SHOWN)


async def _board(
    page: Page,
    toast: Toast | None = None,
    problem: str = "",
    status: int = 200,
    most: int | None = SHOWN,
) -> Response:
    decides = page.person.may(Permission.APPROVE_WRITE_OFF)
    async with page.reading() as work:
        today = await office_day(work)
        board = await boards.deadlines(work.session, work.now)
        nearest = await deadline_rows.behind(work.session, CLOSEST, work.now)
        payers, practices = await at_risk.at_risk(work.session, work.now)
        asked = await at_risk.requests(work.session, page.person.id) if decides else []
        rows = await shown(work, nearest[:NEAREST], today)
        work.record("saw", "board:deadlines", claims=[str(each.row.id) for each in rows])
    facts: dict[str, Any] = {"board": board, "buckets": BUCKETS, "limits": Limit, "rows": rows}
    facts |= {"near": NEAR, "payers": payers, "practices": practices, "asked": asked, "today": today}
    facts |= {"most": most, "clocks": False}
    said = {"toast": toast, "problem": problem}
    return page.show("deadlines.html", here="/boards/deadlines", status=status, **facts, **said)


@router.get("/at-risk")
async def risky(
    page: SignedIn,
    payer: UUID | None = None,
    practice: UUID | None = None,
    bucket: str = "",
    after: str = "",
) -> Response:
    """The claims of one payer or practice that have passed a limit or reach it within days."""
    page.require(Permission.SEE_DEADLINES)
    of = Narrowed(tuple(Limit), _buckets(bucket, NEAR) if bucket else NEAR, payer, practice)
    asked = {"payer": payer, "practice": practice, "bucket": bucket}
    path = "/boards/deadlines/at-risk?" + urlencode({name: said for name, said in asked.items() if said})
    return await _list(page, of, await _at_risk_words(page, of), path, after)


@router.get("/unproven")
async def unproven(page: SignedIn, after: str = "") -> Response:
    """What left the office and has no proof from the payer so far."""
    page.require(Permission.SEE_DEADLINES)
    of = Narrowed((Limit.FILING,), (), unproven=True)
    return await _list(page, of, "Sent without a payer's proof so far", "/boards/deadlines/unproven?", after)


@router.get("/{limit}/{bucket_name}")
async def behind(page: SignedIn, limit: Limit, bucket_name: str, after: str = "") -> Response:
    """The claims behind one number."""
    page.require(Permission.SEE_DEADLINES)
    of = Narrowed((limit,), _buckets(bucket_name, BUCKETS))
    title = f"{sentence(limit)}: {of.buckets[0].words.lower()}"
    return await _list(page, of, title, f"/boards/deadlines/{quote(limit)}/{bucket_name}?", after)


def _buckets(name: str, among: Sequence[Bucket]) -> tuple[Bucket, ...]:
    found = tuple(each for each in among if each.name == name)
    if not found:
        raise HTTPException(404)
    return found


async def _at_risk_words(page: Page, of: Narrowed) -> str:
    """Whose money it is, and how near: "At risk, Cigna West: past"."""
    async with page.office.begin(page.actor) as work:
        payer = await work.session.get(Payer, of.payer) if of.payer else None
        practice = await work.session.get(Practice, of.practice) if of.practice else None
    found = [each.name for each in (payer, practice) if each]
    if len(found) < bool(of.payer) + bool(of.practice):
        raise Unknown("There is no such payer, or no such practice of yours.")
    near = of.buckets[0].words.lower() if of.buckets != NEAR else "passed, or within 14 days"
    return f"{', '.join(['At risk', *found])}: {near}"


async def _list(page: Page, of: Narrowed, title: str, path: str, after: str) -> Response:
    """The claims of one number with what they come to; the nearest day first."""
    async with page.reading() as work:
        today = await office_day(work)
        found = await deadline_rows.behind(work.session, of, work.now, _place(page, after))
        total = await deadline_rows.total(work.session, of, work.now)
        rows = await shown(work, found[:PAGE], today)
        work.record("saw", "board:deadlines", claims=[str(each.row.id) for each in rows])
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = page.desk.links.seal(last.on, last.clock, last.id) if last else ""
    facts: dict[str, Any] = {"title": title, "total": total, "rows": rows, "more": more, "today": today}
    facts |= {"path": path, "clocks": len(of.limits) > 1}
    return page.show("deadline_claims.html", here="/boards/deadlines", **facts)


def _place(page: Page, after: str) -> Place | None:
    if not after:
        return None
    on, clock, claim_id = page.desk.links.open(after)
    return Place(date.fromisoformat(on), Limit(clock), UUID(claim_id))


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
