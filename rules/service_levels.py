"""What the office promises by kind of work: done within so many business days, on so much of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from rules.calendars import add_business_days
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "service_levels.csv"


class MeasuredIn(StrEnum):
    """What is counted."""

    TASKS = "tasks"
    DOLLARS = "dollars"


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """A promise: `percent` of the tasks or dollars of these kinds, `within` so many business days."""

    name: str
    kinds: frozenset[TaskKind]
    within: int
    percent: int
    measured_in: MeasuredIn
    over_days: int  # the calendar days that are looked back on
    source: str

    def limit(self, given_on: date) -> date:
        """The last day on which a task given that day is done in time."""
        return add_business_days(given_on, self.within)

    def since(self, today: date) -> date:
        """The first day whose finished work is looked at."""
        return today - timedelta(days=self.over_days)

    def given_by(self, today: date) -> date:
        """A task given on this day or before, and still open, is no longer in time."""
        return add_business_days(today, -self.within - 1)


def parse_service_levels(text: str, on: date) -> Sequence[ServiceLevel]:
    """The promises in force on that day, in table order."""
    return tuple(
        ServiceLevel(
            name=row.text("name"),
            kinds=row.read("kinds", lambda cell: frozenset(map(TaskKind, cell.split("|")))),
            within=row.read("within_business_days", int),
            percent=row.read("target_percent", int),
            measured_in=row.read("measured_in", MeasuredIn),
            over_days=row.read("over_days", int),
            source=row.text("source"),
        )
        for row in read_rows(text, TABLE)
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    )


def level_of(kind: TaskKind, levels: Collection[ServiceLevel]) -> ServiceLevel | None:
    """The promise that holds for this kind; None: nobody promised anything."""
    return next((each for each in levels if kind in each.kinds), None)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of it was in time: of what was finished, and of what is open and already late."""

    in_time: Decimal
    late: Decimal
    open_late: Decimal

    @property
    def percent(self) -> Decimal | None:
        """One decimal; None when there was nothing to do."""
        everything = self.in_time + self.late + self.open_late
        return round(100 * self.in_time / everything, 1) if everything else None

    def meets(self, level: ServiceLevel) -> bool:
        """Nothing to do is a promise kept."""
        return self.percent is None or self.percent >= level.percent
