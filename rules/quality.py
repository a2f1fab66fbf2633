"""Quality review: which finished tasks are looked at again, and what a scorecard says of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.errors import Conflict, Unreadable
from rules.tables import Row, read_rows
from rules.tasks import TaskKind

SAMPLES, CRITERIA = "quality_samples.csv", "quality_criteria.csv"
PASS = "pass_percent"  # noqa: S105 - the name of a row
ANY = "*"


class ReviewState(StrEnum):
    """Where a drawn task stands."""

    DRAWN = "drawn"
    REVIEWED = "reviewed"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


COUNTED = (ReviewState.REVIEWED, ReviewState.DISPUTED, ReviewState.UPHELD)


class Verdict(StrEnum):
    """What the reviewer says of one criterion."""

    MET = "met"
    NOT_MET = "not met"
    DOES_NOT_APPLY = "does not apply"


class Place(StrEnum):
    """Where the person who finished the task works."""

    HERE = "here"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class SampleRule:
    """So many percent of what people of a role, at a place, finish of a kind; "*" is any."""

    name: str
    role: str
    place: str
    kind: str
    percent: int

    def catches(self, role: str, place: Place, kind: TaskKind) -> bool:
        return self.role in (ANY, role) and self.place in (ANY, place) and self.kind in (ANY, kind)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the scorecard; no kinds means that it is for every task."""

    name: str
    words: str
    points: int
    kinds: frozenset[TaskKind]

    def is_for(self, kind: TaskKind) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The lines in table order, and the percentage from which a review is passed."""

    criteria: Sequence[Criterion]
    pass_percent: int

    def of(self, kind: TaskKind) -> Sequence[Criterion]:
        return [each for each in self.criteria if each.is_for(kind)]


def _holds(row: Row, on: date) -> bool:
    return (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)


def parse_samples(text: str, on: date) -> Sequence[SampleRule]:
    """The sample rules in force on that day, the highest percentage first."""
    rules = [
        SampleRule(
            name=row.text("name"),
            role=row.text("role"),
            place=row.text("place"),
            kind=row.text("kind"),
            percent=row.read("percent", int),
        )
        for row in read_rows(text, SAMPLES)
        if _holds(row, on)
    ]
    return sorted(rules, key=lambda each: -each.percent)


def parse_scorecard(text: str, on: date) -> Scorecard:
    """The scorecard in force on that day. Raises Unreadable without a mark to pass."""
    rows = {row.text("name"): row for row in read_rows(text, CRITERIA) if _holds(row, on)}
    if PASS not in rows:
        raise Unreadable(f"{CRITERIA}: {PASS} has no value in force on {on}.")
    criteria = [
        Criterion(name, row.text("words"), row.read("points", int), row.read("kinds", _kinds))
        for name, row in rows.items()
        if name != PASS
    ]
    return Scorecard(criteria, rows[PASS].read("points", int))


def _kinds(cell: str) -> frozenset[TaskKind]:
    return frozenset() if cell == ANY else frozenset(map(TaskKind, cell.split("|")))


def drawn_by(
    rules: Sequence[SampleRule], seal: str, role: str, place: Place, kind: TaskKind
) -> SampleRule | None:
    """The rule that draws this task, or None: always the same for one finish and one set of rules."""
    rule = next((each for each in rules if each.catches(role, place, kind)), None)
    return rule if rule is not None and lot(rule.name, seal) < rule.percent else None


def lot(rule: str, seal: str) -> float:
    """A number from 0 to 100 out of the rule's name and the seal of the finish in the audit trail.

    Nobody can know it before the task is finished, and anybody can reckon it again afterwards.
    """
    digest = hashlib.sha256(f"{rule} {seal}".encode()).digest()
    return int.from_bytes(digest[:8], "big") * 100 / 2**64


def score(criteria: Sequence[Criterion], verdicts: Mapping[str, Verdict]) -> int:
    """Percent of the points that apply. Raises Conflict when a line has no verdict or none applies."""
    missing = [each.words for each in criteria if each.name not in verdicts]
    if missing:
        raise Conflict(f"Say what you found: {missing[0][:1].lower()}{missing[0][1:]}.")
    applying = [each for each in criteria if verdicts[each.name] is not Verdict.DOES_NOT_APPLY]
    whole = sum(each.points for each in applying)
    if not whole:
        raise Conflict("Something of the scorecard must apply.")
    return round(100 * sum(each.points for each in applying if verdicts[each.name] is Verdict.MET) / whole)
