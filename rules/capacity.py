"""How much work a person can take: tasks weighed by what they ask for, hours of the week, absences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from rules.errors import Unreadable
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "task_weights.csv"
A_DAY = "a day"


@dataclass(frozen=True, slots=True)
class Weights:
    """A task's weight in plain accounts, and how many plain accounts make a working day."""

    day: Decimal
    kinds: Mapping[TaskKind, Decimal]

    def of(self, tasks: Mapping[TaskKind, int]) -> Decimal:
        """What these tasks weigh together."""
        return sum((self.kinds[kind] * count for kind, count in tasks.items()), Decimal(0))


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of one weekday (0 is Monday), in the person's own time zone; they end on the same day."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Away:
    """Both days belong to the absence."""

    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one person works; no shifts at all means that nobody wrote down any: every hour is right."""

    time_zone: str
    shifts: Sequence[Shift] = ()
    away: Sequence[Away] = ()

    def is_absent(self, now: datetime) -> bool:
        """Whether an absence covers their own today."""
        today = now.astimezone(ZoneInfo(self.time_zone)).date()
        return any(each.covers(today) for each in self.away)

    def is_on_duty(self, now: datetime) -> bool:
        """Whether these are their working hours and they are not absent."""
        here = now.astimezone(ZoneInfo(self.time_zone))
        if any(each.covers(here.date()) for each in self.away):
            return False
        today = [each for each in self.shifts if each.weekday == here.weekday()]
        return not self.shifts or any(each.starts <= here.time() < each.ends for each in today)

    def is_off(self, now: datetime) -> bool:
        """Whether nothing is left of their hours today; absences are another matter."""
        here = now.astimezone(ZoneInfo(self.time_zone))
        left = any(each.weekday == here.weekday() and here.time() < each.ends for each in self.shifts)
        return bool(self.shifts) and not left

    def works_on(self, day: date) -> bool:
        """Whether this is a working day of theirs."""
        if any(each.covers(day) for each in self.away):
            return False
        return not self.shifts or any(each.weekday == day.weekday() for each in self.shifts)


def parse_weights(text: str, on: date) -> Weights:
    """The weights in force on that day. Raises Unreadable when a kind or the day itself has none."""
    amounts = {
        row.text("name"): row.read("amount", Decimal)
        for row in read_rows(text, TABLE)
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    }
    missing = [name for name in (A_DAY, *TaskKind) if name not in amounts]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no weight in force on {on}.")
    return Weights(amounts[A_DAY], {kind: amounts[kind.value] for kind in TaskKind})
