"""What one CAS, DTM or AMT of a remittance says, remembered by its text: fee schedules and days repeat."""

from typing import Any

from edi.adjustments import PATIENT
from edi.remittance_parts import even_adjustments
from edi.values import AMOUNTS, DAYS, Memo

INITIALS = "CDA"  # of the segments that are remembered
OWED, ADJUSTED, SERVED, INFORMED, STARTED, ENDED, RECEIVED, OTHER = range(8)
_DAYS = {"472": SERVED, "150": SERVED, "232": STARTED, "233": ENDED, "050": RECEIVED}
Fact = tuple[int, Any]
"""OWED and ADJUSTED come with adjustments and their sum, INFORMED with a qualifier and an amount, OTHER with
the elements, the others with a day."""


class Facts(Memo[Fact]):
    """Facts by the text of a segment; what is odd comes as OTHER with its elements."""

    def __init__(self, element: str) -> None:
        super().__init__(self.fact)
        self.element = element

    def fact(self, text: str) -> Fact:
        """What a segment says."""
        row = text.split(self.element)
        try:
            if row[0] == "CAS":
                reasons, total = even_adjustments(row)
                return OWED if row[1] == PATIENT else ADJUSTED, (reasons, total)
            if row[0] == "AMT":
                return INFORMED, (row[1], AMOUNTS[row[2]])
            if row[0] == "DTM" and row[1] in _DAYS and (when := DAYS[row[2]]):
                return _DAYS[row[1]], when
        except (ValueError, IndexError):
            pass
        return OTHER, row
