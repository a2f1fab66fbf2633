"""One claim on one screen: where it is, its clocks, its money, its story, and the proof that it was filed."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from activities import claims
from activities.commands import WriteNote
from activities.notes import write_note
from activities.patients import set_language
from models import claim_pages
from rules.access import Permission
from rules.errors import Refusal
from web import abroad
from web.pages import Page, SignedIn
from web.task_forms import LanguageForm, NoteForm
from web.task_screens import read_claim

router = APIRouter(prefix="/claims/{claim_id}")


@router.get("")
async def show(page: SignedIn, claim_id: UUID) -> Response:
    """Everything that is known of this claim."""
    return await _show(page, claim_id)


@router.post("/reveal")
async def reveal(page: SignedIn, claim_id: UUID, reason: Annotated[str, Form()]) -> Response:
    """The same page, once, with what an offshore login does not see otherwise; the reason is kept."""
    page.require(Permission.SEE_DEADLINES)
    async with page.office.begin(page.actor) as work:
        claim = await claims.one(work, claim_id)
        abroad.reveal(work, claim.id, claim.practice_id, reason)
    return await _show(page, claim_id, revealed=True)


async def _show(page: Page, claim_id: UUID, **more: Any) -> Response:
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        screen = await read_claim(work, claim_id)
        task = await claim_pages.live_task_of(work.session, claim_id)
        facts: dict[str, Any] = {
            "sendings": await claim_pages.sendings(work.session, claim_id),
            "ledger": await claim_pages.ledger(work.session, claim_id),
        }
    return page.show("claim.html", screen=screen, task=task, **facts, **more)


@router.post("/language")
async def language(page: SignedIn, claim_id: UUID, form: Annotated[LanguageForm, Form()]) -> Response:
    """Keep what is spoken with the patient; refused, the claim as it is now."""
    page.require(Permission.WORK_TASKS)
    try:
        await set_language(page.office, page.actor, form.said(claim_id=claim_id))
    except Refusal as refusal:
        return await _show(page, claim_id, refusal=refusal)
    return page.go(f"/claims/{claim_id}")


@router.post("/note")
async def note(page: SignedIn, claim_id: UUID, form: Annotated[NoteForm, Form()]) -> Response:
    """Keep a note on the claim; no clock moves."""
    page.require(Permission.WORK_TASKS)
    said = WriteNote(form.key, form.note, None, claim_id, form.spoken_to, form.reference)
    try:
        await write_note(page.office, page.actor, said)
    except Refusal as refusal:
        return await _show(page, claim_id, refusal=refusal)
    return page.go(f"/claims/{claim_id}")
