"""The demo's calendar: let a day or a week pass and see what the office did."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response

from web.pages import SignedIn

router = APIRouter(prefix="/demo")


@router.post("/days")
async def days(page: SignedIn, days: Annotated[Literal["1", "7"], Form()]) -> Response:
    """Turn the calendar; answers 404 outside the demo."""
    turn = page.desk.turn_days
    if turn is None or not page.desk.settings.demo:
        raise HTTPException(404)
    said = await turn(int(days))
    if page.is_fragment:
        return page.show("demo.html", "said", said=said)
    async with page.reading():
        return page.show("demo.html", said=said)
