"""Files that came or go: stored raw before anything reads them, then a row that tells their fate."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.discarded_files import hold
from activities.files_kinds import FileKind, kind_of
from activities.files_raw import Incoming, RawFiles
from activities.transactions import Office, Work
from models.base import new_id
from models.files import FileState, MailboxFile
from rules.errors import Unknown

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is on the disk and in the table; `new` when these bytes came for the first time."""

    id: UUID
    sha256: str
    kind: str
    new: bool
    state: FileState


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one segment, counted from ISA = 1; 0 means the whole file."""

    segment: int
    text: str  # one sentence without a patient's data


async def store_file(
    office: Office, actor: Actor, files: RawFiles, source: str, name: str, data: Path | BinaryIO
) -> StoredFile:
    """Keep a file that came in, then wake the workflow of a remittance; other kinds wait for their reader.

    The same bytes again are the same row, counted once more; they are not read a second time.
    """
    incoming = await asyncio.to_thread(files.take, data)
    everywhere = replace(actor, practices=None)  # whose claims it holds is known only once it is read
    try:
        kind = await asyncio.to_thread(_kind, incoming.path)
        async with office.begin(everywhere) as work:
            stored = await _keep(work, files, incoming, "in", source, name, kind)
            work.record("stored" if stored.new else "was offered again", f"file:{stored.id}", source=source)
            if kind == FileKind.REMITTANCE and stored.state is FileState.STORED:
                work.wake(f"remittance:{stored.id}")
    finally:
        await asyncio.to_thread(files.drop, incoming)
    return stored


async def store_outgoing(
    work: Work, files: RawFiles, source: str, name: str, kind: str, data: Path | BinaryIO
) -> StoredFile:
    """Keep a file that we are about to send, in the transaction that made it; its state is then sent."""
    incoming = await asyncio.to_thread(files.take, data)
    try:
        stored = await _keep(work, files, incoming, "out", source, name, kind)
    finally:
        await asyncio.to_thread(files.drop, incoming)
    work.record("wrote", f"file:{stored.id}", source=source)
    return stored


async def read_raw(work: Work, files: RawFiles, file_id: UUID) -> BinaryIO:
    """The bytes of a file for reading; raises Unknown when the actor may not see it or the store lost it."""
    sha256 = (await one_file(work, file_id)).sha256
    return await asyncio.to_thread(files.open, sha256)


async def one_file(work: Work, file_id: UUID) -> MailboxFile:
    """The row of a file; raises Unknown."""
    file = await work.session.get(MailboxFile, file_id)
    if file is None:
        raise Unknown("There is no such file, or it speaks of no practice of yours.")
    return file


async def refuse_file(work: Work, file_id: UUID, why: str) -> None:
    """Nothing of this file is taken; `why` is one sentence for the person who sees it."""
    await _conclude(work, file_id, FileState.REFUSED, why, (), [Problem(0, why)])
    work.record("refused", f"file:{file_id}")


async def note_problems(work: Work, file_id: UUID, problems: Sequence[Problem]) -> None:
    """Add findings to a file whose reading goes on; the same finding again is kept once."""
    file = await one_file(work, file_id)
    known = list(file.problems)
    fresh = [row for row in map(asdict, problems) if row not in known]
    file.problems = known + fresh


async def finish_reading(
    work: Work,
    file_id: UUID,
    state: FileState,
    problems: Sequence[Problem],
    summary: str,
    practices: Iterable[UUID],
) -> None:
    """Say what became of a file and whose claims it speaks of; said again, it changes nothing."""
    await _conclude(work, file_id, state, summary, practices, problems)
    work.record("read", f"file:{file_id}", state=state)


async def _conclude(
    work: Work,
    file_id: UUID,
    state: FileState,
    summary: str,
    practices: Iterable[UUID],
    problems: Sequence[Problem],
) -> None:
    await note_problems(work, file_id, problems)
    file = await one_file(work, file_id)
    file.practices = sorted({*file.practices, *practices})
    file.state, file.summary, file.read_by = state, summary, work.actor.id
    await work.session.flush()


async def waiting_files(work: Work, source: str) -> list[StoredFile]:
    """Files of this source that are stored and not read yet, oldest first; remittances read themselves."""
    unread = (MailboxFile.state == FileState.STORED) & (MailboxFile.direction == "in")
    rows = await work.session.scalars(
        select(MailboxFile)
        .where(unread, MailboxFile.source == source, MailboxFile.kind != FileKind.REMITTANCE)
        .order_by(MailboxFile.received_at, MailboxFile.id)
    )
    return [StoredFile(row.id, row.sha256, row.kind, True, row.state) for row in rows]


def _kind(path: Path) -> FileKind:
    with path.open("rb") as stream:
        return kind_of(stream)


async def _keep(
    work: Work, files: RawFiles, incoming: Incoming, direction: str, source: str, name: str, kind: str
) -> StoredFile:
    """The bytes in their place and the row that names them, under the lock that keeps them there."""
    raw = incoming.raw
    await hold(work, raw.sha256)
    await asyncio.to_thread(files.adopt, incoming)
    row = insert(MailboxFile).values(
        id=new_id(),
        sha256=raw.sha256,
        source=source,
        name=_tidy(name),
        direction=direction,
        kind=kind,
        size=raw.size,
        state=FileState.STORED if direction == "in" else FileState.SENT,
        received_at=work.now,
    )
    once_more = row.on_conflict_do_update(
        constraint="uq_mailbox_file_content", set_={"offered": MailboxFile.offered + 1}
    )
    columns = MailboxFile.id, MailboxFile.kind, MailboxFile.state, MailboxFile.offered
    file_id, kind, state, offered = (await work.session.execute(once_more.returning(*columns))).one()
    return StoredFile(file_id, raw.sha256, kind, offered == 1, state)


def _tidy(name: str) -> str:
    """A sender's name for a file, fit for a screen."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(mark for mark in last if mark.isprintable())[:LONGEST_NAME] or "unnamed"
