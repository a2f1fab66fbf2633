"""The periods and counts of signing in: dated data, each in the unit of its row."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from rules.tables import amounts

TABLE = "sign_in_limits.csv"


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """As the rows say: minutes, hours, days, tries, codes or dollars."""

    step_up: int
    door: int
    passkey_ask: int
    factor_tries: int
    recovery_codes: int
    known_device: int
    invitation: int
    emergency: int
    token_longest: int
    training: int
    training_reminder: int
    write_off_step_up: int
    kept_forms: int

    @property
    def fresh(self) -> timedelta:
        """How long a second factor counts as just shown."""
        return timedelta(minutes=self.step_up)

    def is_large(self, write_off: Decimal) -> bool:
        """Whether approving this write-off needs a fresh second factor."""
        return write_off > self.write_off_step_up


def parse_sign_in_limits(text: str, on: date) -> SignInLimits:
    """The limits in force on that day. Raises Unreadable when one is missing."""
    return SignInLimits(**amounts(text, TABLE, [each.name for each in fields(SignInLimits)], on))
