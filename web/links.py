"""What a link may carry: sealed, so that nobody reads or changes it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from rules.errors import Unknown


class Links:
    """Seals the place where a list goes on, or what was searched for, into an opaque word."""

    def __init__(self, secret: str) -> None:
        key = hashlib.sha256(b"claimdesk links " + secret.encode()).digest()
        self._box = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, *parts: object) -> str:
        """The parts as one word for a query string."""
        return self._box.encrypt("\x1f".join(map(str, parts)).encode()).decode().rstrip("=")

    def open(self, word: str) -> list[str]:
        """The parts again. Raises Unknown for a word that we did not seal."""
        try:
            padded = word + "=" * (-len(word) % 4)
            return self._box.decrypt(padded.encode()).decode().split("\x1f")
        except (InvalidToken, ValueError):
            raise Unknown("This link is not one of ours, or it has expired: start again.") from None
