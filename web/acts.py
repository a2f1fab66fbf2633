"""Keeps what was sent or half typed when a session could not do it, so that nobody types it twice."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Json
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.kept_acts import KeptAct, KeptField, drop_act, keep_acts, kept_acts
from models.base import new_id
from web.cookies import inside
from web.pages import COOKIE, SignedIn, desk_of

router = APIRouter()
LITTLE = (
    "/alive",
    "/draft",
    "/hold",
    "/lock",
    "/unlock",
    "/sign-out",
    "/step-up",
)  # nothing is lost with them
UNSEEN = ("key", "version")


class TypedField(BaseModel, extra="forbid"):
    name: str
    value: str
    label: str
    words: str
    is_beside: bool


class TypedForm(BaseModel, extra="forbid"):
    path: str
    title: str
    fields: list[TypedField]


class TypedForms(BaseModel, extra="forbid"):
    """Every half typed form of a screen, and where that screen was."""

    typed: Json[list[TypedForm]] = []
    back: str = "/"
    whose: UUID | None = None  # who was signed in on that screen

    def acts(self) -> list[KeptAct]:
        """Each as an act that the person decides about; none that leads outside or that is little."""
        back = inside(self.back)
        ours = [each for each in self.typed if inside(each.path) == each.path]
        return [
            KeptAct(
                id=str(new_id()),
                method="POST",
                path=each.path,
                fields=tuple(KeptField(**field.model_dump()) for field in each.fields),
                is_sure=False,
                title=each.title,
                back=back,
            )
            for each in ours
            if not is_little(urlsplit(each.path).path)
        ]


@router.post("/sign-in/take-along")
async def take_along(request: Request, form: Annotated[TypedForms, Form()]) -> Response:
    """Keep what stood half typed on a screen whose session is over, and go to the door.

    Somebody who signed in again elsewhere meanwhile goes straight on. Another person who did so in the same
    browser gets nothing of it, and leaves that screen.
    """
    desk, token, acts = desk_of(request), request.cookies.get(COOKIE), form.acts()
    kept = await keep_acts(desk.office, desk.settings.door, token, acts, form.whose) if token else ()
    path = "/sign-in/again" if kept else inside(form.back)
    return Response(status_code=303, headers={"location": path})


@router.get("/sign-in/again")
async def again(page: SignedIn) -> Response:
    """What was sent or half typed when the session could not do it: it goes on, or the person decides."""
    acts = await kept_acts(page.office, page.desk.settings.door, page.person.token_hash)
    if not acts:
        return page.go("/")
    sure = next((each for each in acts if each.is_sure), None)
    if sure and sure.method == "GET":
        return page.go(inside(sure.path))
    owned = {(each.name, each.value) for act in acts for each in act.fields if not each.is_beside}
    shown = [sure] if sure else acts
    async with page.reading():
        return page.show("again.html", here="/sign-in/again", acts=shown, sure=sure, owned=owned)


@router.post("/sign-in/again/{act_id}/leave")
async def leave(page: SignedIn, act_id: str, back: Annotated[str, Form()] = "/") -> Response:
    """Forget one of them, and show the others; after the last the screen it was typed on."""
    token = page.request.cookies[COOKIE]
    await drop_act(page.office, page.desk.settings.door, token, act_id)
    rest = await kept_acts(page.office, page.desk.settings.door, page.person.token_hash)
    return page.go("/sign-in/again" if rest else inside(back))


async def keep_act_of(request: Request, *, is_sure: bool) -> str:
    """Keep the act of this request with its session and give its form's key; empty: it cannot be kept."""
    path, token = request.url.path, request.cookies.get(COOKIE)
    if path.startswith("/sign-in") or is_little(path) or not token:
        return ""
    form = await request.form()
    fields = tuple(_sent((name, value) for name, value in form.multi_items() if isinstance(value, str)))
    if len(fields) < len(form.multi_items()):
        return ""  # files are not kept: they are chosen again
    query = request.url.remove_query_params("kept").query
    path += f"?{query}" if query else ""
    act = KeptAct(str(new_id()), request.method, path, fields, is_sure)
    desk = desk_of(request)
    return act.form[1] if await keep_acts(desk.office, desk.settings.door, token, [act]) else ""


def _sent(told: Iterable[tuple[str, str]]) -> Iterable[KeptField]:
    """What was sent, named as its fields are; no password is ever shown."""
    for name, value in told:
        is_seen = name not in UNSEEN and value and not name.startswith("password")
        yield KeptField(name, value, name.replace("_", " ").capitalize() if is_seen else "")


def is_little(path: str) -> bool:
    """Whether nothing is lost with an act of this path."""
    return path.endswith(LITTLE)


class SentAgain:
    """Forgets a kept act once it was done; refused, it stays until the person decides otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")) if scope["type"] == "http" else {}
        is_kept = "kept" in asked and scope["method"] == "POST"

        async def send_done(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                request = Request(scope)
                desk, token = desk_of(request), request.cookies.get(COOKIE, "")
                await drop_act(desk.office, desk.settings.door, token, asked["kept"][0])
            await send(message)

        await self.app(scope, receive, send_done if is_kept else send)
