"""The lock of the screen, its cover when the session is over, and the second factor before a deed."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from activities.doors import Proof
from activities.kept_acts import room_left
from activities.passkeys import ask
from activities.second_factors import factors_of
from activities.session_locks import lock, step_up, unlock, who_sleeps
from activities.sessions import SignedOut
from rules.errors import Refusal
from web.cookies import go, inside, keep
from web.pages import COOKIE, Page, SignedIn, desk_of

router = APIRouter()


class UnlockForm(BaseModel, extra="forbid"):
    code: str = ""
    answer: str = ""
    question: str = ""
    password: str = ""
    next: str = "/"

    @property
    def proof(self) -> Proof:
        return Proof(self.code, self.answer, self.question, self.password)


@router.post("/lock")
async def lock_now(page: SignedIn) -> Response:
    """Lock the screen, with everything on it kept."""
    await lock(page.office, page.person)
    if page.is_fragment:
        return await lock_page(page.request, fragment=True)
    return page.go("/lock")


@router.get("/lock")
async def locked(request: Request, next: str = "/") -> Response:
    """The lock as a page of its own."""
    return await lock_page(request, next=next)


async def lock_page(
    request: Request, *, next: str = "/", problem: str = "", fragment: bool = False, status: int = 200
) -> Response:
    """Who is expected back, and how they open it; the desk when nothing is locked."""
    desk, token = desk_of(request), request.cookies.get(COOKIE)
    if not token:
        raise SignedOut("")
    sleeper = await who_sleeps(desk.office, token, desk.settings.idle)
    if not sleeper.why:
        return Response(status_code=303, headers={"location": inside(next)})
    passkey = ask(desk.settings.door, sleeper.passkeys) if sleeper.passkeys else None
    facts = {"person": None, "sleeper": sleeper, "passkey": passkey, "problem": problem, "next": inside(next)}
    html = desk.looks.render("lock.html", ("panel",) if fragment else (), facts | {"fragment": fragment})
    return HTMLResponse(html, status, headers={"HX-Retarget": "#door", "HX-Reswap": "innerHTML"})


async def over_page(request: Request, why: str, sent: str = "") -> Response:
    """Covers an open screen whose session is over, and leaves what was typed where it is."""
    return await _cover(request, "over.html", 401, why=why, sent=sent)


async def once_more_page(request: Request, sent: str) -> Response:
    """Covers an open screen whose act waits for a second factor, until what else was typed is taken along."""
    return await _cover(request, "once_more.html", 403, sent=sent)


async def _cover(request: Request, template: str, status: int, **facts: str) -> Response:
    """It tells the screen how much can go along; `sent` is the key of the form that is kept already."""
    desk, token = desk_of(request), request.cookies.get(COOKIE, "")
    asked = urlsplit(request.headers.get("hx-current-url", "/"))
    back = inside(asked.path + (f"?{asked.query}" if asked.query else ""))
    room = await room_left(desk.office, desk.settings.door, token)
    html = desk.looks.render(template, ("panel",), {"person": None, "back": back, "room": room, **facts})
    return HTMLResponse(html, status, headers={"HX-Retarget": "#door", "HX-Reswap": "innerHTML"})


@router.post("/unlock")
async def open_again(request: Request, form: Annotated[UnlockForm, Form()]) -> Response:
    """Open the lock and go on where the screen was."""
    desk, token = desk_of(request), request.cookies.get(COOKIE)
    if not token:
        raise SignedOut("")
    fragment = "hx-request" in request.headers
    try:
        opened = await unlock(desk.office, desk.settings.door, token, form.proof)
    except SignedOut:
        raise
    except Refusal as refusal:
        facts = {"next": form.next, "problem": str(refusal), "status": refusal.status}
        return await lock_page(request, fragment=fragment, **facts)  # type: ignore[arg-type]
    return keep(HTMLResponse(""), opened) if fragment else go(opened, form.next)


@router.get("/step-up")
async def ask_again(page: SignedIn) -> Response:
    """Asks for the second factor before a deed that cannot be undone."""
    return await _step_up(page)


async def _step_up(page: Page, problem: str = "", status: int = 200) -> Response:
    async with page.reading() as work:
        mine = await factors_of(work, page.person.id)
    door = page.desk.settings.door
    passkey = ask(door, mine.passkeys) if mine.passkeys else None
    facts = {"factors": mine, "passkey": passkey, "problem": problem, "door": door}
    return page.show("step_up.html", status=status, **facts)


@router.post("/step-up")
async def rise(page: SignedIn, form: Annotated[UnlockForm, Form()]) -> Response:
    """Show it, and let what was sent go on."""
    token = page.request.cookies[COOKIE]
    try:
        opened = await step_up(page.office, page.desk.settings.door, page.person, token, form.proof)
    except Refusal as refusal:
        return await _step_up(page, str(refusal), refusal.status)
    return go(opened, "/")
