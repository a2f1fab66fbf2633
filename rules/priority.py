"""Which task comes first: one explained number, so that nobody has to argue with a list."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.calendars import business_days_between
from rules.tasks import TaskKind

DEADLINE_POINTS = ((-1, 1000), (3, 800), (7, 600), (15, 400), (30, 200))  # at most so many days left
MONEY_PER_POINT, MOST_FOR_MONEY = 10, Decimal(300)
PER_DAY_OVERDUE, MOST_FOR_OVERDUE = 10, 150
PER_LEVEL = 100
KIND_POINTS = {
    TaskKind.MISSED_DEADLINE: 120,
    TaskKind.FILING_DEADLINE: 100,
    TaskKind.MISSING_ACKNOWLEDGEMENT: 80,
    TaskKind.FIX_REJECTION: 80,
    TaskKind.FILE_PROBLEM: 80,
    TaskKind.FIX_CLAIM: 60,
    TaskKind.WORK_DENIAL: 50,
    TaskKind.SUSPENDED_PAYMENT: 50,
    TaskKind.UNMATCHED_PAYMENT: 50,
    TaskKind.APPROVE_WRITE_OFF: 40,
    TaskKind.WORK_UNDERPAYMENT: 40,
}
OTHER_KIND = 30


@dataclass(frozen=True, slots=True)
class Priority:
    """Higher comes first; the reasons are in falling weight and end with their points."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides the order of work."""

    kind: TaskKind
    due_on: date
    deadline_on: date | None  # None: no law or contract waits
    money: Decimal
    level: int = 0  # 0 owner, 1 supervisor, 2 manager


def priority(task: TaskFacts, today: date) -> Priority:
    """Deadline, money at stake, overdue days, escalation and kind, added up."""
    parts = [_deadline(task, today), _money(task), _overdue(task, today), _level(task), _kind(task)]
    weighty = sorted((part for part in parts if part[0]), key=lambda part: -part[0])
    return Priority(sum(points for points, _ in weighty), tuple(f"{words} (+{n})" for n, words in weighty))


def _deadline(task: TaskFacts, today: date) -> tuple[int, str]:
    if task.deadline_on is None:
        return 0, ""
    left = (task.deadline_on - today).days
    points = next((points for most, points in DEADLINE_POINTS if left <= most), 0)
    return points, "Deadline has passed" if left < 0 else f"Deadline in {_days(left)}"


def _money(task: TaskFacts) -> tuple[int, str]:
    points = int(min(abs(task.money) / MONEY_PER_POINT, MOST_FOR_MONEY))
    return points, f"${abs(task.money):,.2f} at stake"


def _overdue(task: TaskFacts, today: date) -> tuple[int, str]:
    late = business_days_between(task.due_on, today)
    return min(late * PER_DAY_OVERDUE, MOST_FOR_OVERDUE), f"{_days(late)} overdue"


def _level(task: TaskFacts) -> tuple[int, str]:
    return PER_LEVEL * task.level, "Escalated"


def _kind(task: TaskFacts) -> tuple[int, str]:
    return KIND_POINTS.get(task.kind, OTHER_KIND), task.kind.capitalize()


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
