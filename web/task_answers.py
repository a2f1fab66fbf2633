"""What answers an act on a task: the next task, or the same one with what came of it or why not."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from activities.holding import work_next
from models.queues import MINE, View, view_at
from rules.access import Permission
from rules.errors import Conflict, Refusal, Stale
from web.desk import asked_of, show_list, show_next, show_task
from web.pages import Page, Toast

SAID = {
    "noted": "Note kept.",
    "spoken": "Language kept: what waits in nobody's hand is given by it.",
    "snoozed": "Put aside. It comes back by itself.",
    "woken": "Back in the queue.",
    "moved": "Handed on.",
    "undone": "Taken back: nothing has left the office.",
    "corrected": "Corrections kept.",
    "late": "These are not your working hours: the task is yours all the same.",
    "skipped": "Skipped: your supervisor sees the reason.",
    "answered": "The answer is kept: the task is yours again.",
}


@dataclass(frozen=True, slots=True)
class Where:
    """Which task in which list a request is about."""

    task_id: UUID
    view: View


async def where(task_id: UUID, view: Annotated[str, Query()] = MINE.name) -> Where:
    return Where(task_id, view_at(view))


Place = Annotated[Where, Depends(where)]
F = TypeVar("F", bound=BaseModel)


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


async def done_then_next(
    page: Page, place: Where, form: F, deed: Callable[[Page, UUID, F], Awaitable[Toast]]
) -> Response:
    """Carry out what the form says and bring the next task.

    Refused, it answers with the task as it is now and everything that was typed.
    """
    page.require(Permission.WORK_TASKS)
    try:
        toast = await deed(page, place.task_id, form)
    except Refusal as refusal:
        return await refused(page, place, refusal, form.model_dump())
    return await bring_next(page, place, toast)


async def bring_next(page: Page, place: Where, toast: Toast) -> Response:
    """The next task of the same list, or the list when it is clear or the person wants to choose."""
    if page.is_fragment:
        if page.person.auto_advance:
            return await show_next(page, place.view, toast, place.task_id)
        return await show_list(page, place.view, toast=toast, gone=place.task_id)
    upcoming = None
    if page.person.auto_advance:
        kinds, narrow = asked_of(page, place.view)
        upcoming = await work_next(page.office, page.actor, after=place.task_id, kinds=kinds, narrow=narrow)
    done = f"done={toast.undo}&said={toast.said}" if toast.undo and toast.deed == "undo" else ""
    path = f"/tasks/{upcoming}" if upcoming else f"/queue/{place.view.name}"
    return page.go(f"{path}?view={place.view.name}&{done}".rstrip("&"))


async def done_here(
    page: Page, place: Where, said: str, typed: Mapping[str, Any], deed: Awaitable[object]
) -> Response:
    """Carry out a deed and show the same task again with a word about it; refused, nothing typed is lost."""
    try:
        await deed
    except Refusal as refusal:
        return await refused(page, place, refusal, dict(typed))
    return await again(page, place, said)


async def again(page: Page, place: Where, said: str) -> Response:
    """The same task after an act, with a word about it."""
    if not page.is_fragment:
        return page.go(f"/tasks/{place.task_id}?view={place.view.name}&said={said}")
    return await show_task(page, place.view, place.task_id, toast=Toast(SAID[said]))
