"""Which task comes first: one explained number, so that nobody has to argue with a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from rules.calendars import business_days_between
from rules.priority_points import CERTAIN, Points
from rules.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class Priority:
    """Higher comes first; the reasons are in falling weight and end with their points."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides the order of work; what is None plays no part."""

    kind: TaskKind
    due_on: date
    deadline_on: date | None  # None: no law or contract waits
    money: Decimal
    level: int = 0  # 0 owner, 1 supervisor, 2 manager
    category: str | None = None  # of the denial
    service_on: date | None = None
    promised_on: date | None = None  # the payer was promised a call on this day


class Ranked(Protocol):
    """Whatever has the columns of a task."""

    @property
    def kind(self) -> TaskKind: ...
    @property
    def due_on(self) -> date: ...
    @property
    def deadline_on(self) -> date | None: ...
    @property
    def money(self) -> Decimal: ...
    @property
    def level(self) -> int: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...
    @property
    def service_on(self) -> date | None: ...
    @property
    def promised_on(self) -> date | None: ...


def facts_of(task: Ranked) -> TaskFacts:
    """The task as it is ranked."""
    category = task.detail.get("category")
    return TaskFacts(
        kind=task.kind,
        due_on=task.due_on,
        deadline_on=task.deadline_on,
        money=task.money,
        level=task.level,
        category=str(category) if category else None,
        service_on=task.service_on,
        promised_on=task.promised_on,
    )


def priority(task: TaskFacts, today: date, points: Points) -> Priority:
    """Deadline, expected money, overdue days, a promise, escalation, kind and age, added up."""
    parts = [
        _deadline(task, today, points),
        _money(task, today, points),
        _overdue(task, today, points),
        _promise(task, today, points),
        (points.per_level * task.level, "Escalated"),
        (points.kinds[task.kind], task.kind.capitalize()),
        _age(task, today, points),
    ]
    weighty = sorted((part for part in parts if part[0]), key=lambda part: -part[0])
    return Priority(sum(each for each, _ in weighty), tuple(f"{words} (+{n})" for n, words in weighty))


def _deadline(task: TaskFacts, today: date, points: Points) -> tuple[int, str]:
    if task.deadline_on is None:
        return 0, ""
    left = (task.deadline_on - today).days
    worth = next((worth for most, worth in points.deadlines if left <= most), 0)
    return worth, "Deadline has passed" if left < 0 else f"Deadline in {_days(left)}"


def _money(task: TaskFacts, today: date, points: Points) -> tuple[int, str]:
    percent = points.percent(task.kind, task.category, _days_old(task, today))
    expected = abs(task.money) * percent / 100
    worth = int(min(expected / points.dollars_per_point, Decimal(points.most_for_money)))
    odds = "" if percent == CERTAIN else f", {percent} % likely to be paid"
    return worth, f"${abs(task.money):,.2f} at stake{odds}"


def _overdue(task: TaskFacts, today: date, points: Points) -> tuple[int, str]:
    late = business_days_between(task.due_on, today)
    return min(late * points.per_day_overdue, points.most_for_overdue), f"{_days(late)} overdue"


def _promise(task: TaskFacts, today: date, points: Points) -> tuple[int, str]:
    if task.promised_on is None or task.promised_on > today:
        return 0, ""
    return (
        points.for_promise,
        f"The payer was promised a call on {task.promised_on:%b} {task.promised_on.day}",
    )


def _age(task: TaskFacts, today: date, points: Points) -> tuple[int, str]:
    old = _days_old(task, today)
    return next((worth for least, worth in points.ages if old >= least), 0), f"{_days(old)} since the service"


def _days_old(task: TaskFacts, today: date) -> int:
    return 0 if task.service_on is None else max((today - task.service_on).days, 0)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
