"""The way out of the house: what every clearinghouse can do, whether a folder or an SFTP server."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rules.errors import NotAllowed, PayerSilent

UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".uploading")
PIECE = 256 * 1024  # bytes carried at once: no file is ever whole in memory


class StillWritten(PayerSilent):
    """The other side was still writing this file: leave it for the next look."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A finished file that waits for us; `modified` is the other side's clock, in UTC."""

    name: str
    size: int
    modified: datetime


class Clearinghouse(Protocol):
    """Every deed may be repeated. Raises PayerSilent (try again later) or NotAllowed (a person must act)."""

    @property
    def name(self) -> str:
        """What we call it: the source of its files and part of its workflows' ids."""

    async def offered(self) -> list[OfferedFile]:
        """The finished files that wait for us, oldest first; what is still being written is left out."""

    async def fetch(self, name: str, into: Path) -> None:
        """Carry one file over; raises Unknown when it is gone and StillWritten when it changed meanwhile."""

    async def remove(self, name: str) -> None:
        """Take a file away after we stored it; gone already is as good."""

    async def upload(self, name: str, path: Path) -> None:
        """Hand over a file, visible only when whole; there already with the same bytes is success.

        Raises Conflict when another file lies there under this name.
        """


def is_finished(name: str) -> bool:
    """Whether a file of this name may be taken: hidden and temporary names are still being written."""
    return is_plain(name) and not name.startswith(".") and not name.lower().endswith(UNFINISHED)


def is_plain(name: str) -> bool:
    """Whether this is the name of a file in its folder and cannot lead out of it."""
    return name not in ("", ".", "..") and not any(mark in name for mark in "/\\\0")


def plain(name: str) -> str:
    """The name itself; raises NotAllowed when it could lead out of its folder."""
    if not is_plain(name):
        raise NotAllowed("A file name that leads out of its folder was refused.")
    return name
