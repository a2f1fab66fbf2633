"""Which tasks a rule of allocation takes: every condition holds, and what is not known meets none."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from rules.tasks import TaskKind


class Conditions(BaseModel):
    """What a task must be for a rule to take it; an empty condition asks nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    practices: tuple[UUID, ...] = ()
    payers: tuple[UUID, ...] = ()
    programs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    kinds: tuple[TaskKind, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    money_from: Decimal | None = None
    money_to: Decimal | None = None
    age_from: int | None = None  # days since the service
    age_to: int | None = None
    level_from: int | None = None  # 1: only what climbed to the supervisor or higher


@dataclass(frozen=True, slots=True)
class Facts:
    """A task as rules see it; None: not known, and no condition about it holds."""

    practice_id: UUID
    kind: TaskKind
    money: Decimal
    payer_id: UUID | None = None
    program: str | None = None
    state: str | None = None
    category: str | None = None
    language: str | None = None
    age: int | None = None
    level: int = 0
    account_id: UUID | None = None  # None: about no patient
    access_class: str = "standard"
    requested_by: UUID | None = None


def catches(conditions: Conditions, task: Facts) -> bool:
    """Whether every condition holds for this task."""
    lists = (
        (conditions.practices, task.practice_id),
        (conditions.payers, task.payer_id),
        (conditions.programs, task.program),
        (conditions.states, task.state),
        (conditions.kinds, task.kind),
        (conditions.categories, task.category),
        (conditions.languages, task.language),
    )
    ranges = (
        (conditions.money_from, task.money, conditions.money_to),
        (conditions.age_from, task.age, conditions.age_to),
        (conditions.level_from, task.level, None),
    )
    return all(not wanted or has in wanted for wanted, has in lists) and all(
        _within(least, value, most) for least, value, most in ranges
    )


def _within(least: Decimal | int | None, value: Decimal | int | None, most: Decimal | int | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or least <= value) and (most is None or value <= most)


def in_force(effective_from: date, effective_to: date | None, today: date) -> bool:
    """Both days belong to the time in which a rule holds."""
    return effective_from <= today <= (effective_to or date.max)
