"""What claims and lines of a remittance need while they are read: known segments, amounts, findings."""

from datetime import date
from decimal import Decimal
from functools import partial

from edi.adjustments import PATIENT, Adjustment
from edi.delimiters import Delimiters
from edi.faults import Code, Fault, Scope
from edi.remittance_facts import Facts
from edi.remittance_parts import Row, procedure_of
from edi.values import AMOUNTS, DAYS, QUANTITIES, ZERO, Memo


class SegmentReader:
    """Reads what segments hold; `faults` collects what is wrong, `patient_share` what PR adjustments take."""

    def __init__(self) -> None:
        self.delimiters = Delimiters()
        self.facts = Facts(self.delimiters.element)
        self.procedures = Memo(partial(procedure_of, self.delimiters.component))
        self.began = 0  # number of the ST
        self.faults: list[Fault] = []
        self.patient_share = ZERO

    def stand_in(self, began: int, delimiters: Delimiters) -> None:
        """Read claims of the set whose ST has this number, and whose segments are divided so."""
        self.began = began
        if delimiters is not self.delimiters:
            self.delimiters = delimiters
            self.facts = Facts(delimiters.element)
            self.procedures = Memo(partial(procedure_of, delimiters.component))

    def uneven_cas(self, row: Row, number: int, adjustments: list[Adjustment]) -> Decimal:
        """The same for one with empty sets, which are skipped, or with what is no number."""
        total, group = ZERO, "".join(row[1:2])
        for at in range(2, min(len(row), 20), 3):
            reason, sum_, units = (*row[at : at + 3], "", "")[:3]
            if not reason and not sum_:
                continue
            value = self.money(row, at + 1, number)
            count = self.units(row, at + 2, number) if units else None
            total += value
            adjustments.append(Adjustment(group, reason, value, count))
        if group == PATIENT:
            self.patient_share += total
        return total

    def no_amount(self, row: Row, number: int) -> None:
        """Note an AMT whose amount is none; it is left out."""
        if row[0] == "AMT" and len(row) > 2:
            self.fault(Code.AMOUNT, "AMT", number, 2, Scope.NOTE)

    def day(self, row: Row, number: int) -> date | None:
        when = DAYS[row[2]]
        if when is None:
            self.fault(Code.DATE, "DTM", number, 2, Scope.NOTE)
        return when

    def money(self, row: Row, at: int, number: int) -> Decimal:
        """An amount that money hangs on; zero and a fault of the claim when it is none."""
        try:
            return AMOUNTS[row[at]]
        except (ValueError, IndexError):
            self.fault(Code.AMOUNT, row[0], number, at)
            return ZERO

    def units(self, row: Row, at: int, number: int) -> Decimal:
        """A quantity; zero and a note when it is none."""
        try:
            return QUANTITIES[row[at]]
        except ValueError:
            self.fault(Code.QUANTITY, row[0], number, at, Scope.NOTE)
            return ZERO

    def fault(
        self,
        code: Code,
        tag: str,
        number: int,
        element: int = 0,
        scope: Scope = Scope.CLAIM,
        difference: Decimal | None = None,
    ) -> None:
        """Record a finding on the claim."""
        place = number - self.began + 1
        self.faults.append(Fault(code, scope, number, place, tag, element, difference=difference))
