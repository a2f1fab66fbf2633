"""What the performance boards count, in words and numbers that a person can check."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rules.errors import Conflict, Unreadable
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "performance_rules.csv"
LATER_TOUCH = ("snoozed", "transferred", "took over", "skipped")  # of the trail: not done at the first touch
LONGEST = 366


@dataclass(frozen=True, slots=True)
class PerformanceRules:
    """Days after which nothing counts as coming back, and how a pause at a task is counted."""

    rework_days: int
    rework_kinds: frozenset[TaskKind]
    longest_gap_seconds: int
    look_back_days: int


def parse_performance_rules(text: str, on: date) -> PerformanceRules:
    """The rules in force on that day. Raises Unreadable when one is missing."""
    rows = {
        row.text("name"): row
        for row in read_rows(text, TABLE)
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    }
    try:
        return PerformanceRules(
            rework_days=rows["rework_days"].read("value", int),
            rework_kinds=rows["rework_kinds"].read(
                "value", lambda cell: frozenset(map(TaskKind, cell.split("|")))
            ),
            longest_gap_seconds=rows["longest_gap_seconds"].read("value", int),
            look_back_days=rows["look_back_days"].read("value", int),
        )
    except KeyError as missing:
        raise Unreadable(f"{TABLE}: {missing.args[0]} has no value in force on {on}.") from None


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the practices' own calendars, both ends included."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before."""
        length = self.last - self.first
        end = self.first - timedelta(days=1)
        return Period(end - length, end)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def period_of(first: date | None, last: date | None, today: date) -> Period:
    """As asked, else the thirty days that end today. Raises Conflict for one that ends before it begins."""
    end = last or today
    begin = first or end - timedelta(days=29)
    if not begin <= end:
        raise Conflict("The period ends before it begins.")
    if (end - begin).days >= LONGEST:
        raise Conflict("Choose a period of a year at most.")
    return Period(begin, end)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was added up for one person, team, site or kind over a period."""

    finished: int = 0
    accounts: int = 0
    person_days: int = 0  # days on which a person finished something
    money: Decimal = Decimal("0.00")
    first_touch: int = 0
    reworked: int = 0
    can_come_back: int = 0  # finished tasks of kinds for which coming back is rework
    timed: int = 0
    touch_seconds: int = 0
    reviewed: int = 0
    passed: int = 0
    points: int = 0  # the scores of the reviews, added up

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each) + getattr(other, each) for each in Tally.__slots__))

    @property
    def accounts_a_day(self) -> Decimal | None:
        return _share(self.accounts, self.person_days)

    @property
    def first_touch_percent(self) -> Decimal | None:
        return _percent(self.first_touch, self.finished)

    @property
    def rework_percent(self) -> Decimal | None:
        return _percent(self.reworked, self.can_come_back)

    @property
    def minutes_a_task(self) -> Decimal | None:
        return _share(Decimal(self.touch_seconds) / 60, self.timed)

    @property
    def quality_percent(self) -> Decimal | None:
        return _share(self.points, self.reviewed)

    @property
    def passed_percent(self) -> Decimal | None:
        return _percent(self.passed, self.reviewed)


def _share(part: Decimal | int, whole: int) -> Decimal | None:
    return round(Decimal(part) / whole, 1) if whole else None


def _percent(part: int, whole: int) -> Decimal | None:
    return _share(100 * part, whole)


FORMULAS = (
    ("Accounts a day", "claims on which a task was finished / days on which the person finished anything"),
    (
        "First touch",
        "finished without having been put aside, handed on, taken over or passed over / finished",
    ),
    (
        "Rework",
        "the same kind of task came back to the claim within the days of the rule"
        " / finished tasks of the kinds that should not come back",
    ),
    (
        "Minutes a task",
        "time between the looks of the person who finished it, each pause at most the length of a lease"
        " / finished tasks that were opened on the screen",
    ),
    (
        "Quality",
        "points given / points that applied, averaged over reviews; those taken back after a dispute are out",
    ),
)
BASIS = "Those on which the task was finished, at the practice's own place."
EXCLUDED = (
    "Cancelled tasks, what Claimdesk finished by itself, finishes that were taken back, and tasks"
    " that are about no claim from the accounts."
)
