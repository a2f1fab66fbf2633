"""Workload against capacity: what falls due on the next business days, and what people can take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.calendars import add_business_days, business_day_on_or_after
from rules.capacity import Calendar, Weights
from rules.tasks import TaskKind

AHEAD = 10  # business days on the board


def next_days(today: date) -> Sequence[date]:
    """The business days of the board: today, or the next one, and those after it."""
    first = business_day_on_or_after(today)
    return [first, *(add_business_days(first, each) for each in range(1, AHEAD))]


@dataclass(frozen=True, slots=True)
class DueLoad:
    """Tasks of one kind that fall due on one day."""

    on: date
    kind: TaskKind
    count: int


@dataclass(frozen=True, slots=True)
class Day:
    """One business day: plain accounts that fall due, plain accounts that people can take."""

    on: date
    tasks: int
    weight: Decimal
    capacity: Decimal
    people: int

    @property
    def share(self) -> int | None:
        """Percent of the capacity that is asked for; None: nobody works."""
        return round(100 * self.weight / self.capacity) if self.capacity else None


def plan(
    loads: Sequence[DueLoad],
    people: Sequence[tuple[Calendar, Decimal]],
    days: Sequence[date],
    weights: Weights,
) -> list[Day]:
    """Each day with what falls due since the business day before; the first one holds all that is late."""
    planned = []
    for number, on in enumerate(days):
        after = days[number - 1] if number else date.min
        kinds = _kinds([each for each in loads if after < each.on <= on])
        there = [capacity for calendar, capacity in people if calendar.works_on(on)]
        weight = weights.of(kinds)
        planned.append(Day(on, sum(kinds.values()), weight, sum(there, Decimal(0)), len(there)))
    return planned


def _kinds(loads: Sequence[DueLoad]) -> Mapping[TaskKind, int]:
    counted: dict[TaskKind, int] = {}
    for each in loads:
        counted[each.kind] = counted.get(each.kind, 0) + each.count
    return counted
