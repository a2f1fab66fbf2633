"""What a sign-in still owes before the desk opens, and whether an open one still holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Needs(StrEnum):
    """What a sign-in still owes; a session that owes nothing opens the desk."""

    SECOND_FACTOR = "second factor"
    ENROLMENT = "enrolment"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Login:
    """The facts of one sign-in; `ended_because` is empty while nobody ended it."""

    ended_because: str
    is_person_active: bool
    last_active_at: datetime
    locked_at: datetime | None  # None: nobody locked it by hand
    ends_at: datetime


def why_over(login: Login, now: datetime) -> str:
    """Why this sign-in no longer holds, in words for the sign-in page; empty while it holds."""
    if login.ended_because:
        return login.ended_because
    if not login.is_person_active:
        return "This account was closed."
    return "Your session of a working day is over: sign in again." if now >= login.ends_at else ""


def why_locked(login: Login, now: datetime, idle: timedelta) -> str:
    """Why the screen is locked, in words; empty while it is open."""
    if login.locked_at:
        return "Locked. What you typed is kept."
    if now - login.last_active_at >= idle:
        minutes = int(idle.total_seconds() // 60)
        return f"Locked after {minutes} minutes without a touch. What you typed is kept."
    return ""


def first_need(*, has_factor: bool, factor_required: bool, trained: bool) -> Needs | None:
    """What a sign-in owes after the password; None opens the desk."""
    if has_factor:
        return Needs.SECOND_FACTOR
    if factor_required:
        return Needs.ENROLMENT
    return need_after_factor(trained=trained)


def need_after_factor(*, trained: bool) -> Needs | None:
    """What it owes once the second factor was shown."""
    return None if trained else Needs.TRAINING
