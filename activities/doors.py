"""How this office lets people in, as the settings say."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from activities.sealing import Seal
from rules.sessions import Needs


@dataclass(frozen=True, slots=True)
class Door:
    """`factor_required` and `training_required` are False in the demo alone."""

    origin: str  # how browsers reach us
    seal: Seal
    letter_seal: Seal  # of the links in letters, opened by whoever carries them
    idle: timedelta
    lasts: timedelta
    factor_required: bool = True
    training_required: bool = True
    breached_passwords: Path | None = None  # None: our own short list alone
    sends_mail: bool = False

    @property
    def host(self) -> str:
        """What passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Which browser came, from where."""

    address: str
    device: str = ""  # the token of a browser we know, empty for a new one
    before: str = ""  # the token of the session it had, whose kept act goes on


@dataclass(frozen=True, slots=True)
class Opened:
    """A session under a new token; None in `needs` opens the desk."""

    token: str
    needs: Needs | None
    has_act: bool  # something was sent before, and waits to go on
    device: str = ""  # a new token of this browser, empty when it keeps the one it has


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person shows: digits or a recovery code, a passkey's answer to our question, or a password."""

    code: str = ""
    answer: str = ""  # the browser's credential as JSON
    question: str = ""  # the sealed challenge it answers
    password: str = ""
