"""The supervisors' board: numbers of the team, the tasks behind each, and moving them to somebody else."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response

from activities.days import office_day
from activities.supervision import move_work, preview_move, undo_move
from models import team_board, team_people
from models.task_facts import MOST
from rules.access import Permission
from rules.errors import Refusal
from rules.tasks import TaskKind
from web.board_forms import MoveForm, PickForm, UndoMoveForm
from web.board_words import AGES, about, whose
from web.pages import Page, SignedIn
from web.paging import cut_tasks, task_place
from web.team_screens import read_board

router = APIRouter(prefix="/boards/team")


class TasksForm(PickForm):
    """A number, and where its list goes on."""

    after: str = ""


@router.get("")
async def team(page: SignedIn, form: Annotated[PickForm, Query()]) -> Response:
    """Overdue and due today by owner, team, kind and age; promises; the next ten business days."""
    return await _board(page, form)


@router.get("/fresh")
async def fresh(page: SignedIn, form: Annotated[PickForm, Query()]) -> Response:
    """The numbers again, as an open board asks for them."""
    return await _board(page, form)


async def _board(page: Page, form: PickForm) -> Response:
    page.require(Permission.SEE_TEAM)
    picked = form.picked()
    async with page.reading() as work:
        board = await read_board(work, picked)
        today = await office_day(work)
    facts: dict[str, Any] = {"board": board, "picked": picked, "fields": form.narrowing(), "ages": AGES}
    return page.show("team.html", "board", here="/boards/team", today=today, kinds=TaskKind, **facts)


@router.get("/tasks")
async def tasks(page: SignedIn, form: Annotated[TasksForm, Query()]) -> Response:
    """The tasks behind one number, and where they could go."""
    page.require(Permission.SEE_TEAM)
    return await _tasks(page, form, form.after)


async def _tasks(
    page: Page, form: PickForm, after: str = "", problem: str = "", status: int = 200
) -> Response:
    picked = form.picked()
    async with page.reading() as work:
        found = await team_board.behind(work.session, picked, work.now, task_place(page, after))
        count, money = await team_board.total(work.session, picked.conditions(work.now))
        people = await team_people.members(work.session, work.now, None, picked.practice)
        teams = await team_people.teams(work.session)
        of, today = await whose(work, picked), await office_day(work)
    rows, more = cut_tasks(page, found)
    facts: dict[str, Any] = {"rows": rows, "more": more, "count": count, "money": money, "most": MOST}
    facts |= {"people": people, "teams": teams, "fields": form.fields(), "picked": picked}
    facts |= {"words_of_it": f"{about(picked)} {of}".strip(), "problem": problem}
    return page.show("team_tasks.html", here="/boards/team", status=status, today=today, **facts)


@router.post("/preview")
async def preview(page: SignedIn, form: Annotated[MoveForm, Form()]) -> Response:
    """What moving would come to, before anything moves."""
    page.require(Permission.TRANSFER_ANY)
    try:
        results = await preview_move(page.office, page.actor, form.said())
    except Refusal as refusal:
        return await _tasks(page, PickForm(**form.fields()), problem=str(refusal), status=refusal.status)
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "form": form, "fields": form.fields(), "state": "asked"}
        return page.show("team_moved.html", here="/boards/team", **facts)


@router.post("/move")
async def move(page: SignedIn, form: Annotated[MoveForm, Form()]) -> Response:
    """Move it, with a result for each row."""
    page.require(Permission.TRANSFER_ANY)
    try:
        results = await move_work(page.office, page.actor, form.said())
    except Refusal as refusal:
        return await _tasks(page, PickForm(**form.fields()), problem=str(refusal), status=refusal.status)
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "form": form, "fields": form.fields(), "state": "done"}
        return page.show("team_moved.html", here="/boards/team", **facts)


@router.post("/undo")
async def undo(page: SignedIn, form: Annotated[UndoMoveForm, Form()]) -> Response:
    """Take one's own move back; what somebody touched since stays and says so."""
    page.require(Permission.TRANSFER_ANY)
    results = await undo_move(page.office, page.actor, form.said())
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "fields": {}, "state": "undone"}
        return page.show("team_moved.html", here="/boards/team", **facts)
