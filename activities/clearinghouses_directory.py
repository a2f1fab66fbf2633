"""A clearinghouse that is a folder: ours to write is `outbox`, ours to empty is `inbox`."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from filecmp import cmp
from pathlib import Path

from activities.clearinghouses import PIECE, OfferedFile, StillWritten, is_finished, plain
from rules.errors import Conflict, PayerSilent, Unknown


@dataclass(frozen=True, slots=True)
class DirectoryClearinghouse:
    """For the demo, for tests, and for a clearinghouse whose own program fills and empties a folder."""

    name: str
    mailbox: Path

    async def offered(self) -> list[OfferedFile]:
        return await asyncio.to_thread(self._list)

    async def fetch(self, name: str, into: Path) -> None:
        await asyncio.to_thread(_carry, self.mailbox / "inbox" / plain(name), into)

    async def remove(self, name: str) -> None:
        await asyncio.to_thread((self.mailbox / "inbox" / plain(name)).unlink, missing_ok=True)

    async def upload(self, name: str, path: Path) -> None:
        await asyncio.to_thread(_hand_over, path, self.mailbox / "outbox" / plain(name))

    def _list(self) -> list[OfferedFile]:
        inbox = self.mailbox / "inbox"
        if not inbox.is_dir():
            raise PayerSilent(f"The mailbox of {self.name} is not there: see whether its folder is mounted.")
        with os.scandir(inbox) as entries:
            found = [each for entry in entries for each in look_at(entry)]
        return sorted(found, key=lambda each: (each.modified, each.name))


def look_at(entry: os.DirEntry[str]) -> Iterator[OfferedFile]:
    """The file, when it is finished and still there: another worker may have carried it away."""
    with suppress(FileNotFoundError):
        if is_finished(entry.name) and entry.is_file(follow_symlinks=False):
            seen = entry.stat()
            yield OfferedFile(entry.name, seen.st_size, datetime.fromtimestamp(seen.st_mtime, UTC))


def _carry(origin: Path, into: Path) -> None:
    try:
        with origin.open("rb") as source, into.open("wb") as target:
            before = os.fstat(source.fileno())
            shutil.copyfileobj(source, target, PIECE)
            after = os.fstat(source.fileno())
    except FileNotFoundError as gone:
        raise Unknown("The file is no longer in the mailbox.") from gone
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise StillWritten("The file changed while we read it: it will be taken when it is finished.")


def _hand_over(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        if cmp(path, target, shallow=False):
            return
        raise Conflict("Another file of this name lies in the mailbox: it was not replaced.")
    hidden = target.with_name(target.name + ".part")
    with path.open("rb") as source, hidden.open("wb") as copy:
        shutil.copyfileobj(source, copy, PIECE)
        copy.flush()
        os.fsync(copy.fileno())
    hidden.replace(target)
