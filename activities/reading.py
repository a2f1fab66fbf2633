"""Every file that came in is read by its kind, and its fate is written on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from activities import remittances
from activities.acknowledgements import take_acknowledgements
from activities.actors import Actor
from activities.file_problems import ask_to_look
from activities.files import Problem, finish_reading, one_file, refuse_file
from activities.files_kinds import FileKind
from activities.files_raw import RawFiles
from activities.imports import import_claims
from activities.remittances_release import match_again
from activities.transactions import Office
from edi.faults import X12Error
from edi.files import refuse_unread, sniff
from models.files import FileState, MailboxFile
from rules.errors import Conflict, Unreadable

ANSWERS = (FileKind.FILE_ANSWER, FileKind.CLAIM_ANSWER, FileKind.RECEIPT)
BY_PEOPLE = ("import", "upload")  # sources whose person sees the report
Heartbeat = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file; nobody's data is in it."""

    kind: str
    state: FileState  # stored: a remittance that its own workflow reads
    words: str
    problems: tuple[Problem, ...] = ()
    entered: tuple[str, ...] = ()  # new practices and payers, in words
    refused: int = 0  # claims, or 1 for the whole file


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reader says of a file that it could read."""

    words: str
    problems: list[Problem]
    practices: Iterable[UUID] = ()
    entered: tuple[str, ...] = ()
    refused: int = 0
    is_empty: bool = False  # nothing in it could be taken
    is_new: bool = True  # an earlier reading had not taken all of it


async def read_file(
    office: Office,
    actor: Actor,
    file_id: UUID,
    files: RawFiles,
    sent_on: date | None = None,
    heartbeat: Heartbeat | None = None,
) -> FileReport:
    """Read a stored file; a remittance is left to its own workflow, which is woken.

    Again, it changes nothing: what was read cleanly is not read twice. `sent_on` is for claims that are out
    already. What cannot be read is refused on the file, never raised. Raises Unknown without such a file.
    """
    file = await _the_file(office, actor, file_id)
    if file.kind == FileKind.REMITTANCE and file.state is FileState.STORED:
        async with office.begin(_everywhere(actor)) as work:
            work.wake(f"remittance:{file_id}")
        return FileReport(file.kind, file.state, "Handed to posting")
    return await _read(office, actor, file, files, sent_on, heartbeat)


async def read_at_once(
    office: Office,
    actor: Actor,
    file_id: UUID,
    files: RawFiles,
    sent_on: date | None = None,
    heartbeat: Heartbeat | None = None,
) -> FileReport:
    """As `read_file`, but a remittance too is read and posted before this returns."""
    file = await _the_file(office, actor, file_id)
    if file.kind == FileKind.REMITTANCE:
        beat = heartbeat or remittances.silent
        await remittances.stage_remittances(office, file_id, files.path(file.sha256), beat)
        await remittances.post_payments(office, file_id, beat)
        return _known(await _the_file(office, actor, file_id))
    return await _read(office, actor, file, files, sent_on, heartbeat)


def _everywhere(actor: Actor) -> Actor:
    """Whose claims a file holds is known only once it is read."""
    return replace(actor, practices=None)


async def _the_file(office: Office, actor: Actor, file_id: UUID) -> MailboxFile:
    async with office.begin(_everywhere(actor)) as work:
        file = await one_file(work, file_id)
    if file.direction != "in":
        raise Conflict("This file was written here: only files that came in are read.")
    return file


def _known(file: MailboxFile) -> FileReport:
    """What an earlier reading left on the file."""
    problems = tuple(Problem(**each) for each in file.problems)
    refused = int(file.state is FileState.REFUSED)
    return FileReport(file.kind, file.state, file.summary, problems, refused=refused)


async def _read(
    office: Office,
    actor: Actor,
    file: MailboxFile,
    files: RawFiles,
    sent_on: date | None,
    heartbeat: Heartbeat | None,
) -> FileReport:
    if file.state is FileState.READ:
        return replace(_known(file), words=f"Known: {file.summary}")
    path = files.path(file.sha256)
    try:
        found = await _by_kind(office, actor, file, path, sent_on, heartbeat)
    except Unreadable as unreadable:
        return await _refuse(office, actor, file, str(unreadable))
    return await _finish(office, actor, file, found)


async def _by_kind(
    office: Office,
    actor: Actor,
    file: MailboxFile,
    path: Path,
    sent_on: date | None,
    heartbeat: Heartbeat | None,
) -> _Found:
    """Raises Unreadable for a file of a kind that is not read here, or of no kind at all."""
    if file.kind == FileKind.CLAIMS:
        taken = await import_claims(office, actor, file.id, path, sent_on, heartbeat)
        for practice_id in sorted(taken.practices):  # a payment may have come before its claim
            await match_again(office, _everywhere(actor), practice_id)
        entered = (*taken.new_practices, *taken.new_payers)
        is_empty = not (taken.taken or taken.known or taken.encounters)
        is_new = bool(taken.taken) or not taken.known
        return _Found(taken.words, taken.problems, taken.practices, entered, taken.refused, is_empty, is_new)
    if file.kind in ANSWERS:
        answered = await take_acknowledgements(office, file.id, path, heartbeat)
        return _Found(answered.words, answered.problems, answered.practices)
    raise Unreadable(_why_not(path))


def _why_not(path: Path) -> str:
    try:
        with path.open("rb") as source:
            refuse_unread(sniff(source))
    except X12Error as refusal:
        return str(refusal)
    return "Files of this kind are not read here."


async def _finish(office: Office, actor: Actor, file: MailboxFile, found: _Found) -> FileReport:
    state = FileState.READ_WITH_PROBLEMS if found.problems else FileState.READ
    state = FileState.REFUSED if found.is_empty and found.refused else state
    summary = found.words if found.is_new else file.summary or found.words
    async with office.begin(_everywhere(actor)) as work:
        await finish_reading(work, file.id, state, found.problems, summary, found.practices)
        if found.problems and (file.kind in ANSWERS or file.source not in BY_PEOPLE):
            await ask_to_look(work, file, found.problems, found.practices)
    return FileReport(file.kind, state, found.words, tuple(found.problems), found.entered, found.refused)


async def _refuse(office: Office, actor: Actor, file: MailboxFile, why: str) -> FileReport:
    problem = Problem(0, why)
    async with office.begin(_everywhere(actor)) as work:
        await refuse_file(work, file.id, why)
        if file.source not in BY_PEOPLE:
            await ask_to_look(work, file, [problem], ())
    return FileReport(file.kind, FileState.REFUSED, why, (problem,), refused=1)
