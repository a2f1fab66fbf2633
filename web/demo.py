"""The demo's calendar: let a day or a week pass, and see how far it is and what the office did."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response

from web.pages import Page, SignedIn
from web.settings import TurnDays

router = APIRouter(prefix="/demo")


@router.post("/days")
async def turn(page: SignedIn, days: Annotated[Literal["1", "7"], Form()]) -> Response:
    """Turn the calendar in the background; pressed again meanwhile, it only tells how far it is."""
    calendar_of(page).begin(int(days))
    if page.is_fragment:
        return page.show("demo.html", "said")
    return page.go("/demo/days")


@router.get("/days")
async def progress(page: SignedIn) -> Response:
    """How far the turn is, or what came of it."""
    calendar_of(page)
    async with page.reading():
        return page.show("demo.html", "said")


def calendar_of(page: Page) -> TurnDays:
    """The demo's calendar; answers 404 outside the demo."""
    if page.desk.turn_days is None or not page.desk.settings.demo:
        raise HTTPException(404)
    return page.desk.turn_days
