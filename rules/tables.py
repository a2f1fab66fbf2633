"""Reading the rule tables: rows of a CSV text with the line to blame when a cell makes no sense."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rules.errors import Unreadable

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a rule table; every reading names table, line and column when it fails."""

    table: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Raises Unreadable when the table has no such column."""
        if column not in self.cells:
            raise Unreadable(f"{self.table}, line {self.line}: the column {column} is missing.")
        return self.cells[column].strip()

    def read(self, column: str, convert: Callable[[str], T]) -> T:
        """The cell as `convert` understands it. Raises Unreadable when it does not."""
        try:
            return convert(self.text(column))
        except (ValueError, KeyError, ArithmeticError) as fault:
            text = self.text(column)
            raise Unreadable(f"{self.table}, line {self.line}: {column} cannot be '{text}'.") from fault

    def optional(self, column: str, convert: Callable[[str], T]) -> T | None:
        """None for an empty cell."""
        return self.read(column, convert) if self.text(column) else None

    def day(self, column: str) -> date | None:
        return self.optional(column, date.fromisoformat)

    def flag(self, column: str) -> bool:
        return self.read(column, {"true": True, "false": False}.__getitem__)

    def governs(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return in_force(self.day("effective_from"), self.day("effective_to"), day)


def in_force(since: date | None, until: date | None, day: date) -> bool:
    """Whether the day lies within, the first and the last day included; None is no bound."""
    return (since or date.min) <= day <= (until or date.max)


def amounts(text: str, table: str, names: Collection[str], day: date) -> Mapping[str, int]:
    """The amounts of these names in force on that day. Raises Unreadable for the first without one."""
    rows = [row for row in read_rows(text, table) if row.governs(day) and row.text("name") in names]
    return complete({row.text("name"): row.read("amount", int) for row in rows}, names, table, day)


def complete(found: Mapping[K, T], wanted: Iterable[K], table: str, day: date) -> Mapping[K, T]:
    """What was found, when nothing wanted is missing. Raises Unreadable for the first that is."""
    missing = next((each for each in wanted if each not in found), None)
    if missing is not None:
        raise Unreadable(f"{table}: {missing} has no value in force on {day}.")
    return found


def read_rows(text: str, table: str) -> Iterator[Row]:
    """The rows of a CSV text with a header; line numbers count the header as line 1."""
    reader = csv.DictReader(text.splitlines())
    for cells in reader:
        complete = {name: value or "" for name, value in cells.items() if isinstance(name, str)}
        yield Row(table, reader.line_num, complete)
