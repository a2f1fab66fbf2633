"""Views: narrowing a list, naming the result, and going there again."""

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel, Field

from activities.saved_views import SaveView, forget_view, save_view
from models import filters, saved_views
from models.filters import Due, filter_of
from models.queues import MINE, View, view_at
from rules.errors import Refusal
from rules.tasks import LIVE, TaskKind
from web.pages import Page, SignedIn

router = APIRouter(prefix="/views")


class FilterForm(BaseModel, extra="forbid"):
    """What the form of a filter says; `in` is the list that it narrows."""

    base: str = Field(MINE.name, alias="in")
    due: str = ""
    kind: list[str] = []
    money: Decimal | str = ""
    owner: str = ""
    payer: str = ""
    practice: str = ""
    state: list[str] = []

    def view(self) -> View:
        """The view it means. Raises Unknown for a word that no filter knows."""
        words = {name: str(value) for name, value in self if name not in ("base", "kind", "state")}
        many = {"kind": ",".join(self.kind), "state": ",".join(self.state)}
        return view_at(f"{self.base}{filter_of(words | many)}")


class SaveForm(BaseModel, extra="forbid"):
    name: str
    place: str
    team: UUID | Literal[""] = ""


@router.get("/narrow/{place}")
async def narrow(page: SignedIn, place: str) -> Response:
    """The filter of this view, to be changed or saved."""
    return await _show(page, view_at(place))


async def _show(page: Page, view: View, refusal: Refusal | None = None) -> Response:
    async with page.office.begin(page.actor) as work:
        await page.count(work, view)
        choices = await filters.offered(work.session)
        teams = await saved_views.teams_of(work.session, page.person.id)
    facts: dict[str, Any] = {"narrow": view.narrow, "choices": choices, "teams": teams}
    known: dict[str, Any] = {
        "dues": Due,
        "kinds": TaskKind,
        "states": LIVE,
        "base": view.name.partition(";")[0],
    }
    return page.show("views.html", "narrow", here=view.name, view=view, refusal=refusal, **facts, **known)


@router.get("/open")
async def open_view(page: SignedIn, asked: Annotated[FilterForm, Query()]) -> Response:
    """On to the list that the filter means."""
    return page.go(f"/queue/{asked.view().name}")


@router.post("")
async def save(page: SignedIn, form: Annotated[SaveForm, Form()]) -> Response:
    """Keep a view under a name and open it."""
    try:
        place = await save_view(page.office, page.actor, SaveView(form.name, form.place, form.team or None))
    except Refusal as refusal:
        return await _show(page, view_at(form.place), refusal)
    return page.go(f"/queue/{place}")


@router.post("/{view_id}/forget")
async def forget(page: SignedIn, view_id: UUID) -> Response:
    """Remove one of my views."""
    await forget_view(page.office, page.actor, view_id)
    return page.go(f"/views/narrow/{MINE.name}")
