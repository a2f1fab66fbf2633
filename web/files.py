"""The mailbox: every file that came or went, its fate, and new ones given in by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, BinaryIO
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile
from fastapi.responses import StreamingResponse

from activities.files import StoredFile, one_file, read_raw, store_file
from activities.files_raw import PIECE, RawFiles
from activities.reading import FileReport, read_file
from models import listings
from models.files import FileState
from rules.access import Permission
from web.pages import Page, SignedIn
from web.paging import cut, moment

router = APIRouter(prefix="/files")
SANDBOX = {"content-security-policy": "sandbox; default-src 'none'"}


@router.get("")
async def mailbox(page: SignedIn, after: str = "", state: FileState | None = None) -> Response:
    """Files the newest first; with a state, only those."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        found = await listings.files(work.session, state, moment(page, after))
        last = found[min(len(found), listings.PAGE) - 1] if found else None
        rows, more = cut(page, found, last and last.received_at.isoformat(), last and last.id)
    return page.show("files.html", here="/files", files=rows, more=more, state=state, states=FileState)


@router.post("", response_model=None)
async def upload(page: SignedIn, files: Annotated[list[UploadFile], Form()]) -> Response:
    """Take files in, each kept raw before it is read, and say what became of each."""
    page.require(Permission.IMPORT_FILES)
    taken = [await _take(page, each) for each in files if each.filename]
    async with page.reading():
        return page.show("files_taken.html", here="/files", taken=taken)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that somebody gave in, and what became of it."""

    name: str
    stored: StoredFile
    report: FileReport


async def _take(page: Page, given: UploadFile) -> Taken:
    """Keep it raw, then read it; a remittance is posted by its own workflow."""
    raw_files = RawFiles(page.desk.settings.files_dir)
    name = given.filename or "file"
    stored = await store_file(page.office, page.actor, raw_files, "upload", name, given.file)
    report = await read_file(page.office, page.actor, stored.id, raw_files)
    return Taken(name, stored, report)


@router.get("/{file_id}")
async def show(page: SignedIn, file_id: UUID) -> Response:
    """One file: what it is, what was read from it, and every problem with its segment."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        file = await one_file(work, file_id)
        work.record("saw", f"file:{file_id}")
    return page.show("file.html", here="/files", file=file)


@router.get("/{file_id}/raw")
async def raw(page: SignedIn, file_id: UUID) -> Response:
    """The bytes as they came, to be kept, never to be shown by the browser."""
    page.require(Permission.IMPORT_FILES)
    async with page.office.begin(page.actor) as work:
        stream = await read_raw(work, RawFiles(page.desk.settings.files_dir), file_id)
        work.record("downloaded", f"file:{file_id}")
    headers = {**SANDBOX, "content-disposition": f'attachment; filename="{file_id}.txt"'}
    return StreamingResponse(_pieces(stream), media_type="application/octet-stream", headers=headers)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece
