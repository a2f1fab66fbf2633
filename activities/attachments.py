"""Papers of a task: checked by their content, scanned, kept under their own hash, and told to the trail."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from activities import tasks
from activities.actors import Actor
from activities.discarded_files import discard, hold
from activities.files_raw import PIECE, Incoming, RawFiles
from activities.receipts import first_time
from activities.scanning import scan
from activities.transactions import Office, Work
from models.attachments import Attachment
from models.base import new_id
from models.tasks import Task
from rules.attachments import HEAD, MOST_BYTES, Scan, kept_name, media_type
from rules.errors import Conflict, Refusal, Unknown


@dataclass(frozen=True, slots=True)
class Papers:
    """Where the bytes lie, and the command that scans them (empty: none)."""

    files: RawFiles
    scanner: str


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody gives to a task."""

    key: UUID
    task_id: UUID
    name: str
    data: BinaryIO


async def attach(office: Office, actor: Actor, papers: Papers, given: Given) -> UUID:
    """Keep the file with its task; the same form again keeps it once. Gives the attachment's id.

    Raises Refusal for a file that is empty, too large, of another kind, or refused by the scanner.
    """
    async with office.begin(actor) as work:
        task = await tasks.one(work, given.task_id)  # before the work: not everybody may
    temporary = await asyncio.to_thread(_take, papers.files, given.data)
    try:
        kind = media_type(await asyncio.to_thread(_head, temporary))
        verdict = await scan(papers.scanner, temporary)
        incoming = await asyncio.to_thread(papers.files.weigh, temporary)
        async with office.begin(actor) as work:
            return await _keep(work, papers.files, task, given, incoming, kind, verdict)
    finally:
        temporary.unlink(missing_ok=True)


async def _keep(
    work: Work, files: RawFiles, task: Task, given: Given, incoming: Incoming, kind: str, verdict: Scan
) -> UUID:
    """The row and the bytes that it names, under the lock that keeps them together; a twin adds nothing."""
    raw = incoming.raw
    if not await first_time(work, given.key, (given.task_id, raw.sha256)):
        return await _known(work, given.task_id, raw.sha256)
    await hold(work, raw.sha256)
    await asyncio.to_thread(files.adopt, incoming)
    paper = Attachment(
        id=new_id(),
        practice_id=task.practice_id,
        task_id=task.id,
        sha256=raw.sha256,
        name=kept_name(given.name),
        media_type=kind,
        size=raw.size,
        scan=verdict,
        added_by=work.actor.id,
        added_at=work.now,
    )
    work.session.add(paper)
    told = {"attachment": str(paper.id), "type": kind, "scan": str(verdict)}
    work.record("attached", f"task:{task.id}", task.practice_id, **told)
    return paper.id


async def _known(work: Work, task_id: UUID, sha256: str) -> UUID:
    mine = select(Attachment.id).where(Attachment.task_id == task_id, Attachment.sha256 == sha256)
    found = await work.session.scalar(mine.limit(1))
    if found is None:
        raise Conflict("This paper was taken back: attach it again.")
    return found


def _take(files: RawFiles, data: BinaryIO) -> Path:
    """The bytes in a temporary file of the store. Raises Refusal for nothing and for too much."""
    path, size = files.temporary(), 0
    try:
        with path.open("xb") as copy:
            while piece := data.read(PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    raise Refusal(f"At most {MOST_BYTES // 1024 // 1024} MB can be kept as one paper.")
                copy.write(piece)
        if not size:
            raise Refusal("The file is empty.")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


async def one_paper(work: Work, task_id: UUID, attachment_id: UUID) -> Attachment:
    """The paper of this task, for reading it: told to the trail. Raises Unknown."""
    paper = await _find(work, task_id, attachment_id)
    work.record("downloaded", f"task:{task_id}", paper.practice_id, attachment=str(attachment_id))
    return paper


async def _find(work: Work, task_id: UUID, attachment_id: UUID) -> Attachment:
    mine = select(Attachment).where(Attachment.id == attachment_id, Attachment.task_id == task_id)
    paper = await work.session.scalar(mine)
    if paper is None:
        raise Unknown("There is no such paper, or its task belongs to a practice you do not work for.")
    return paper


async def undo_attach(office: Office, actor: Actor, task_id: UUID, attachment_id: UUID) -> None:
    """Take one's own paper off the task again, only at once: later it is part of the record.

    Raises Conflict when the time is over or somebody else attached it. The bytes go with the last row that
    names them, by the hourly sweep.
    """
    async with office.begin(actor) as work:
        paper = await _find(work, task_id, attachment_id)
        age = (work.now - paper.added_at).total_seconds()
        if paper.added_by != actor.id or age > office.undo_seconds + 1:
            raise Conflict("This can no longer be taken back.")
        await hold(work, paper.sha256)
        await work.session.delete(paper)
        await discard(work, paper.sha256)
        work.record("took back", f"task:{task_id}", paper.practice_id, attachment=str(attachment_id))
