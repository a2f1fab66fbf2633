"""What a person can ask for on a task: each command carries a key of its own, so that twice is once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rules.tasks import Awaited, Outcome


@dataclass(frozen=True, slots=True)
class FinishTask:
    """Close a task with an outcome; the fields after it are what outcomes may ask for."""

    key: UUID
    task_id: UUID
    version: int
    outcome: Outcome
    note: str = ""
    until: date | None = None
    reference: str = ""
    reason: str = ""
    claim_number: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class SnoozeTask:
    """Put a task aside until a day or until something comes, at most until its deadline.

    Without a day it is the office's own next look.
    """

    key: UUID
    task_id: UUID
    version: int
    until: date | None = None
    awaits: Awaited | None = None


@dataclass(frozen=True, slots=True)
class TransferTask:
    """Give a task to another person."""

    key: UUID
    task_id: UUID
    version: int
    to: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note on a task's claim; with `spoken_to` it is a call."""

    key: UUID
    body: str
    task_id: UUID | None = None
    claim_id: UUID | None = None
    spoken_to: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished task leaves on the screen; undo is offered until that moment, None means never."""

    task_id: UUID
    version: int
    words: str
    can_undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class TaskHolder:
    """Who has this task open, and since when the lease runs out."""

    user_id: UUID
    name: str
    until: datetime
