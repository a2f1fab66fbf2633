"""The periods and counts of signing in: dated data, each in the unit of its row."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from rules.errors import Unreadable
from rules.tables import read_rows

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
    write_off_step_up: int

    @property
    def fresh(self) -> timedelta:
        """How long a second factor counts as just shown."""
        return timedelta(minutes=self.step_up)

    def is_large(self, write_off: Decimal) -> bool:
        """Whether approving this write-off needs a fresh second factor."""
        return write_off > self.write_off_step_up


def parse_sign_in_limits(text: str, on: date) -> SignInLimits:
    """The limits in force on that day. Raises Unreadable when one is missing."""
    in_force = {
        row.text("name"): row.read("amount", int) for row in read_rows(text, TABLE) if row.governs(on)
    }
    missing = [each.name for each in fields(SignInLimits) if each.name not in in_force]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no value in force on {on}.")
    return SignInLimits(**{each.name: in_force[each.name] for each in fields(SignInLimits)})
