"""What one payer's reasons mean on one day, looked up once and then remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from rules.denials import (
    ANY,
    Adjusted,
    AdjustmentClass,
    Category,
    ClassRule,
    DenialRoute,
    classify,
    route_denial,
)
from rules.tables import Row, in_force, read_rows

TABLE = "posting_habits.csv"
INCLUDES_EARLIER_PAYER = "contractual reduction includes the earlier payer"


@dataclass(frozen=True, slots=True)
class Habit:
    """Something one payer does in its remittances that changes how they post."""

    payer: str
    habit: str
    effective_from: date | None
    effective_to: date | None
    source: str
    checked_on: date | None


def parse_habits(text: str) -> tuple[Habit, ...]:
    """The habits in table order. Raises Unreadable naming line and column."""
    return tuple(_habit(row) for row in read_rows(text, TABLE))


def _habit(row: Row) -> Habit:
    return Habit(
        payer=row.text("payer"),
        habit=row.text("habit"),
        effective_from=row.day("effective_from"),
        effective_to=row.day("effective_to"),
        source=row.text("source"),
        checked_on=row.day("checked_on"),
    )


@dataclass(frozen=True, slots=True)
class Book:
    """`meaning` gives the class of a group and reason, UNMAPPED when nobody has said what it means.

    `route` gives how a denial with these adjustments and remarks is worked.
    """

    meaning: Callable[[str, str], AdjustmentClass]
    route: Callable[[Sequence[Adjusted], Sequence[str]], DenialRoute]
    includes_earlier_payer: bool = False


@dataclass(frozen=True, slots=True)
class PostingRules:
    """The tables a book is made from."""

    classes: tuple[ClassRule, ...]
    routes: tuple[DenialRoute, ...]
    habits: tuple[Habit, ...] = ()

    def with_classes(self, more: Sequence[ClassRule]) -> "PostingRules":
        """The same rules and what the office decided by itself."""
        return replace(self, classes=(*self.classes, *more))

    def book(self, on: date, payer: str | None = None) -> Book:
        """What this payer, by the id we write, means on that day."""
        named = payer or ANY
        includes = any(
            _holds(habit, named, on) and habit.habit == INCLUDES_EARLIER_PAYER for habit in self.habits
        )
        meaning = cache(partial(_classify, self.classes, on, named))
        return Book(meaning, partial(_route, self.routes, on, named), includes)


def _route(
    routes: Sequence[DenialRoute], on: date, payer: str, denied: Sequence[Adjusted], remarks: Sequence[str]
) -> DenialRoute:
    return route_denial(routes, denied, remarks, on, payer)


def _classify(classes: Sequence[ClassRule], on: date, payer: str, group: str, reason: str) -> AdjustmentClass:
    return classify(classes, group, reason, on, payer)


def _holds(habit: Habit, payer: str, on: date) -> bool:
    is_this = habit.payer.casefold() == payer.casefold()
    return is_this and in_force(habit.effective_from, habit.effective_to, on)


CLASSES = {
    Category.CONTRACTUAL: AdjustmentClass.CONTRACTUAL,
    Category.PATIENT_RESPONSIBILITY: AdjustmentClass.PATIENT,
}


def decided_class(payer: str, group: str, carc: str, category: Category, decided_on: date) -> ClassRule:
    """The rule that a person's mapping makes for this payer: all but two categories are denials."""
    return ClassRule(
        rule_id=f"office-{group}-{carc}",
        payer=payer,
        group_code=group,
        carc=carc,
        adjustment_class=CLASSES.get(category, AdjustmentClass.DENIAL),
        effective_from=None,
        effective_to=None,
        source="decided in this office",
        verified=True,
        checked_on=decided_on,
    )
