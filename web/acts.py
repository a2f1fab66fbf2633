"""Keeps what was sent or half typed when a session could not do it, so that nobody types it twice."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Json
from starlette.datastructures import URL, FormData
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.kept_acts import FILE, LARGEST, KeptAct, KeptField, drop_act, keep_acts, kept_acts, revise_act
from models import rulebook
from models.base import new_id
from web.cookies import inside
from web.pages import COOKIE, SignedIn, desk_of
from web.sent_fields import sent_fields

router = APIRouter()
MOST_BYTES = 12 * LARGEST  # a letter is at most so many bytes of a form
LITTLE = (
    "/alive",
    "/draft",
    "/hold",
    "/lock",
    "/password",
    "/unlock",
    "/sign-out",
    "/step-up",
    "/leave",
    "/take-along",
)  # nothing is lost with them


class TypedField(BaseModel, extra="forbid"):
    name: str
    value: str
    label: str
    words: str
    is_beside: bool
    kind: Literal["", "text", "textarea", "date", "time", "number", "email", "search", "tel"] = ""


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
                path=_bare(each.path),
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
    kept = await _keep(request, form)
    path = "/sign-in/again" if kept else inside(form.back)
    return Response(status_code=303, headers={"location": path})


@router.post("/step-up/take-along")
async def take_up(request: Request, form: Annotated[TypedForms, Form()]) -> Response:
    """Keep what stood half typed beside an act that waits for a second factor, and go to show it."""
    await _keep(request, form)
    return Response(status_code=303, headers={"location": "/step-up"})


async def _keep(request: Request, form: TypedForms) -> Sequence[KeptAct]:
    desk, token, acts = desk_of(request), request.cookies.get(COOKIE), form.acts()
    return await keep_acts(desk.office, desk.settings.door, token, acts, form.whose) if token else ()


@router.post("/step-up/leave")
async def leave_waiting(page: SignedIn) -> Response:
    """Forget the act that waits for a second factor; what was half typed beside it is shown."""
    acts = await kept_acts(page.office, page.desk.settings.door, page.person.token_hash)
    return page.go("/" if all(each.is_sure for each in acts) else "/sign-in/again")


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
    async with page.reading() as work:
        days = rulebook.sign_in_limits(work.now.date()).kept_forms
    return page.show("again.html", here="/sign-in/again", acts=shown, sure=sure, owned=owned, days=days)


@router.post("/sign-in/again/{act_id}/leave")
async def leave(page: SignedIn, act_id: str, back: Annotated[str, Form()] = "/") -> Response:
    """Forget one of them, and show the others; after the last the screen it was typed on."""
    token = page.request.cookies[COOKIE]
    await drop_act(page.office, page.desk.settings.door, token, act_id)
    rest = await kept_acts(page.office, page.desk.settings.door, page.person.token_hash)
    return page.go("/sign-in/again" if rest else inside(back))


async def keep_act_of(request: Request, *, is_sure: bool) -> str:
    """Keep the act of this request with its session and give its form's key; empty: it cannot be kept.

    Of a form with files only their names are kept: the person hears which were not sent.
    """
    path, token = request.url.path, request.cookies.get(COOKIE)
    if path.startswith("/sign-in") or is_little(path) or not token:
        return ""
    form = await request.form()
    sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    fields = (*sent_fields(request, sent), *_names_of_files(form))
    is_sure = is_sure and not any(each.is_file for each in fields)
    query = request.url.query
    path = _bare(f"{path}?{query}" if query else path)
    desk, back = desk_of(request), urlsplit(request.headers.get("referer", "/"))
    back_path = inside(back.path + (f"?{back.query}" if back.query else ""))
    act = KeptAct(str(new_id()), request.method, path, fields, is_sure, back=back_path)
    return act.form[1] if await keep_acts(desk.office, desk.settings.door, token, [act]) else ""


def _names_of_files(form: FormData) -> Iterator[KeptField]:
    for name, file in form.multi_items():
        if not isinstance(file, str) and file.filename:
            yield KeptField(name, file.filename, "File", kind=FILE)


def _bare(path: str) -> str:
    """Where a form goes, without the word that its card adds: it stays the same form."""
    return str(URL(path).remove_query_params("kept"))


def is_little(path: str) -> bool:
    """Whether nothing is lost with an act of this path."""
    return path.endswith(LITTLE)


class SentAgain:
    """Forgets a kept act once it was done; refused, it stays as it was sent now, until the person decides."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")) if scope["type"] == "http" else {}
        is_kept = "kept" in asked and scope["method"] == "POST"

        body = bytearray()

        async def receive_read() -> Message:
            message = await receive()
            body.extend(message.get("body", b"")[: MOST_BYTES - len(body)])
            return message

        async def send_done(message: Message) -> None:
            if message["type"] == "http.response.start":
                await _settle(Request(scope), asked["kept"][0], message["status"], bytes(body))
            await send(message)

        await self.app(scope, *((receive_read, send_done) if is_kept else (receive, send)))


async def _settle(request: Request, act_id: str, status: int, body: bytes) -> None:
    desk, token = desk_of(request), request.cookies.get(COOKIE, "")
    if status < HTTPStatus.BAD_REQUEST:
        return await drop_act(desk.office, desk.settings.door, token, act_id)
    if len(body) == MOST_BYTES:
        return None  # more than is ever kept
    sent = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return await revise_act(desk.office, desk.settings.door, token, act_id, sent)
