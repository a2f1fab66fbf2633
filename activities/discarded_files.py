"""Bytes and the rows that name them come and go under one lock: nothing is removed that somebody needs.

Bytes without a row are set aside first and removed a day later: even an act that outlives its lock, or a
database brought back to an earlier minute, loses nothing.
"""

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from activities.actors import CLAIMDESK
from activities.files_raw import RawFiles
from activities.transactions import Office, Work
from models.discarded_files import HOLD, DiscardedFile, is_named, named_of

MOST = 1000  # bytes of so many names a sweep


async def hold(work: Work, sha256: str) -> None:
    """Nobody else keeps or removes these bytes until this transaction is over.

    Whoever adds a row for bytes takes this first and puts them in place under it; whoever deletes one, too.
    """
    await work.session.execute(HOLD, {"sha256": sha256})


async def discard(work: Work, sha256: str) -> None:
    """A row that named these bytes is deleted in this transaction, which holds them: look at them later."""
    row = insert(DiscardedFile).values(sha256=sha256, discarded_at=work.now)
    await work.session.execute(row.on_conflict_do_nothing())


async def remove_discarded(office: Office, files: RawFiles, clock: Callable[[], float] = time.time) -> int:
    """Set aside the bytes that no row names any more, and remove those that were a day ago; gives how many.

    A crash anywhere leaves the rest to the next sweep.
    """
    async with office.begin(CLAIMDESK) as work:
        oldest = select(DiscardedFile.sha256).order_by(DiscardedFile.discarded_at, DiscardedFile.sha256)
        waiting = list(await work.session.scalars(oldest.limit(MOST)))
    for sha256 in waiting:
        await _set_aside(office, files, sha256)
    aside = await asyncio.to_thread(files.all_aside, clock)
    return sum([await _settle(office, files, sha256, is_over) for sha256, is_over in aside])


async def look_through(office: Office, files: RawFiles) -> int:
    """Once for each store: note the bytes that no row names, left by an earlier release; gives how many.

    They are only noted: the hourly sweep looks at each again under its lock. A crash begins anew.
    """
    if await asyncio.to_thread(files.was_looked_through):
        return 0
    noted, shelves = 0, files.shelves()
    while (names := await asyncio.to_thread(next, shelves, None)) is not None:
        async with office.begin(CLAIMDESK) as work:
            for sha256 in sorted(set(names) - await named_of(work.session, names)):
                await discard(work, sha256)
                noted += 1
    await asyncio.to_thread(files.mark_looked_through)
    return noted


async def _set_aside(office: Office, files: RawFiles, sha256: str) -> None:
    async with office.begin(CLAIMDESK) as work:
        await hold(work, sha256)
        await work.session.execute(delete(DiscardedFile).where(DiscardedFile.sha256 == sha256))
        if not await is_named(work.session, sha256):
            await asyncio.to_thread(files.set_aside, sha256)


async def _settle(office: Office, files: RawFiles, sha256: str, is_over: bool) -> bool:
    """Put back what a row names after all; remove what has lain aside for a day."""
    async with office.begin(CLAIMDESK) as work:
        await hold(work, sha256)
        if await is_named(work.session, sha256):
            await asyncio.to_thread(files.put_back, sha256)
            return False
        if is_over:
            await asyncio.to_thread(files.remove, sha256)
            work.record("removed", f"bytes:{sha256}")
        return is_over
