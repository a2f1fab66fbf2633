"""The store of raw files: every byte we were given or sent, under its own SHA-256, never changed.

It knows nothing of rows: `discarded_files` says who may put bytes in place and who may remove them.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from rules.errors import Unknown

PIECE = 256 * 1024  # bytes handled at once: no file is ever whole in memory
ABANDONED = 24 * 3600  # seconds after which a temporary file has no owner any more


@dataclass(frozen=True, slots=True)
class RawFile:
    """Bytes by their name and size."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """Bytes on their way into the store: a temporary file, and what they are."""

    path: Path
    raw: RawFile


@dataclass(frozen=True, slots=True)
class RawFiles:
    """A folder ab/abcdef...; only this system's account may look into it. The calls block: use a thread."""

    folder: Path

    def take(self, origin: Path | BinaryIO) -> Incoming:
        """Copy a file or a stream beside the store; `adopt` it under the lock of its row, or `drop` it."""
        temporary = self.temporary()
        try:
            given = origin.open("rb") if isinstance(origin, Path) else nullcontext(origin)
            with given as source, temporary.open("xb") as copy:
                shutil.copyfileobj(source, copy, PIECE)
            return self.weigh(temporary)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def weigh(self, temporary: Path) -> Incoming:
        """A file that was written beside the store, safely on the disk, with its name and size."""
        with temporary.open("rb+") as written:  # what is on the disk is what we vouch for
            os.fsync(written.fileno())
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        return Incoming(temporary, RawFile(sha256, temporary.stat().st_size))

    def adopt(self, incoming: Incoming) -> None:
        """Put it in its place; the same bytes again change nothing."""
        place = self._place(incoming.raw.sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            incoming.path.chmod(0o400)
            incoming.path.replace(place)
            _settle(place.parent)

    def drop(self, incoming: Incoming) -> None:
        """Forget what is still beside the store."""
        incoming.path.unlink(missing_ok=True)

    def set_aside(self, sha256: str) -> None:
        """Take these bytes out of the store, for a day in which they can be put back."""
        aside = self._aside(sha256)
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            self._place(sha256).replace(aside)
            os.utime(aside)

    def all_aside(self, clock: Callable[[], float] = time.time) -> list[tuple[str, bool]]:
        """What was set aside, and whether it is a day ago."""
        folder = self._aside("0" * 64).parent
        found = sorted(os.scandir(folder), key=lambda each: each.name) if folder.is_dir() else []
        return [(each.name, clock() - each.stat().st_mtime > ABANDONED) for each in found]

    def put_back(self, sha256: str) -> None:
        """What was set aside is in its place again, unless the same bytes came meanwhile."""
        if self._place(sha256).exists():
            return self.remove(sha256)
        with suppress(FileNotFoundError):
            self._aside(sha256).replace(self._place(sha256))
        return _settle(self._place(sha256).parent)

    def remove(self, sha256: str) -> None:
        """What was set aside is gone for good."""
        self._aside(sha256).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where these bytes lie; raises Unknown when the store does not have them."""
        path = self._place(sha256)
        if not path.is_file():
            raise Unknown("The raw file is not in the store: look for it in the backup.")
        return path

    def open(self, sha256: str) -> BinaryIO:
        """These bytes for reading, once more; raises Unknown when the store does not have them."""
        return self.path(sha256).open("rb")

    def temporary(self) -> Path:
        """A name for a file that is still on its way here."""
        folder = self.folder / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / uuid4().hex

    def sweep(self, clock: Callable[[], float] = time.time) -> int:
        """Remove what a crash left on its way here more than a day ago; gives how many."""
        folder, gone = self.folder / "incoming", 0
        for entry in os.scandir(folder) if folder.is_dir() else ():
            if clock() - entry.stat().st_mtime > ABANDONED:
                Path(entry.path).unlink(missing_ok=True)
                gone += 1
        return gone

    def shelves(self) -> Iterator[list[str]]:
        """The names of everything in its place, one folder at a time."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield sorted(each.name for each in os.scandir(folder))

    def was_looked_through(self) -> bool:
        """Whether every name was once compared with the rows: `mark_looked_through` says so."""
        return self._mark().exists()

    def mark_looked_through(self) -> None:
        """Remember it in the store itself: another store has its own."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._mark().touch(mode=0o600)

    def _mark(self) -> Path:
        return self.folder / "looked-through"

    def _aside(self, sha256: str) -> Path:
        return self.folder / "discarded" / self._place(sha256).name

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise Unknown("This is not the name of a raw file.")
        return self.folder / sha256[:2] / sha256


def _settle(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
