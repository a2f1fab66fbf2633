"""Working a task: open it, finish it, put it aside, hand it on, write down what was said."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from activities import tasks
from activities.commands import FinishTask, SnoozeTask, TransferTask, WriteNote
from activities.finishing import finish_task
from activities.holding import open_task, snooze_task, take_over, transfer_task, wake_task
from activities.next_task import SkipTask, skip_task
from activities.notes import save_draft, write_note
from activities.patients import set_language
from activities.questions import AnswerQuestion, AskQuestion, answer_question, ask_question
from activities.taking_back import take_back
from models import claim_pages
from rules.access import Permission
from rules.errors import Unknown
from web import abroad, words
from web.desk import show_task
from web.pages import Page, SignedIn, Toast
from web.task_answers import SAID, Place, done_here, done_then_next
from web.task_forms import (
    AnswerForm,
    AskForm,
    FinishForm,
    LanguageForm,
    NoteForm,
    SkipForm,
    SnoozeForm,
    TransferForm,
)
from web.write_offs import step_up_if_large

router = APIRouter(prefix="/tasks/{task_id}")


@router.get("")
async def show(
    page: SignedIn,
    place: Place,
    done: UUID | None = None,
    said: str = "",
    paper: UUID | None = None,
    template: UUID | None = None,
) -> Response:
    """This task with everything around it; after a plain form post also what came of the last one."""
    seconds = page.desk.settings.undo_seconds
    toast = Toast(SAID[said]) if said in SAID else None
    if done:
        toast = Toast(SAID.get(said, "Finished."), done, seconds)
    if paper:
        toast = Toast("Kept with the task.", place.task_id, seconds, f"attachments/{paper}/undo")
    return await show_task(page, place.view, place.task_id, toast=toast, insert=template)


@router.get("/fresh")
async def fresh(page: SignedIn, place: Place, version: int = 0) -> Response:
    """Nothing while the open page is still true; else a word that somebody or something changed the task."""
    async with page.office.begin(page.actor) as work:
        task = await claim_pages.glance(work.session, place.task_id)
    if task is None:
        raise Unknown("There is no such task, or it belongs to a practice you do not work for.")
    if task.version == version:
        return Response(status_code=204)
    if not page.is_fragment:
        return page.go(f"/tasks/{place.task_id}?view={place.view.name}")
    return page.show("desk.html", "changed", task=task, task_id=place.task_id, view=place.view)


@router.post("/finish")
async def finish(page: SignedIn, place: Place, form: Annotated[FinishForm, Form()]) -> Response:
    """Finish this task and bring the next one; an old page gets the task as it is now and a 409."""
    await step_up_if_large(page, place.task_id, form.outcome)
    return await done_then_next(page, place, form, _finish)


async def _finish(page: Page, task_id: UUID, form: FinishForm) -> Toast:
    said = FinishTask(task_id=task_id, **form.model_dump())
    finished = await finish_task(page.office, page.actor, said)
    undo = task_id if finished.can_undo_until else None
    return Toast(f"{words.sentence(finished.words)}: done.", undo, page.desk.settings.undo_seconds)


@router.post("/snooze")
async def snooze(page: SignedIn, place: Place, form: Annotated[SnoozeForm, Form()]) -> Response:
    """Put it aside until a day or an event, never beyond its deadline, and bring the next one."""
    return await done_then_next(page, place, form, _snooze)


async def _snooze(page: Page, task_id: UUID, form: SnoozeForm) -> Toast:
    until = await snooze_task(page.office, page.actor, SnoozeTask(task_id=task_id, **form.model_dump()))
    event = f"{words.AWAITED[form.awaits]}, at the latest " if form.awaits else ""
    said = f"Put aside until {event}{words.day(until, until)}."
    return Toast(said, task_id, page.desk.settings.undo_seconds, said="snoozed")


@router.post("/transfer")
async def transfer(page: SignedIn, place: Place, form: Annotated[TransferForm, Form()]) -> Response:
    """Hand it to a colleague and bring the next one."""
    return await done_then_next(page, place, form, _transfer)


async def _transfer(page: Page, task_id: UUID, form: TransferForm) -> Toast:
    said = TransferTask(task_id=task_id, **form.model_dump())
    to = await transfer_task(page.office, page.actor, said)
    return Toast(f"Handed to {to}.", task_id, page.desk.settings.undo_seconds, said="moved")


@router.post("/skip")
async def skip(page: SignedIn, place: Place, form: Annotated[SkipForm, Form()]) -> Response:
    """Pass it over with a reason that the supervisor's board counts, and bring the next one."""
    return await done_then_next(page, place, form, _skip)


async def _skip(page: Page, task_id: UUID, form: SkipForm) -> Toast:
    await skip_task(page.office, page.actor, SkipTask(form.key, task_id, form.reason))
    return Toast(SAID["skipped"])


@router.post("/ask")
async def ask(page: SignedIn, place: Place, form: Annotated[AskForm, Form()]) -> Response:
    """Ask the practice or the coder and bring the next task; this one waits on them."""
    return await done_then_next(page, place, form, _ask)


async def _ask(page: Page, task_id: UUID, form: AskForm) -> Toast:
    said = AskQuestion(form.key, task_id, form.version, form.asked, form.body, form.answer_by)
    until = await ask_question(page.office, page.actor, said)
    return Toast(f"Asked the {form.asked}: an answer is due {words.day(until, until)}.")


@router.post("/answer")
async def answer(page: SignedIn, place: Place, form: Annotated[AnswerForm, Form()]) -> Response:
    """Keep what they answered: the task is back, and mine."""
    page.require(Permission.WORK_TASKS)
    said = AnswerQuestion(form.key, place.task_id, form.answer)
    deed = answer_question(page.office, page.actor, said)
    return await done_here(page, place, "answered", form.model_dump(), deed)


@router.post("/undo")
async def undo(page: SignedIn, place: Place, key: Annotated[UUID, Form()]) -> Response:
    """Take back one's last finish, snooze or transfer while nothing has left the office."""
    page.require(Permission.WORK_TASKS)
    return await done_here(page, place, "undone", {}, take_back(page.office, page.actor, key, place.task_id))


@router.post("/wake")
async def wake(page: SignedIn, place: Place) -> Response:
    """End a snooze before its day."""
    page.require(Permission.WORK_TASKS)
    return await done_here(page, place, "woken", {}, wake_task(page.office, page.actor, place.task_id))


@router.post("/note")
async def note(page: SignedIn, place: Place, form: Annotated[NoteForm, Form()]) -> Response:
    """Keep a note or a call; no clock moves."""
    page.require(Permission.WORK_TASKS)
    said = WriteNote(form.key, form.note, place.task_id, None, form.spoken_to, form.reference)
    return await done_here(page, place, "noted", form.model_dump(), write_note(page.office, page.actor, said))


@router.post("/language")
async def language(page: SignedIn, place: Place, form: Annotated[LanguageForm, Form()]) -> Response:
    """Keep what is spoken with the patient; a half typed note stays in its box."""
    page.require(Permission.WORK_TASKS)
    if form.note:
        await save_draft(page.office, page.actor, place.task_id, form.note)
    deed = set_language(page.office, page.actor, form.said(task_id=place.task_id))
    return await done_here(page, place, "spoken", form.model_dump(include={"language"}), deed)


@router.post("/draft")
async def draft(page: SignedIn, task_id: UUID, note: Annotated[str, Form()] = "") -> Response:
    """Keep what is half typed, so that a lock loses nothing."""
    await save_draft(page.office, page.actor, task_id, note)
    return Response(status_code=204)


@router.post("/reveal")
async def reveal(
    page: SignedIn,
    place: Place,
    reason: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    """The same task, once, with what an offshore login does not see otherwise; the reason is kept."""
    page.require(Permission.WORK_TASKS)
    if note:
        await save_draft(page.office, page.actor, place.task_id, note)
    async with page.office.begin(page.actor) as work:
        task = await tasks.one(work, place.task_id)
        if task.claim_id is None:
            raise Unknown("This task is about no patient.")
        abroad.reveal(work, task.claim_id, task.practice_id, reason)
    return await show_task(page, place.view, place.task_id, revealed=True)


@router.post("/hold")
async def hold(page: SignedIn, place: Place) -> Response:
    """Hold the task for ten minutes, or show who does."""
    page.require(Permission.WORK_TASKS)
    holder = await open_task(page.office, page.actor, place.task_id)
    if holder is None:
        return Response(status_code=204)
    return page.show("desk.html", "holder", task_id=place.task_id, view=place.view, held_by=holder.name)


@router.post("/take-over")
async def take(page: SignedIn, place: Place) -> Response:
    """Take it from whoever holds it; only for those who may transfer any task."""
    page.require(Permission.TRANSFER_ANY)
    await take_over(page.office, page.actor, place.task_id)
    return await show_task(page, place.view, place.task_id, toast=Toast("It is yours now."))
