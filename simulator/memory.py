"""The simulator's memory: a folder in which every step is whole or absent, whenever it stops."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from edi.faults import X12Error
from simulator.claims import Receipt, SeenFile, read_claim_file

SEEN = TypeAdapter(SeenFile)
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """`files/000001.json` holds what each claim file asked for; `sent` lists the names of our answers."""

    folder: Path

    def files(self) -> list[SeenFile]:
        """Every claim file received, in order of arrival."""
        folder = self.folder.resolve() / "files"  # what was read is remembered by its place on the disk
        return [_seen(path) for path in sorted(folder.glob("*.json"))]

    def take(self, path: Path, known: list[SeenFile], received_on: date, today: date) -> SeenFile | None:
        """Learn a claim file; None when its bytes are known, or nothing in it can be answered."""
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if any(each.sha256 == sha256 for each in known):
                return None
            stream.seek(0)
            try:
                seen = read_claim_file(stream, Receipt(path.name, sha256, len(known) + 1, received_on, today))
            except X12Error:
                return None
        write_whole(self.folder / "files" / f"{seen.number:06d}.json", SEEN.dump_json(seen))
        return seen

    def expect(self, path: Path, on: date) -> None:
        """Keep a copy of a file that comes to the desk on that day."""
        write_whole(self.folder / "coming" / on.isoformat() / path.name, path.read_bytes())

    def coming(self, today: date) -> list[Path]:
        """The files that were to come by today, in order."""
        days = sorted((self.folder / "coming").glob("*-*-*"))
        due = (day for day in days if date.fromisoformat(day.name) <= today)
        return [path for day in due for path in sorted(day.iterdir())]

    def put_away(self, path: Path) -> None:
        """Take a file that was learned, or cannot be, out of the mailbox."""
        (self.folder / "received").mkdir(parents=True, exist_ok=True)
        path.replace(self.folder / "received" / path.name)

    def is_done(self, state: str) -> bool:
        """Whether all was answered in this very state of things."""
        mark = self.folder / "done"
        return mark.exists() and mark.read_text() == state

    def note_done(self, state: str) -> None:
        write_whole(self.folder / "done", state.encode())

    def sent(self) -> set[str]:
        """The names of the answers written so far; a line that was cut does not count."""
        log = self.folder / "sent"
        text = log.read_text() if log.exists() else ""
        whole, _, cut = text.rpartition("\n")
        if cut:
            write_whole(log, f"{whole}\n".encode() if whole else b"")
        return set(whole.splitlines())

    def note_sent(self, name: str) -> None:
        """Remember an answer that now lies in the mailbox."""
        with (self.folder / "sent").open("a") as log:
            log.write(f"{name}\n")
            log.flush()
            os.fsync(log.fileno())


@lru_cache(maxsize=1024)
def _seen(path: Path) -> SeenFile:
    """A remembered file; it never changes."""
    return SEEN.validate_json(path.read_bytes())


def write_whole(path: Path, data: bytes) -> None:
    """A file that nobody ever sees half: written under another name, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(path)
