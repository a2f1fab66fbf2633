"""The office's own periods: batch cycles, follow-up rhythm, escalation; dated data, all in days."""

from dataclasses import dataclass, fields
from datetime import date

from rules.errors import Unreadable
from rules.tables import read_rows

TABLE = "working_times.csv"


@dataclass(frozen=True, slots=True)
class WorkingTimes:
    """Batch, acknowledgement and climb are business days; follow-up and review are calendar days."""

    batch_electronic: int
    batch_paper: int
    acknowledgement: int
    follow_up_shortest: int
    follow_up_longest: int
    follow_up_first: int
    follow_up_again: int
    climb_to_supervisor: int
    climb_to_manager: int
    review_after: int
    payer_balance: int  # a provider-level balance with a payer is old after so many calendar days


def parse_working_times(text: str, on: date) -> WorkingTimes:
    """The periods in force on that day. Raises Unreadable when one is missing."""
    in_force = {
        row.text("name"): row.read("amount", int) for row in read_rows(text, TABLE) if row.governs(on)
    }
    missing = [field.name for field in fields(WorkingTimes) if field.name not in in_force]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no value in force on {on}.")
    return WorkingTimes(**{field.name: in_force[field.name] for field in fields(WorkingTimes)})
