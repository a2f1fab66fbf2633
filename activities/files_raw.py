"""The store of raw files: every byte we were given or sent, under its own SHA-256, never changed."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from rules.errors import Unknown

PIECE = 256 * 1024  # bytes handled at once: no file is ever whole in memory
ABANDONED = 24 * 3600  # seconds after which a temporary file has no owner any more


@dataclass(frozen=True, slots=True)
class RawFile:
    """Bytes that are safely on the disk."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class RawFiles:
    """A folder ab/abcdef...; only this system's account may look into it. The calls block: use a thread."""

    folder: Path

    def keep(self, origin: Path | BinaryIO) -> RawFile:
        """Copy a file or a stream into the store; the same bytes again change nothing."""
        temporary = self.temporary()
        try:
            if isinstance(origin, Path):
                with origin.open("rb") as source:
                    raw = _copy(source, temporary)
            else:
                raw = _copy(origin, temporary)
            self._adopt(temporary, raw)
        finally:
            temporary.unlink(missing_ok=True)
        return raw

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

    def _adopt(self, temporary: Path, raw: RawFile) -> None:
        place = self._place(raw.sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            temporary.chmod(0o400)
            temporary.replace(place)
            _settle(place.parent)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise Unknown("This is not the name of a raw file.")
        return self.folder / sha256[:2] / sha256


def _copy(source: BinaryIO, target: Path) -> RawFile:
    with target.open("xb") as copy:
        shutil.copyfileobj(source, copy, PIECE)
        copy.flush()
        os.fsync(copy.fileno())
    with target.open("rb") as written:  # what is on the disk is what we vouch for
        return RawFile(hashlib.file_digest(written, "sha256").hexdigest(), target.stat().st_size)


def _settle(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
