"""The lines of a remittance claim: SVC and what follows it, the line test done."""

from decimal import Decimal

from edi.adjustments import Adjustment
from edi.faults import Code, Scope
from edi.remittance_facts import ADJUSTED, INFORMED, INITIALS, OTHER, OWED, SERVED
from edi.remittance_parts import PAD, Row
from edi.remittance_segments_reading import SegmentReader
from edi.remittances import NO_PROCEDURE, Marked, RemitClaim, RemitLine
from edi.values import AMOUNTS, ZERO

ONE = Decimal(1)


class LineReader(SegmentReader):
    """Reads the lines of one claim; what repeats is known by its text, and divided only once."""

    def lines(self, claim: RemitClaim, texts: list[str], number: int) -> tuple[Decimal, Decimal]:
        """Give the claim the lines of these segments, SVC first; returns the charged and the adjusted sum."""
        mark, known = self.delimiters.element, self.facts
        line = self.service(texts[0].split(mark), number)
        lines, charged, total, adjusted = [line], line.charge, ZERO, ZERO
        adjustments: list[Adjustment] = []
        amounts: list[tuple[str, Decimal]] = []
        others: list[Row] = []
        for at, text in enumerate(texts[1:], number + 1):
            if text[0] in INITIALS:
                kind, value = known[text]
                if kind <= ADJUSTED:
                    reasons, sum_ = value
                    adjustments += reasons
                    adjusted += sum_
                    if kind == OWED:
                        self.patient_share += sum_
                elif kind == SERVED:
                    line.service_from = value
                elif kind == INFORMED:
                    amounts.append(value)
                elif kind == OTHER:
                    adjusted += self.odd_of_a_line(line, value, at, adjustments)
                continue
            row = text.split(mark)
            if row[0] == "SVC":
                self.finish(claim, line, adjusted, adjustments, amounts, others)
                total += adjusted
                line = self.service(row, at)
                charged += line.charge
                lines.append(line)
                adjusted, adjustments, amounts, others = ZERO, [], [], []
            elif len(row) > 2:
                if row[0] == "REF" and row[1] == "6R":
                    line.control = row[2]
                else:
                    others.append(row)
        self.finish(claim, line, adjusted, adjustments, amounts, others)
        claim.lines = tuple(lines)
        return charged, total + adjusted

    def finish(
        self,
        claim: RemitClaim,
        line: RemitLine,
        adjusted: Decimal,
        adjustments: list[Adjustment],
        amounts: list[tuple[str, Decimal]],
        others: list[Row],
    ) -> None:
        """Give the line what came after its SVC, and do the line test."""
        line.adjustments, line.amounts = tuple(adjustments), tuple(amounts)
        if others:
            line.references = tuple(Marked(row[1], row[2]) for row in others if row[0] == "REF")
            line.remarks = tuple(row[2] for row in others if row[0] == "LQ" and row[1] == "HE")
        if off := line.charge - adjusted - line.paid:
            line.is_balanced = claim.is_balanced = False
            self.fault(Code.LINE_BALANCE, "SVC", line.segment, difference=off)

    def service(self, row: Row, number: int) -> RemitLine:
        """What SVC says."""
        _, composite, charged, paid_, revenue, counted = row if len(row) == 6 else (row + PAD)[:6]
        try:
            charge, paid = AMOUNTS[charged], AMOUNTS[paid_]
        except ValueError:
            charge, paid = self.money(row, 2, number), self.money(row, 3, number)
        units = self.units(row, 5, number) if counted and counted != "1" else ONE
        what = self.procedures[composite]
        if what is NO_PROCEDURE:
            self.fault(Code.COMPONENTS, "SVC", number, 1, Scope.NOTE)
        line = RemitLine(what, charge, paid, units, number, revenue)
        if len(row) > 6:
            self.submitted(line, row + PAD, number)
        return line

    def submitted(self, line: RemitLine, row: Row, number: int) -> None:
        """What we had sent, where SVC06 and SVC07 say so; NO_PROCEDURE and a note when it has no parts."""
        if row[6]:
            line.submitted = self.procedures[row[6]]
            if line.submitted is NO_PROCEDURE:
                self.fault(Code.COMPONENTS, "SVC", number, 6, Scope.NOTE)
        if row[7]:
            line.submitted_units = self.units(row, 7, number)

    def odd_of_a_line(self, line: RemitLine, row: Row, number: int, adjustments: list[Adjustment]) -> Decimal:
        """A segment with one of the initials whose fact is not among the usual; gives what it adjusts."""
        if row[0] == "CAS":
            return self.uneven_cas(row, number, adjustments)
        if row[0] == "DTM" and len(row) > 2:
            self.line_day(line, row, number)
        else:
            self.no_amount(row, number)
        return ZERO

    def line_day(self, line: RemitLine, row: Row, number: int) -> None:
        """The last day of a service, or a day that is none."""
        if row[1] == "151":
            line.service_to = self.day(row, number)
        elif row[1] in ("472", "150"):
            self.day(row, number)
