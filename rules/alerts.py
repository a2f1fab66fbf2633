"""What people are told at once, how each kind reaches them, and where an alert leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.errors import Conflict, Unreadable
from rules.tables import read_rows

TABLE = "alert_habits.csv"


class AlertKind(StrEnum):
    """What an alert is about."""

    UNALLOCATED = "unallocated task"
    ESCALATED = "escalated task"
    MENTION = "mention"
    DEADLINE = "deadline near"
    LOGIN_MISMATCH = "login from elsewhere"
    BREAK_GLASS = "emergency access"
    ACCESS_REVIEW = "access review due"
    TRAINING = "training due"
    MOVED = "work moved"
    REVIEW = "quality review"


class Delivery(StrEnum):
    """How an alert reaches a person; the digest shows it in the app too."""

    IN_APP = "in the app"
    AT_ONCE = "e-mail at once"
    DIGEST = "daily digest"
    OFF = "off"


TITLES = {
    AlertKind.UNALLOCATED: "A task belongs to nobody",
    AlertKind.ESCALATED: "An overdue task was put before you",
    AlertKind.MENTION: "Somebody mentioned you",
    AlertKind.DEADLINE: "A deadline is near",
    AlertKind.LOGIN_MISMATCH: "Somebody signed in from another place than theirs",
    AlertKind.BREAK_GLASS: "Emergency access was used",
    AlertKind.ACCESS_REVIEW: "An access review is due",
    AlertKind.TRAINING: "A training is due",
    AlertKind.MOVED: "Work was moved to you or taken over",
    AlertKind.REVIEW: "A quality review waits for you",
}  # the whole of what an e-mail says: no patient, no amount
PLACES = {
    "task": "/tasks/{id}",
    "claim": "/claims/{id}",
    "queue": "/queue/{id}",
    "board": "/boards/{id}",
    "review": "/quality/{id}",
    "quality": "/quality",
    "user": "/users",
    "emergency": "/access-reviews",
    "access": "/access-reviews",
    "me": "/me",
    "audit": "/audit",
}


@dataclass(frozen=True, slots=True)
class AlertHabit:
    """How a kind reaches those who chose nothing, and whether it may be switched off."""

    delivery: Delivery
    may_be_off: bool
    days: int | None  # how long before the day it is said; None: at once


def parse_alert_habits(text: str, on: date) -> Mapping[AlertKind, AlertHabit]:
    """The habit of each kind in force on that day. Raises Unreadable when a kind has none."""
    habits = {
        row.read("kind", AlertKind): AlertHabit(
            row.read("delivery", Delivery), row.flag("may_be_off"), row.optional("days", int)
        )
        for row in read_rows(text, TABLE)
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    }
    missing = [kind.value for kind in AlertKind if kind not in habits]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no row in force on {on}.")
    return habits


def deliver(habit: AlertHabit, chosen: Delivery | None) -> Delivery:
    """As the person chose, else as is usual; what may not be off is shown in the app all the same."""
    if chosen is Delivery.OFF and not habit.may_be_off:
        return Delivery.IN_APP
    return chosen or habit.delivery


def require_choice(kind: AlertKind, habit: AlertHabit, chosen: Delivery) -> None:
    """Raises Conflict when this kind may not be switched off."""
    if chosen is Delivery.OFF and not habit.may_be_off:
        raise Conflict(f"“{kind.capitalize()}” cannot be switched off: the office must be able to reach you.")


def path_of(subject: str) -> str:
    """Where an alert about this subject leads: "task:<id>" to the task; unknown ones to the alerts."""
    kind, about, *_ = [*subject.split(":"), ""]
    return PLACES[kind].format(id=about) if kind in PLACES else "/alerts"
