"""Absences: what one would move is shown first, then done, taken back, or ended."""

from collections import Counter
from collections.abc import Sequence
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
from activities.allocation import Moved
from activities.days import office_day
from rules.access import Permission
from rules.errors import Refusal
from web.board_forms import UndoMoveForm
from web.pages import Page, SignedIn
from web.teams import show_teams

router = APIRouter(prefix="/teams")


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
    page.require(Permission.MANAGE_TEAMS)
    try:
        found = await preview_absence(page.office, page.actor, form.said(user_id))
    except Refusal as refusal:
        return await show_teams(page, str(refusal), refusal.status)
    return await _covering(page, found.rows, "asked", form=form, user_id=user_id, **_about(found))


@router.post("/people/{user_id}/absences")
async def away(page: SignedIn, user_id: UUID, form: Annotated[AbsenceForm, Form()]) -> Response:
    """Somebody is away; what falls due meanwhile finds somebody else, with a result for each row."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        done = await add_absence(page.office, page.actor, form.said(user_id))
    except Refusal as refusal:
        return await show_teams(page, str(refusal), refusal.status)
    if done is None or not done.rows:
        return page.go("/teams")
    return await _covering(page, done.rows, "done", form=form, **_about(done))


@router.post("/absences/{absence_id}/undo")
async def undo_away(page: SignedIn, absence_id: UUID, form: Annotated[UndoMoveForm, Form()]) -> Response:
    """Take one's own absence back, with the work that it moved."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        rows = await undo_absence(page.office, page.actor, absence_id, form.said())
    except Refusal as refusal:
        return await show_teams(page, str(refusal), refusal.status)
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
        return await show_teams(page, str(refusal), refusal.status)
    return page.go("/teams")
