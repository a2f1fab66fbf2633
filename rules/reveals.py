"""What hidden fields may be shown for: chosen from a list, for what is typed can name a patient."""

from collections.abc import Mapping
from datetime import date

from rules.errors import Unreadable
from rules.tables import read_rows

TABLE = "reveal_reasons.csv"


def parse_reveal_reasons(text: str, on: date) -> Mapping[str, str]:
    """Each reason in force on that day with the words that the trail keeps. Raises Unreadable without one."""
    found = {row.text("name"): row.text("words") for row in read_rows(text, TABLE) if row.governs(on)}
    if not found or not all(found.values()):
        raise Unreadable(f"{TABLE}: no reason is in force on {on}, or one has no words.")
    return found
