"""Every refusal to somebody signed in, or to their program, stands in the trail before it is answered."""

from http import HTTPStatus
from typing import cast

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.access import record_refusal
from activities.actors import Actor
from web.pages import desk_of

REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


class Refusals:
    """Writes into the trail who asked for what and was answered 403 or 404, wherever that was decided."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_recorded(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                await _record(Request(scope), message["status"])
            await send(message)

        await self.app(scope, receive, send_recorded)


async def _record(request: Request, status: int) -> None:
    asks = cast(Actor | None, getattr(request.state, "asks", None))
    if asks is None or getattr(request.state, "goes_on", False):
        return  # nobody we know, or an act that waits for a second factor
    why = getattr(request.state, "refused", HTTPStatus(status).phrase)
    await record_refusal(desk_of(request).office, asks, subject_of(request), why)


def subject_of(request: Request) -> str:
    """What was asked for, as the audit trail names it: "task:<id>", else the path of the screen."""
    for name, value in request.path_params.items():
        if name.endswith("_id"):
            return f"{name.removesuffix('_id')}:{value}"
    return f"screen:{request.scope['route'].path}"
