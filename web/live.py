"""The stream that tells an open screen to look again, and the sign of life that puts off the lock."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import StreamingResponse

from activities.holding import open_task
from activities.sessions import still_in
from rules.errors import Refusal
from web.bell import Listener
from web.pages import SignedIn

router = APIRouter()


@router.get("/live")
async def live(page: SignedIn) -> StreamingResponse:
    """Rings when something that this person may see changed, and when they themselves are told something."""
    practices = page.person.practices
    seen = None if practices is None else frozenset(map(str, practices))
    listener = Listener(str(page.person.id), seen, page.person.classes)

    async def signed_in() -> bool:
        return await still_in(page.office, page.person, page.desk.settings.idle)

    stream = page.desk.bell.stream(listener, signed_in)
    return StreamingResponse(stream, media_type="text/event-stream")


@router.post("/alive")
async def alive(page: SignedIn, task: Annotated[UUID | None, Form()] = None) -> Response:
    """A person used the page: the lock waits, and the open task stays theirs."""
    if task is not None:
        try:
            await open_task(page.office, page.actor, task)
        except Refusal:
            return Response(status_code=204)  # it went meanwhile: the next look says so
    return Response(status_code=204)
