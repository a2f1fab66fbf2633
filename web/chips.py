"""Chips: a few words and a tone; the colour is the second sign, never the only one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.queues import TaskRow
from models.team_board import Behind
from rules.tasks import TaskKind, TaskState
from web import words

NEAR, SOON = 7, 15  # days to a deadline
TO_APPEAL = frozenset({TaskKind.WORK_DENIAL, TaskKind.WORK_UNDERPAYMENT, TaskKind.CHECK_APPEAL})


class Tone(StrEnum):
    """The CSS class of a chip."""

    LATE = "late"
    SOON = "soon"
    GOOD = "good"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    tone: Tone


def due(on: date, today: date) -> Chip:
    """When the task should be done."""
    left = (on - today).days
    if left < 0:
        return Chip(f"Past due {words.days(-left)}", Tone.LATE)
    if left == 0:
        return Chip("Due today", Tone.SOON)
    near = words.DAYS[on.weekday()] if left < 7 else words.day(on, today)
    return Chip("Due tomorrow" if left == 1 else f"Due {near}", Tone.CALM)


def deadline(on: date, today: date, kind: TaskKind | None = None) -> Chip:
    """How long we still have: to the day we work to, which lies before the last lawful one."""
    left = (on - today).days
    deed = "appeal" if kind in TO_APPEAL else "file"
    if left < 0:
        return Chip(f"Our day to {deed} passed {words.days(-left)} ago", Tone.LATE)
    if left == 0:
        return Chip(f"Our day to {deed} is today", Tone.LATE)
    tone = Tone.LATE if left <= NEAR else Tone.SOON if left <= SOON else Tone.CALM
    return Chip(f"{words.days(left)} left to {deed}", tone)


def dated_deadline(on: date, today: date, kind: TaskKind) -> Chip:
    """The same where a screen has room for the day: "1 day left to file, our day is Nov 29"."""
    chip = deadline(on, today, kind)
    return Chip(f"{chip.words}, our day is {words.day(on, today)}", chip.tone) if on > today else chip


def of_row(row: TaskRow, today: date) -> Chip:
    """The one chip that a list shows: what comes first for this task."""
    if row.state is TaskState.SNOOZED and row.snoozed_until:
        return Chip(f"Back {words.day(row.snoozed_until, today)}", Tone.CALM)
    if row.state is TaskState.WAITING_ON_PROVIDER and row.snoozed_until:
        return Chip(f"Answer by {words.day(row.snoozed_until, today)}", Tone.CALM)
    if row.deadline_on and (row.deadline_on - today).days <= SOON:
        return deadline(row.deadline_on, today, row.kind)
    return due(row.due_on, today)


def of_behind(task: Behind, today: date) -> Chip:
    """When the task of a number is due, or when it comes back."""
    if task.snoozed_until:
        return Chip(f"Back {words.day(task.snoozed_until, today)}", Tone.CALM)
    return due(task.due_on, today)
