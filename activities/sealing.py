"""Secrets that the database keeps but must not read: sealed with the office's own key."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from rules.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals with the first key, opens with any."""

    box: MultiFernet = field(repr=False)

    @classmethod
    def of(cls, *keys: str, purpose: str = "sign-in") -> Self:
        """A seal of these secrets, the current one first; what one purpose sealed, another cannot open."""
        raw = (hashlib.sha256(f"claimdesk {purpose} {each}".encode()).digest() for each in keys)
        return cls(MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in raw]))

    def close(self, text: str) -> str:
        return self.box.encrypt(text.encode()).decode()

    @classmethod
    def of_letters(cls, *keys: str) -> Self:
        """For the links in letters: made by whoever writes one, opened by whoever carries it."""
        return cls.of(*keys, purpose="letters")

    def open(self, sealed: str, within: timedelta | None = None) -> str:
        """The text again. Raises NotAllowed when it is not ours, or older than `within`."""
        try:
            return self.box.decrypt(sealed.encode(), int(within.total_seconds()) if within else None).decode()
        except InvalidToken:
            raise NotAllowed("This took too long, or the page was not one of ours: start again.") from None
