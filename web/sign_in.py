"""The door: signing in with e-mail and password, and out again."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from activities.sessions import SignedOut, sign_out, who_is
from activities.sign_ins import sign_in
from rules.errors import Refusal
from web.pages import COOKIE, SignedIn, address_of, desk_of

router = APIRouter()
CLEAR = '"cache", "cookies", "storage"'


@router.get("/sign-in")
async def door(request: Request, next: str = "/") -> Response:
    """The sign-in page; says why the last session ended."""
    desk, why = desk_of(request), ""
    if token := request.cookies.get(COOKIE):
        try:
            await who_is(desk.office, token, desk.settings.idle, address_of(request), is_touch=False)
            return Response(status_code=303, headers={"location": inside(next)})
        except SignedOut as ended:
            why = str(ended)
    return _page(request, why=why, next=inside(next))


@router.post("/sign-in")
async def enter(
    request: Request,
    email: Annotated[str, Form()],
    password: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Open a session with a new token and go where the person wanted to."""
    desk = desk_of(request)
    try:
        token = await sign_in(desk.office, email, password, address_of(request), desk.settings.longest)
    except Refusal as refusal:
        return _page(request, problem=str(refusal), next=inside(next), email=email, status=refusal.status)
    answer = Response(status_code=303, headers={"location": inside(next)})
    answer.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@router.post("/sign-out")
async def leave(page: SignedIn) -> Response:
    """End the session, and have the browser forget everything of it."""
    await sign_out(page.office, page.person)
    return Response(status_code=303, headers={"location": "/sign-in", "clear-site-data": CLEAR})


def inside(path: str) -> str:
    """A path of our own, whatever was asked for."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-")) and not parts.netloc
    return path if ours and path.isprintable() else "/"


def _page(request: Request, status: int = 200, **facts: str) -> HTMLResponse:
    desk = desk_of(request)
    shown = {"person": None, "why": "", "problem": "", "email": "", "demo": desk.settings.demo} | facts
    return HTMLResponse(desk.looks.render("sign_in.html", (), shown), status)
