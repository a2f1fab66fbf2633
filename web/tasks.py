"""Working a task: open it, finish it, put it aside, hand it on, write down what was said."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from activities.commands import FinishTask, SnoozeTask, TransferTask, WriteNote
from activities.finishing import finish_task, undo_finish
from activities.holding import open_task, snooze_task, take_over, transfer_task, wake_task, work_next
from activities.notes import save_draft, write_note
from models import claim_pages
from models.queues import MINE, View
from rules.access import Permission
from rules.errors import Conflict, Refusal, Stale, Unknown
from web import words
from web.desk import show_list, show_task
from web.pages import Page, SignedIn, Toast, view_named
from web.task_forms import FinishForm, NoteForm, SnoozeForm, TransferForm

router = APIRouter(prefix="/tasks/{task_id}")
SAID = {
    "noted": "Note kept.",
    "snoozed": "Put aside. It comes back by itself.",
    "woken": "Back in the queue.",
    "moved": "Handed on.",
    "undone": "Taken back: nothing has left the office.",
    "corrected": "Corrections kept.",
}


@dataclass(frozen=True, slots=True)
class Where:
    """Which task in which list a request is about."""

    task_id: UUID
    view: View


def where(task_id: UUID, view: Annotated[str, Query()] = MINE.name) -> Where:
    return Where(task_id, view_named(view))


async def refused(page: Page, place: Where, refusal: Refusal, typed: dict[str, Any]) -> Response:
    """The task as it is now, with the reason and everything the person had typed."""
    return await show_task(
        page,
        place.view,
        place.task_id,
        status=refusal.status,
        problem=str(refusal),
        typed=typed,
        conflict=isinstance(refusal, Stale | Conflict),
    )


@router.get("")
async def show(
    page: SignedIn, task_id: UUID, view: str = MINE.name, done: UUID | None = None, said: str = ""
) -> Response:
    """This task with everything around it; after a plain form post also what came of the last one."""
    toast = Toast(SAID[said]) if said in SAID else None
    if done:
        toast = Toast("Finished.", undo=done, seconds=page.desk.settings.undo_seconds)
    return await show_task(page, view_named(view), task_id, toast=toast)


@router.get("/fresh")
async def fresh(page: SignedIn, task_id: UUID, version: int = 0, view: str = MINE.name) -> Response:
    """Nothing while the open page is still true; else a word that somebody or something changed the task."""
    async with page.office.begin(page.actor) as work:
        task = await claim_pages.glance(work.session, task_id)
    if task is None:
        raise Unknown("There is no such task, or it belongs to a practice you do not work for.")
    if task.version == version:
        return Response(status_code=204)
    return page.show("desk.html", "changed", task=task, task_id=task_id, view=view_named(view))


@router.post("/finish")
async def finish(
    page: SignedIn, task_id: UUID, form: Annotated[FinishForm, Form()], view: str = MINE.name
) -> Response:
    """Finish this task and bring the next one; an old page gets the task as it is now and a 409."""
    page.require(Permission.WORK_TASKS)
    place = where(task_id, view)
    try:
        finished = await finish_task(
            page.office, page.actor, FinishTask(task_id=task_id, **form.model_dump())
        )
    except Refusal as refusal:
        return await refused(page, place, refusal, form.model_dump())
    undo = task_id if finished.can_undo_until else None
    toast = Toast(f"{words.sentence(finished.words)}: done.", undo, page.desk.settings.undo_seconds)
    return await bring_next(page, place, toast)


async def bring_next(page: Page, place: Where, toast: Toast) -> Response:
    """The next task of the same list, or the list when it is clear or the person wants to choose."""
    upcoming = None
    if page.person.auto_advance:
        kinds = sorted(page.reader.kinds(place.view)) if place.view.kinds else None
        upcoming = await work_next(page.office, page.actor, after=place.task_id, kinds=kinds)
    if not page.is_fragment:
        done = f"done={toast.undo}" if toast.undo else ""
        path = f"/tasks/{upcoming}" if upcoming else f"/queue/{place.view.name}"
        return page.go(f"{path}?view={place.view.name}&{done}".rstrip("&"))
    if upcoming:
        return await show_task(page, place.view, upcoming, toast=toast, gone=place.task_id)
    return await show_list(page, place.view, toast=toast, gone=place.task_id)


@router.post("/undo")
async def undo(
    page: SignedIn, task_id: UUID, key: Annotated[UUID, Form()], view: str = MINE.name
) -> Response:
    """Take back the last finish while nothing has left the office."""
    page.require(Permission.WORK_TASKS)
    place = where(task_id, view)
    try:
        await undo_finish(page.office, page.actor, key, task_id)
    except Refusal as refusal:
        return await refused(page, place, refusal, {})
    return await again(page, place, "undone")


async def again(page: Page, place: Where, said: str) -> Response:
    """The same task after an act, with a word about it."""
    if not page.is_fragment:
        return page.go(f"/tasks/{place.task_id}?view={place.view.name}&said={said}")
    return await show_task(page, place.view, place.task_id, toast=Toast(SAID[said]))


@router.post("/snooze")
async def snooze(
    page: SignedIn, task_id: UUID, form: Annotated[SnoozeForm, Form()], view: str = MINE.name
) -> Response:
    """Put it aside until a day, never beyond its deadline, and bring the next one."""
    page.require(Permission.WORK_TASKS)
    place = where(task_id, view)
    try:
        until = await snooze_task(page.office, page.actor, SnoozeTask(task_id=task_id, **form.model_dump()))
    except Refusal as refusal:
        return await refused(page, place, refusal, form.model_dump())
    return await bring_next(page, place, Toast(f"Put aside until {words.day(until, until)}."))


@router.post("/wake")
async def wake(page: SignedIn, task_id: UUID, view: str = MINE.name) -> Response:
    """End a snooze before its day."""
    page.require(Permission.WORK_TASKS)
    await wake_task(page.office, page.actor, task_id)
    return await again(page, where(task_id, view), "woken")


@router.post("/transfer")
async def transfer(
    page: SignedIn, task_id: UUID, form: Annotated[TransferForm, Form()], view: str = MINE.name
) -> Response:
    """Hand it to a colleague and bring the next one."""
    page.require(Permission.WORK_TASKS)
    place = where(task_id, view)
    try:
        name = await transfer_task(
            page.office, page.actor, TransferTask(task_id=task_id, **form.model_dump())
        )
    except Refusal as refusal:
        return await refused(page, place, refusal, form.model_dump())
    return await bring_next(page, place, Toast(f"Handed to {name}."))


@router.post("/note")
async def note(
    page: SignedIn, task_id: UUID, form: Annotated[NoteForm, Form()], view: str = MINE.name
) -> Response:
    """Keep a note or a call; no clock moves."""
    page.require(Permission.WORK_TASKS)
    place = where(task_id, view)
    said = WriteNote(form.key, form.note, task_id, None, form.spoken_to, form.reference)
    try:
        await write_note(page.office, page.actor, said)
    except Refusal as refusal:
        return await refused(page, place, refusal, form.model_dump())
    return await again(page, place, "noted")


@router.post("/draft")
async def draft(page: SignedIn, task_id: UUID, note: Annotated[str, Form()] = "") -> Response:
    """Keep what is half typed, so that a lock loses nothing."""
    await save_draft(page.office, page.actor, task_id, note)
    return Response(status_code=204)


@router.post("/hold")
async def hold(page: SignedIn, task_id: UUID, view: str = MINE.name) -> Response:
    """Hold the task for ten minutes, or show who does."""
    page.require(Permission.WORK_TASKS)
    holder = await open_task(page.office, page.actor, task_id)
    if holder is None:
        return Response(status_code=204)
    return page.show("desk.html", "holder", task_id=task_id, view=view_named(view), held_by=holder.name)


@router.post("/take-over")
async def take(page: SignedIn, task_id: UUID, view: str = MINE.name) -> Response:
    """Take it from whoever holds it; only for those who may transfer any task."""
    page.require(Permission.TRANSFER_ANY)
    await take_over(page.office, page.actor, task_id)
    return await show_task(page, view_named(view), task_id, toast=Toast("It is yours now."))
