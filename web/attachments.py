"""Papers of a task: given in, read again, and taken back at once."""

from collections.abc import Iterator
from typing import Annotated, BinaryIO
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile
from fastapi.responses import StreamingResponse

from activities.attachments import Given, Papers, attach, one_paper, undo_attach
from activities.files_raw import PIECE, RawFiles
from rules.access import Permission
from rules.attachments import ENDINGS
from rules.errors import NotAllowed, Refusal
from web.pages import Page, SignedIn
from web.task_answers import Place, done_here, refused

router = APIRouter(prefix="/tasks/{task_id}/attachments")
HEADERS = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}


def papers_of(page: Page) -> Papers:
    return Papers(RawFiles(page.desk.settings.files_dir), page.desk.settings.scan_command)


@router.post("", response_model=None)
async def keep(
    page: SignedIn, place: Place, key: Annotated[UUID, Form()], paper: Annotated[UploadFile, Form()]
) -> Response:
    """Keep a paper with the task; refused, it says why."""
    page.require(Permission.WORK_TASKS)
    given = Given(key, place.task_id, paper.filename or "", paper.file)
    try:
        kept = await attach(page.office, page.actor, papers_of(page), given)
    except Refusal as refusal:
        return await refused(page, place, refusal, {})
    return page.go(f"/tasks/{place.task_id}?view={place.view.name}&paper={kept}")


@router.get("/{attachment_id}")
async def download(page: SignedIn, task_id: UUID, attachment_id: UUID) -> Response:
    """The paper to be kept on the reader's machine, never shown as a page of ours."""
    if page.person.is_offshore:
        raise NotAllowed("Papers are not given out at a site outside the United States.")
    async with page.office.begin(page.actor) as work:
        paper = await one_paper(work, task_id, attachment_id)
    stream = papers_of(page).files.open(paper.sha256)
    stem = paper.name.removesuffix(f".{ENDINGS[paper.media_type]}")
    named = f"attachment; filename*=UTF-8''{quote(stem)}.{ENDINGS[paper.media_type]}"
    headers = {**HEADERS, "content-disposition": named}
    return StreamingResponse(_pieces(stream), media_type=paper.media_type, headers=headers)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece


@router.post("/{attachment_id}/undo")
async def undo(page: SignedIn, place: Place, attachment_id: UUID) -> Response:
    """Take the paper off the task while it is new."""
    page.require(Permission.WORK_TASKS)
    deed = undo_attach(page.office, page.actor, place.task_id, attachment_id)
    return await done_here(page, place, "undone", {}, deed)
