"""Which rules a person should look at, the most dangerous first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Sourced(Protocol):
    """What every row of a rule table can say about itself."""

    @property
    def source(self) -> str: ...
    @property
    def verified(self) -> bool: ...
    @property
    def conflict(self) -> bool: ...
    @property
    def checked_on(self) -> date | None: ...
    @property
    def rule_id(self) -> str: ...


class Condition(StrEnum):
    """In the order in which a reviewer should work."""

    CONFLICTING = "conflicting"
    STALE = "stale"
    UNVERIFIED = "unverified"
    SOUND = "sound"

    @property
    def words(self) -> str:
        return {
            Condition.CONFLICTING: "Another rule disagrees: decide which one holds.",
            Condition.STALE: "Checked too long ago: read the source again.",
            Condition.UNVERIFIED: "Nobody has confirmed it: read the source and record the day.",
            Condition.SOUND: "Confirmed and recent.",
        }[self]


@dataclass(frozen=True, slots=True)
class Review:
    """One rule and how far it can be trusted."""

    table: str
    rule_id: str
    condition: Condition
    source: str
    checked_on: date | None  # None: never


def review(table: str, rules: Iterable[Sourced], today: date, stale_after: int) -> list[Review]:
    """Each rule of one table with its condition; `stale_after` is in days."""
    return [
        Review(table, each.rule_id, _condition(each, today, stale_after), each.source, each.checked_on)
        for each in rules
    ]


def worst_first(reviews: Iterable[Review]) -> list[Review]:
    order = list(Condition)
    return sorted(reviews, key=lambda each: (order.index(each.condition), each.table, each.rule_id))


def _condition(rule: Sourced, today: date, stale_after: int) -> Condition:
    if rule.conflict:
        return Condition.CONFLICTING
    if rule.checked_on and (today - rule.checked_on).days > stale_after:
        return Condition.STALE
    return Condition.SOUND if rule.verified else Condition.UNVERIFIED
