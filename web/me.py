"""One's own settings: the look of the screen, the password, and where one is signed in."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Response

from activities.mentions import see_mentions
from activities.sessions import end_session, own_sessions
from activities.users import change_own_password, choose_screen
from models import mentions
from rules.errors import Refusal
from web.pages import Page, SignedIn

router = APIRouter(prefix="/me")
Scheme = Literal["light dark", "light", "dark"]


@router.get("")
async def me(page: SignedIn) -> Response:
    """My settings and sessions."""
    return await _show(page)


async def _show(page: Page, problem: str = "", status: int = 200) -> Response:
    sessions = await own_sessions(page.office, page.person)
    async with page.reading() as work:
        called = await mentions.unseen(work.session, page.person.id)
    facts: dict[str, Any] = {"sessions": sessions, "called": called, "problem": problem}
    return page.show("me.html", here="/me", status=status, **facts)


@router.post("/screen")
async def screen(
    page: SignedIn,
    color_scheme: Annotated[Scheme, Form()],
    single_keys: Annotated[bool, Form()] = False,
    auto_advance: Annotated[bool, Form()] = False,
) -> Response:
    """Keep how I like the screen."""
    await choose_screen(page.office, page.person, color_scheme, single_keys, auto_advance)
    return page.go("/me")


@router.post("/password")
async def password(
    page: SignedIn, current: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    """A new password; every session ends, this one too."""
    try:
        await change_own_password(page.office, page.desk.settings.door, page.person, current, password)
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/sign-in")


@router.post("/sessions/end")
async def end(page: SignedIn, session: Annotated[str, Form()]) -> Response:
    """End one of my sessions."""
    await end_session(page.office, page.person, session)
    return page.go("/me")


@router.post("/mentions/seen")
async def seen(page: SignedIn, note: Annotated[list[UUID], Form()]) -> Response:
    """Put away notes that name me."""
    await see_mentions(page.office, page.actor, note)
    return page.go("/me")
