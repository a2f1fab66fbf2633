"""The supervisors' board: numbers of the team, the tasks behind each, and moving them to somebody else."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from activities.allocation import ToPerson, ToRules, ToTeam
from activities.supervision import MoveWork, move_work, preview_move
from models import team_board, team_people
from models.team_board import NOBODY, Age, Picked
from rules.access import Permission
from rules.errors import Refusal, Unknown
from rules.tasks import TaskKind
from web.pages import Page, SignedIn
from web.team_screens import read_board

router = APIRouter(prefix="/boards/team")
AGES = {
    Age.TODAY: "Due today",
    Age.FEW: "1-2 days late",
    Age.WEEK: "3-7 days late",
    Age.FORTNIGHT: "8-14 days late",
    Age.MONTH: "15-30 days late",
    Age.LONG: "31 days late or more",
}


class PickForm(BaseModel, extra="forbid"):
    """Which number of the board is meant; empty fields ask nothing."""

    owner: str = ""
    team: str = ""
    practice: str = ""
    kind: str = ""
    age: str = ""
    overdue: bool = False
    money: str = ""

    def picked(self) -> Picked:
        """Raises Unknown for words that no link of ours has."""
        try:
            return Picked(
                owner=UUID(self.owner) if self.owner not in ("", NOBODY) else None,
                nobody=self.owner == NOBODY,
                team=UUID(self.team) if self.team else None,
                practice=UUID(self.practice) if self.practice else None,
                kind=TaskKind(self.kind) if self.kind else None,
                age=Age(self.age) if self.age else None,
                overdue=self.overdue,
                money=Decimal(self.money) if self.money else None,
            )
        except (ValueError, InvalidOperation):
            raise Unknown("There is no such number on the board.") from None

    def fields(self) -> dict[str, str]:
        """What a form has to carry on."""
        said = self.model_dump(include=set(PickForm.model_fields))
        return {
            name: str(value).lower() if value is True else str(value) for name, value in said.items() if value
        }


class MoveForm(PickForm):
    """`to` is "person:<id>", "team:<id>" or "rules"; ticked tasks, or without `ticked` all of the number."""

    key: UUID
    to: str
    why: str = ""
    task: list[UUID] = []
    ticked: bool = False

    def said(self) -> MoveWork:
        """Raises Refusal when tasks should be ticked and none is, Unknown for a place that is none."""
        if self.ticked and not self.task:
            raise Refusal("Tick the tasks that should move, or move all of them.")
        picked = self.picked()
        return MoveWork(
            self.key, picked, tuple(self.task) if self.ticked else (), self.place(picked), self.why
        )

    def place(self, picked: Picked) -> ToPerson | ToTeam | ToRules:
        kind, _, about = self.to.partition(":")
        if kind == "rules":
            return ToRules(picked.owner)
        try:
            return ToPerson(UUID(about)) if kind == "person" else ToTeam(UUID(about))
        except ValueError:
            raise Unknown("Choose to whom the work goes.") from None


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
        today = work.now.date()
    facts: dict[str, Any] = {"board": board, "picked": picked, "fields": form.fields(), "ages": AGES}
    return page.show("team.html", "board", here="/boards/team", today=today, **facts)


@router.get("/tasks")
async def tasks(page: SignedIn, form: Annotated[PickForm, Query()]) -> Response:
    """The tasks behind one number, and where they could go."""
    page.require(Permission.SEE_TEAM)
    return await _tasks(page, form)


async def _tasks(page: Page, form: PickForm, problem: str = "", status: int = 200) -> Response:
    picked = form.picked()
    async with page.reading() as work:
        rows = await team_board.behind(work.session, picked, work.now)
        count, money = await team_board.total(work.session, picked, work.now)
        people = await team_people.members(work.session, work.now, None, picked.practice)
        teams = await team_people.teams(work.session)
        today = work.now.date()
    facts: dict[str, Any] = {"rows": rows, "count": count, "money": money, "people": people, "teams": teams}
    words = _words(picked, {each.id: each.name for each in people} | dict(teams))
    said = {"fields": form.fields(), "picked": picked, "words_of_it": words, "problem": problem}
    return page.show("team_tasks.html", here="/boards/team", status=status, today=today, **facts, **said)


def _words(picked: Picked, names: dict[UUID, str]) -> str:
    """What the number is about: "overdue work of Amara Osei"."""
    about = picked.kind.value if picked.kind else "work"
    told = [AGES[picked.age].lower() + ":" if picked.age else "overdue" if picked.overdue else "open", about]
    for whose in (picked.owner, picked.team):
        told += [f"of {names[whose]}"] if whose in names else []
    return " ".join([*told, "that nobody owns"] if picked.nobody else told)


@router.post("/preview")
async def preview(page: SignedIn, form: Annotated[MoveForm, Form()]) -> Response:
    """What moving would come to, before anything moves."""
    page.require(Permission.TRANSFER_ANY)
    try:
        results = await preview_move(page.office, page.actor, form.said())
    except Refusal as refusal:
        return await _tasks(page, PickForm(**form.fields()), str(refusal), refusal.status)
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "form": form, "fields": form.fields(), "done": False}
        return page.show("team_moved.html", here="/boards/team", **facts)


@router.post("/move")
async def move(page: SignedIn, form: Annotated[MoveForm, Form()]) -> Response:
    """Move it, with a result for each row."""
    page.require(Permission.TRANSFER_ANY)
    try:
        results = await move_work(page.office, page.actor, form.said())
    except Refusal as refusal:
        return await _tasks(page, PickForm(**form.fields()), str(refusal), refusal.status)
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "form": form, "fields": form.fields(), "done": True}
        return page.show("team_moved.html", here="/boards/team", **facts)
