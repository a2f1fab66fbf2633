"""Absences: what one would move is shown first, then done, taken back, or ended."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.absences import (
    AddAbsence,
    Covering,
    add_absence,
    end_absence,
    preview_absence,
    undo_absence,
)
from activities.actors import Actor
from activities.allocation import Moved
from activities.days import office_day
from activities.transactions import Office
from rules.access import Permission
from rules.errors import Refusal
from web.board_forms import UndoMoveForm
from web.pages import Page, SignedIn
from web.teams import show_teams

router = APIRouter(prefix="/teams")
Deed = Callable[[Office, Actor, AddAbsence], Awaitable[Covering | None]]


class AbsenceForm(BaseModel, extra="forbid"):
    key: UUID
    from_on: date
    until_on: date
    why: str

    def said(self, user_id: UUID) -> AddAbsence:
        return AddAbsence(user_id=user_id, **self.model_dump())


@router.post("/people/{user_id}/absences/preview")
async def preview_away(page: SignedIn, user_id: UUID, form: Annotated[AbsenceForm, Form()]) -> Response:
    """What an absence would move, before it is written down."""
    return await _away(page, user_id, form, preview_absence, "asked")


@router.post("/people/{user_id}/absences")
async def away(page: SignedIn, user_id: UUID, form: Annotated[AbsenceForm, Form()]) -> Response:
    """Somebody is away; what falls due meanwhile finds somebody else, with a result for each row."""
    return await _away(page, user_id, form, add_absence, "done")


async def _away(page: Page, user_id: UUID, form: AbsenceForm, deed: Deed, state: str) -> Response:
    """What the deed comes to, row by row; refused, the form it began with."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        found = await deed(page.office, page.actor, form.said(user_id))
    except Refusal as refusal:
        return await show_teams(page, refusal, f"/teams/people/{user_id}/absences/preview")
    if found is None or (state == "done" and not found.rows):
        return page.go("/teams")
    return await _covering(page, found.rows, state, form=form, user_id=user_id, **_about(found))


@router.post("/absences/{absence_id}/undo")
async def undo_away(page: SignedIn, absence_id: UUID, form: Annotated[UndoMoveForm, Form()]) -> Response:
    """Take one's own absence back, with the work that it moved."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        rows = await undo_absence(page.office, page.actor, absence_id, form.said())
    except Refusal as refusal:
        return await show_teams(page, refusal)
    return await _covering(page, rows, "undone")


def _about(found: Covering) -> dict[str, Any]:
    facts = {"name": found.name, "begun": found.begun, "absence_id": found.absence_id}
    return facts | {"shares": _shares(found.rows)}


def _shares(rows: Sequence[Moved]) -> str:
    """Who gets how many, the most first: "6 to Ana, 5 to Ben, 3 to Unallocated"."""
    pool = "the pool of {}"
    to = Counter(
        each.owner or (pool.format(each.team) if each.team else "Unallocated") for each in rows if each.moved
    )
    return ", ".join(f"{count} to {whom}" for whom, count in to.most_common())


async def _covering(page: Page, rows: Sequence[Moved], state: str, **facts: Any) -> Response:
    async with page.reading() as work:
        today = await office_day(work)
        return page.show("absence.html", here="/teams", results=rows, state=state, today=today, **facts)


@router.post("/absences/{absence_id}/end")
async def back(page: SignedIn, absence_id: UUID) -> Response:
    """Back, or never gone."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        await end_absence(page.office, page.actor, absence_id)
    except Refusal as refusal:
        return await show_teams(page, refusal)
    return page.go("/teams")
