"""The link of an invitation: a person sets their own password, and goes on to the second factor."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from activities.invitations import accept, who_is_invited
from rules.errors import Conflict
from web.cookies import go, visit_of
from web.pages import desk_of

router = APIRouter(prefix="/invitation")


class PasswordForm(BaseModel, extra="forbid"):
    token: str
    password: str


@router.get("")
async def invitation(request: Request, token: str = "") -> Response:
    """Who is invited; answers 404 when the link is over."""
    return await _show(request, token)


async def _show(request: Request, token: str, problem: str = "", status: int = 200) -> Response:
    desk = desk_of(request)
    name, email = await who_is_invited(desk.office, token)
    facts: dict[str, Any] = {"person": None, "name": name, "email": email, "token": token, "problem": problem}
    facts["sso"] = desk.settings.provider is not None
    return HTMLResponse(desk.looks.render("invitation.html", (), facts), status)


@router.post("")
async def take(request: Request, form: Annotated[PasswordForm, Form()]) -> Response:
    """Keep the password; the link works no second time."""
    desk = desk_of(request)
    try:
        opened = await accept(desk.office, desk.settings.door, form.token, form.password, visit_of(request))
    except Conflict as refusal:
        return await _show(request, form.token, str(refusal), refusal.status)
    return go(opened, "/")
