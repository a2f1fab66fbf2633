"""What weighs how much in the order of work, and how likely money comes in; dated data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.errors import Unreadable
from rules.tables import Row, read_rows
from rules.tasks import TaskKind

POINTS, ODDS = "priority_points.csv", "payment_odds.csv"
ALONE = ("most for money", "overdue", "most for overdue", "escalated", "promise")
ANY = "*"
CERTAIN = 100


@dataclass(frozen=True, slots=True)
class Odds:
    """How many of a hundred such claims are paid, from so many days after the service on."""

    kind: TaskKind
    category: str  # "*" for those without a row of their own
    age_from: int
    percent: int


@dataclass(frozen=True, slots=True)
class Points:
    """`deadlines` by most days left, nearest first; `ages` by least days since the service, oldest first."""

    deadlines: Sequence[tuple[int, int]]
    ages: Sequence[tuple[int, int]]
    dollars_per_point: int
    most_for_money: int
    per_day_overdue: int
    most_for_overdue: int
    per_level: int
    for_promise: int
    kinds: Mapping[TaskKind, int]
    odds: Sequence[Odds]

    def percent(self, kind: TaskKind, category: str | None, age: int) -> int:
        """How likely it is paid: by its own category where there is a row, else by kind; else certain."""
        mine = [each for each in self.odds if each.kind is kind and each.age_from <= age]
        for named in (category, ANY):
            found = [each for each in mine if each.category == named]
            if found:
                return max(found, key=lambda each: each.age_from).percent
        return CERTAIN


def parse_points(points: str, odds: str, on: date) -> Points:
    """Both tables as they hold on that day. Raises Unreadable when something has no value."""
    rows = [row for row in read_rows(points, POINTS) if _holds(row, on)]
    alone = {row.text("name"): row.read("points", int) for row in rows if not row.text("at")}
    steps = {row.text("name"): _steps(rows, row.text("name")) for row in rows if row.text("at")}
    missing = [name for name in (*ALONE, *TaskKind) if name not in alone]
    missing += [name for name in ("deadline", "age", "money") if name not in steps]
    if missing:
        raise Unreadable(f"{POINTS}: {missing[0]} has no value in force on {on}.")
    return Points(
        deadlines=sorted(steps["deadline"]),
        ages=sorted(steps["age"], reverse=True),
        dollars_per_point=steps["money"][0][0],
        most_for_money=alone["most for money"],
        per_day_overdue=alone["overdue"],
        most_for_overdue=alone["most for overdue"],
        per_level=alone["escalated"],
        for_promise=alone["promise"],
        kinds={kind: alone[kind.value] for kind in TaskKind},
        odds=[_odds(row) for row in read_rows(odds, ODDS) if _holds(row, on)],
    )


def _steps(rows: Sequence[Row], name: str) -> list[tuple[int, int]]:
    return [(row.read("at", int), row.read("points", int)) for row in rows if row.text("name") == name]


def _odds(row: Row) -> Odds:
    kind, category = row.read("kind", TaskKind), row.text("category")
    return Odds(kind, category, row.read("age_from", int), row.read("percent", int))


def _holds(row: Row, on: date) -> bool:
    return (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
