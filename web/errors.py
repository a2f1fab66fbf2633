"""How a refusal or a fault looks: one sentence, and who can help; never a trace."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from activities.kept_acts import KeptField
from activities.sessions import AtTheDoor, Locked, SignedOut
from rules.errors import Refusal
from web.acts import is_little, keep_act_of
from web.cookies import STEPS
from web.lock import lock_page, once_more_page, over_page
from web.pages import COOKIE, StepUp, desk_of
from web.sent_fields import sent_fields

log = logging.getLogger("claimdesk.web")
MENDED = (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
PLAIN = {
    404: "There is no such page, or it belongs to a practice you do not work for.",
    405: "This cannot be done here.",
    422: "Something in the form or the address is missing or not understood.",
    500: "Something broke on our side. It is logged; what you had typed is kept where it can be.",
}


def refuse(request: Request, status: int, words: str) -> Response:
    """One sentence: as JSON for a program, beside the work for htmx, else a page of its own."""
    if request.url.path.startswith("/api/"):
        wants = {"www-authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
        return JSONResponse({"detail": words}, status, wants)
    looks = desk_of(request).looks
    facts: dict[str, Any] = {"person": None, "status": status, "text": words, "path": ""}
    facts |= {"fields": _typed(request, status), "is_kept": "kept" in request.query_params}
    blocks: tuple[str, ...] = ()
    if "hx-request" in request.headers:  # a page of its own stands where its form goes
        blocks, facts["path"] = ("refusal",), _asked(request)
    return HTMLResponse(looks.render("refusal.html", blocks, facts), status)


def _typed(request: Request, status: int) -> Sequence[KeptField]:
    """What was sent with words in it, so that it can be mended and sent again; else nothing."""
    page = getattr(request.state, "page", None)
    if page is None or status not in MENDED or is_little(request.url.path):
        return []
    fields = list(sent_fields(request, page.sent))
    return fields if any(each.kind and each.value for each in fields) else []


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def on_refusal(request: Request, refusal: Exception) -> Response:
    status = refusal.status if isinstance(refusal, Refusal) else 500
    page = getattr(request.state, "page", None)
    if status in (403, 404):
        who = {} if page is None else {"user_id": str(page.person.id)}
        asked = {"method": request.method, "path": request.scope["route"].path, "status": status}
        log.warning("refused", extra=asked | who)
        request.state.refused = str(refusal)
    return refuse(request, status, str(refusal))


async def on_signed_out(request: Request, ended: Exception) -> Response:
    """To the door or to the lock, and back here afterwards; a stream or a part of a page learns it by 401.

    An open screen is covered and keeps what was typed, until the person goes to the door.
    """
    if isinstance(ended, Locked) and "hx-request" in request.headers:
        return await lock_page(request, fragment=True, status=401)
    is_locked, is_part = isinstance(ended, Locked), "hx-request" in request.headers
    sent = ""
    if request.method == "POST":
        sent = await keep_act_of(request, is_sure=is_locked)
    if is_part and COOKIE in request.cookies and not isinstance(ended, AtTheDoor):
        return await over_page(request, str(ended), sent)
    asked = _asked(request)
    path = "/lock" if is_locked else "/sign-in"
    if isinstance(ended, AtTheDoor):
        path = STEPS[ended.needs]
    if request.method == "GET" and asked != "/" and not request.url.path.startswith("/sign-in"):
        path += f"?next={quote(asked, safe='/')}"
    if is_part or "text/event-stream" in request.headers.get("accept", ""):
        return Response(status_code=401, headers={"HX-Redirect": path})
    return Response(status_code=303, headers={"location": path})


async def on_step_up(request: Request, _: Exception) -> Response:
    """Ask for the second factor; what was sent is kept and goes on afterwards, what else was typed waits."""
    sent = await keep_act_of(request, is_sure=True)
    request.state.goes_on = True
    if "hx-request" in request.headers:
        return await once_more_page(request, sent)
    return Response(status_code=303, headers={"location": "/step-up"})


async def on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refuse(request, status, PLAIN.get(status, HTTPStatus(status).phrase))


async def on_form(request: Request, error: Exception) -> Response:
    """Which fields were not understood; never what was in them."""
    wrong = error.errors() if isinstance(error, RequestValidationError) else ()
    names = sorted({str(each["loc"][-1]) for each in wrong})
    return refuse(request, 422, f"{PLAIN[422]} Look at: {', '.join(names)}." if names else PLAIN[422])


async def on_data(request: Request, error: Exception) -> Response:
    """A character that PostgreSQL keeps in no text is the sender's; any other value it refuses is ours."""
    said = str(error.orig) if isinstance(error, DataError) else ""
    if "NUL" in said or "\\u0000" in said:
        return refuse(request, 422, f"{PLAIN[422]} A character in it cannot be kept.")
    return await on_fault(request, error)


async def on_fault(request: Request, error: Exception) -> Response:
    log.error("fault at %s %s: %s", request.method, request.scope.get("path"), type(error).__name__)
    return refuse(request, 500, PLAIN[500])


def install(app: FastAPI) -> None:
    """Answer every error in our own words."""
    app.add_exception_handler(SignedOut, on_signed_out)
    app.add_exception_handler(StepUp, on_step_up)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_form)
    app.add_exception_handler(DataError, on_data)
    app.add_exception_handler(Exception, on_fault)
