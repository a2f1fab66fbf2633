"""What the screens need to be told; the process that starts them knows it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

TurnDays = Callable[[int], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`origin` is how browsers reach us; `database_url` is PostgreSQL's own, for listening."""

    origin: str
    database_url: str
    files_dir: Path
    link_secret: str  # seals the places of lists and searches in links
    idle_lock_minutes: int = 15
    absolute_session_hours: int = 12
    undo_seconds: int = 10
    demo: bool = False

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_lock_minutes)

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.absolute_session_hours)
