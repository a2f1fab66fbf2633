"""The filing guard: what rings while a claim has no proof that the payer has it."""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.calendars import NO_CLOSINGS, business_day_on_or_before
from rules.tables import in_force, read_rows

TABLE = "guard_steps.csv"


class GuardKind(StrEnum):
    """In the order in which they ring."""

    REMINDER_30 = "reminder 30 days"
    NO_PROOF_15 = "no proof at 15 days"
    REMINDER_14 = "reminder 14 days"
    REMINDER_7 = "reminder 7 days"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class GuardRule:
    """One step of the guard; `days_before` is -1 for the day after the deadline."""

    kind: GuardKind
    days_before: int
    escalates: bool
    effective_from: date | None
    effective_to: date | None
    source: str
    checked_on: date | None

    def governs(self, day: date) -> bool:
        return in_force(self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class GuardStep:
    """What rings next and when; a day in the past means now."""

    kind: GuardKind
    on: date
    escalates: bool


def parse_guard_rules(text: str) -> tuple[GuardRule, ...]:
    """The steps in table order. Raises Unreadable naming line and column."""
    return tuple(
        GuardRule(
            kind=row.read("kind", GuardKind),
            days_before=row.read("days_before", int),
            escalates=row.flag("escalates"),
            effective_from=row.day("effective_from"),
            effective_to=row.day("effective_to"),
            source=row.text("source"),
            checked_on=row.day("checked_on"),
        )
        for row in read_rows(text, TABLE)
    )


def guard_steps(
    rules: Sequence[GuardRule], deadline: date, today: date, closings: Set[date] = NO_CLOSINGS
) -> tuple[GuardStep, ...]:
    """Every step before this deadline, earliest first; a warning never falls on a day without business."""
    in_force = [rule for rule in rules if rule.governs(today)]
    steps = [GuardStep(rule.kind, _on(rule, deadline, closings), rule.escalates) for rule in in_force]
    return tuple(sorted(steps, key=lambda step: step.on))


def next_guard_step(
    rules: Sequence[GuardRule], deadline: date, today: date, proof: bool, done_steps: Collection[str]
) -> GuardStep | None:
    """What rings next; None when the filing is proved or everything has rung.

    Of several warnings that are due at once only the latest rings, but an escalation is never left out.
    """
    if proof:
        return None
    steps = guard_steps(rules, deadline, today)
    rung = [place for place, step in enumerate(steps) if step.kind in done_steps]
    due = [place for place, step in enumerate(steps) if step.on <= today]
    passed = [place for place in due if steps[place].kind is GuardKind.PASSED]
    for place, step in enumerate(steps):
        overtaken = any(later > place for later in (passed if step.escalates else due + rung))
        if step.kind not in done_steps and not overtaken:
            return step
    return None


def _on(rule: GuardRule, deadline: date, closings: Set[date]) -> date:
    day = deadline - timedelta(days=rule.days_before)
    return day if rule.days_before < 0 else business_day_on_or_before(day, closings)
