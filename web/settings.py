"""What the screens need to be told; the process that starts them knows it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from activities.doors import Door
from activities.sealing import Seal
from activities.single_sign_on import Provider


class TurnDays(Protocol):
    """The demo's calendar, as the screens know it."""

    @property
    def said(self) -> str:
        """What goes on, or what came of the last turn; empty before the first."""

    @property
    def share(self) -> int | None:
        """How much of the turn under way is done, from 0 to 100; None while no day is being turned."""

    def begin(self, days: int) -> None:
        """Let so many days pass in the background; while days pass already, it changes nothing."""


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
    seal_keys: tuple[str, ...] = ()  # seal what sign-ins keep, the current one first; none: the link secret
    second_factor_required: bool = True
    training_required: bool = True
    breached_passwords: Path | None = None
    sends_mail: bool = False
    provider: Provider | None = None  # None: no single sign-on
    scan_command: str = ""

    @property
    def door(self) -> Door:
        """How people come in."""
        keys = self.seal_keys or (self.link_secret,)
        return Door(
            origin=self.origin,
            seal=Seal.of(*keys),
            letter_seal=Seal.of_letters(*keys),
            idle=self.idle,
            lasts=self.longest,
            factor_required=self.second_factor_required,
            training_required=self.training_required,
            breached_passwords=self.breached_passwords,
            sends_mail=self.sends_mail,
        )

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_lock_minutes)

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.absolute_session_hours)
