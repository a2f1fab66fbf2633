"""The yearly security training: short points with their sources, a version for each change."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.errors import Unreadable
from rules.tables import read_rows

TABLE = "security_training.csv"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know, and the rule that asks for it."""

    heading: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Training:
    """What people acknowledge: `text_hash` proves later what they read."""

    version: str
    points: tuple[Point, ...]

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(repr(self.points).encode()).hexdigest()


def parse_training(text: str, on: date) -> Training:
    """The training in force on that day. Raises Unreadable when there is none or two at once."""
    rows = [
        row
        for row in read_rows(text, TABLE)
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    ]
    versions = {row.text("version") for row in rows}
    if len(versions) != 1:
        raise Unreadable(f"{TABLE}: {len(versions)} versions are in force on {on}; there must be one.")
    return Training(
        versions.pop(), _points([(row.text("heading"), row.text("text"), row.text("source")) for row in rows])
    )


def _points(rows: Sequence[tuple[str, str, str]]) -> tuple[Point, ...]:
    return tuple(Point(*row) for row in rows)
