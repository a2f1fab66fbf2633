"""The rule tables that come with the program, read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from rules.filing_limits import FilingLimit, parse_filing_limits
from rules.guards import GuardRule, parse_guard_rules
from rules.reviews import Review, review
from rules.task_times import parse_task_times
from rules.tasks import TaskKind
from rules.working_times import WorkingTimes, parse_working_times


def _text(table: str) -> str:
    return files("rules").joinpath("data", table).read_text(encoding="utf-8")


@cache
def filing_limits() -> tuple[FilingLimit, ...]:
    return parse_filing_limits(_text("filing_limits.csv"))


@cache
def working_times(on: date) -> WorkingTimes:
    """The office's own periods in force on that day."""
    return parse_working_times(_text("working_times.csv"), on)


@cache
def task_times(on: date) -> Mapping[TaskKind, int]:
    """Business days until each kind of task is due, in force on that day."""
    return parse_task_times(_text("task_times.csv"), on)


@cache
def guard_rules() -> tuple[GuardRule, ...]:
    return parse_guard_rules(_text("guard_steps.csv"))


def reviews(today: date) -> list[Review]:
    """How far each rule of each table can be trusted, in table order."""
    return review("filing_limits", filing_limits(), today, working_times(today).review_after)
