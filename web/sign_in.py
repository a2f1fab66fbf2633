"""The door: signing in with a passkey, or with e-mail and password, and out again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from activities.doors import Proof
from activities.passkeys import ask
from activities.sessions import AtTheDoor, Locked, SignedOut, sign_out, who_is
from activities.sign_ins import sign_in, sign_in_by_passkey
from rules.errors import Refusal
from web.cookies import go, inside, step_path, visit_of
from web.pages import COOKIE, address_of, desk_of

router = APIRouter()
CLEAR = '"cache", "storage"'  # our cookie goes by name: the one that knows this browser stays


class PasskeyForm(BaseModel, extra="forbid"):
    answer: str
    question: str
    next: str = "/"


@router.get("/sign-in")
async def door(request: Request, next: str = "/") -> Response:
    """The sign-in page; says why the last session ended."""
    desk, why = desk_of(request), ""
    if token := request.cookies.get(COOKIE):
        try:
            await who_is(desk.office, token, desk.settings.idle, address_of(request), is_touch=False)
            return _to(inside(next))
        except Locked:
            return _to(f"/lock?next={inside(next)}")
        except AtTheDoor as waiting:
            return _to(step_path(waiting.needs, next))
        except SignedOut as ended:
            why = str(ended)
    return door_page(request, why=why, next=inside(next))


@router.post("/sign-in")
async def enter(
    request: Request,
    email: Annotated[str, Form()],
    password: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Open a session with a new token and go on to what it still owes, or where the person wanted to."""
    desk = desk_of(request)
    try:
        opened = await sign_in(desk.office, desk.settings.door, email, password, visit_of(request))
    except Refusal as refusal:
        return door_page(request, problem=str(refusal), next=inside(next), email=email, status=refusal.status)
    return go(opened, next)


@router.post("/sign-in/passkey")
async def enter_by_passkey(request: Request, form: Annotated[PasskeyForm, Form()]) -> Response:
    """Open a session by passkey: nothing to type."""
    desk, proof = desk_of(request), Proof(answer=form.answer, question=form.question)
    try:
        opened = await sign_in_by_passkey(desk.office, desk.settings.door, proof, visit_of(request))
    except Refusal as refusal:
        return door_page(request, problem=str(refusal), next=inside(form.next), status=refusal.status)
    return go(opened, form.next)


@router.post("/sign-out")
async def leave(request: Request) -> Response:
    """End the session, locked or not, and have the browser forget everything of it."""
    token = request.cookies.get(COOKIE)
    if not token:
        raise SignedOut("")
    await sign_out(desk_of(request).office, token)
    answer = Response(status_code=303, headers={"location": "/sign-in", "clear-site-data": CLEAR})
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def _to(path: str) -> Response:
    return Response(status_code=303, headers={"location": path})


def door_page(request: Request, status: int = 200, **facts: str) -> HTMLResponse:
    """The sign-in page, with what it must say."""
    desk = desk_of(request)
    shown = {
        "person": None,
        "why": "",
        "problem": "",
        "email": "",
        "demo": desk.settings.demo,
        "one_step": not desk.settings.second_factor_required,
        "passkey": ask(desk.settings.door),
        "sso": desk.settings.provider is not None,
        "next": "/",
    }
    return HTMLResponse(desk.looks.render("sign_in.html", (), shown | facts), status)
