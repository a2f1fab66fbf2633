"""The mailbox: what a clearinghouse offers is fetched, stored raw and removed there, in this order."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from activities.actors import CLAIMDESK
from activities.clearinghouses import Clearinghouse, OfferedFile, StillWritten
from activities.files import store_file, waiting_files
from activities.files_raw import RawFiles
from activities.transactions import Office
from rules.errors import PayerSilent, Refusal

logger = logging.getLogger(__name__)
Pulse = Callable[[], None]


def _no_pulse() -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A stored file that waits for its reader; not `new` when an earlier look had stored it."""

    id: UUID
    kind: str
    new: bool


async def collect_files(
    office: Office, clearinghouse: Clearinghouse, files: RawFiles, pulse: Pulse = _no_pulse
) -> list[CollectedFile]:
    """Take everything that waits, and give the files to read now, oldest first.

    Remittances are not among them: storing one wakes its own workflow. A crash at any point loses nothing:
    the next call finds the file still offered, or already stored and unread. A file that cannot be taken
    now does not hold up the others. Raises the first refusal when there is nothing to read either. `pulse`
    is called before each file: a sign of life.
    """
    await asyncio.to_thread(files.sweep)
    fresh: set[UUID] = set()
    refusals: list[Refusal] = []
    for offered in await clearinghouse.offered():
        pulse()
        try:
            fresh |= await _take(office, clearinghouse, files, offered)
        except Refusal as refusal:
            logger.warning("A file of %s was left: %s", clearinghouse.name, type(refusal).__name__)
            refusals.append(refusal)
            if isinstance(refusal, PayerSilent) and not isinstance(refusal, StillWritten):
                break  # the line is down: the rest would only wait for it in vain
    async with office.begin(CLAIMDESK) as work:
        waiting = await waiting_files(work, clearinghouse.name)
    if refusals and not fresh and not waiting:
        raise refusals[0]
    return [CollectedFile(each.id, each.kind, each.id in fresh) for each in waiting]


async def _take(
    office: Office, clearinghouse: Clearinghouse, files: RawFiles, offered: OfferedFile
) -> set[UUID]:
    """Fetch, store, remove; gives the id of the file when its bytes were new to us."""
    temporary = await asyncio.to_thread(files.temporary)
    try:
        await clearinghouse.fetch(offered.name, temporary)
        stored = await store_file(office, CLAIMDESK, files, clearinghouse.name, offered.name, temporary)
    finally:
        await asyncio.to_thread(temporary.unlink, missing_ok=True)
    await clearinghouse.remove(offered.name)
    return {stored.id} if stored.new else set()
