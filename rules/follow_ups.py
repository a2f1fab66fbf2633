"""When somebody looks again, who is told when nobody did, and how long a task may be put aside."""

from collections.abc import Set
from datetime import date, timedelta
from enum import IntEnum

from rules.calendars import (
    NO_CLOSINGS,
    add_business_days,
    business_day_on_or_after,
    business_day_on_or_before,
)
from rules.errors import Conflict, Refusal
from rules.working_times import WorkingTimes


class Level(IntEnum):
    """Who has the task before them; each rung sees it beside the one below."""

    OWNER = 0
    SUPERVISOR = 1
    MANAGER = 2


def acknowledgement_due_on(sent_on: date, times: WorkingTimes, closings: Set[date] = NO_CLOSINGS) -> date:
    """The last business day on which silence after sending is still normal."""
    return add_business_days(sent_on, times.acknowledgement, closings)


def follow_up_on(
    accepted_on: date, payer_days: int | None, times: WorkingTimes, closings: Set[date] = NO_CLOSINGS
) -> date:
    """The business day of the first look; `payer_days` None takes the office's own.

    Raises Refusal when the payer's days are outside the office's bounds.
    """
    days = times.follow_up_first if payer_days is None else payer_days
    if not times.follow_up_shortest <= days <= times.follow_up_longest:
        bounds = f"{times.follow_up_shortest} to {times.follow_up_longest}"
        raise Refusal(f"A first follow-up after {days} days is not allowed: choose {bounds} days.")
    return business_day_on_or_after(accepted_on + timedelta(days=days), closings)


def next_follow_up_on(looked_on: date, times: WorkingTimes, closings: Set[date] = NO_CLOSINGS) -> date:
    """The business day of every later look."""
    return business_day_on_or_after(looked_on + timedelta(days=times.follow_up_again), closings)


def climbs_on(
    due_on: date, level: int, times: WorkingTimes, closings: Set[date] = NO_CLOSINGS
) -> date | None:
    """The day on which a task left undone is put before the next rung; None above the manager."""
    overdue = {
        Level.OWNER: times.climb_to_supervisor,
        Level.SUPERVISOR: times.climb_to_supervisor + times.climb_to_manager,
    }
    return add_business_days(due_on, overdue[Level(level)], closings) if level in overdue else None


def climb_step(
    due_on: date, today: date, level: int, times: WorkingTimes, closings: Set[date] = NO_CLOSINGS
) -> Level | None:
    """The rung the task has reached by today; None when it stays where it is."""
    reached = level
    while (day := climbs_on(due_on, reached, times, closings)) is not None and day <= today:
        reached += 1
    return Level(reached) if reached > level else None


def snooze_until(
    wanted: date, today: date, deadline_on: date | None, closings: Set[date] = NO_CLOSINGS
) -> date:
    """The day it wakes: as wanted, or the last business day before its deadline forbids more.

    Raises Conflict when that would not be a later day than today.
    """
    latest = date.max if deadline_on is None else business_day_on_or_before(deadline_on, closings)
    wakes = min(wanted, latest)
    if wakes <= today:
        why = f"its deadline is {deadline_on}" if latest <= today else f"{wanted} is not after {today}"
        raise Conflict(f"This cannot be put aside: {why}.")
    return wakes
