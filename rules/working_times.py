"""The office's own periods: batch cycles, follow-up rhythm, escalation; dated data, all in days."""

from dataclasses import dataclass, fields
from datetime import date

from rules.tables import amounts

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
    return WorkingTimes(**amounts(text, TABLE, [each.name for each in fields(WorkingTimes)], on))
