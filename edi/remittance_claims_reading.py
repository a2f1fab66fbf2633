"""One remittance claim, read and balanced while it is read: CLP and what follows it."""

from datetime import date
from decimal import Decimal
from functools import partial

from edi.adjustments import PATIENT, Adjustment, Procedure
from edi.faults import Code, Fault, Scope
from edi.remittance_parts import PAD, Row, even_adjustments, named, new_tuple, procedure_of
from edi.remittances import NO_PROCEDURE, Marked, RemitClaim, RemitLine
from edi.values import AMOUNTS, DAYS, QUANTITIES, ZERO, Memo, amount

MOST_LINES = 2000
MOST_SEGMENTS = 60_000  # of one claim
ONE = Decimal(1)
MOST_RARE = 200  # remarks and quantities of one claim
_RARE = frozenset({"MIA", "MOA", "QTY"})
_PEOPLE = {
    "QC": "patient",
    "IL": "insured",
    "74": "corrected",
    "82": "rendering",
    "TT": "forwarded_to",
    "PR": "corrected_payer",
    "GB": "other_insured",
}


class ClaimReader:
    """Reads one claim from its segments; `faults` collects what is wrong with it.

    Reading is the hot path of the whole room: rows are plain lists, each line and claim is made once.
    """

    def __init__(self) -> None:
        self.component = ""
        self.procedures = Memo(partial(procedure_of, ":"))
        self.began = 0  # number of the ST
        self.faults: list[Fault] = []
        self.patient_share = ZERO

    def stand_in(self, began: int, component: str) -> None:
        """Read claims of the set whose ST has this number, and whose composites are divided so."""
        self.began = began
        if component != self.component:
            self.component = component
            self.procedures = Memo(partial(procedure_of, component))

    def read(self, rows: list[Row], number: int, raw: tuple[str, ...]) -> RemitClaim:
        """The claim of these rows, CLP first, with the line tests and the claim test done."""
        self.faults, self.patient_share = [], ZERO
        claim, off, at = self.head(rows, number)
        lines = []
        charged = ZERO
        while at < len(rows):
            line, adjusted, at = self.line(rows, at, number)
            lines.append(line)
            charged += line.charge
            off -= adjusted
            if not line.is_balanced:
                claim.is_balanced = False
        claim.lines, claim.raw = tuple(lines), raw
        self.test(claim, off or (claim.charge - charged if lines else ZERO))
        claim.faults = tuple(self.faults)
        return claim

    def test(self, claim: RemitClaim, off: Decimal) -> None:
        """The claim test, and what is worth a note."""
        if off:
            claim.is_balanced = False
            self.fault(Code.CLAIM_BALANCE, "CLP", claim.segment, difference=off)
        if claim.patient_responsibility and claim.patient_responsibility != self.patient_share:
            self.fault(Code.PATIENT_SHARE, "CLP", claim.segment, 5, Scope.NOTE)
        if len(claim.lines) > MOST_LINES or len(claim.raw) > MOST_SEGMENTS:
            self.fault(Code.TOO_MANY_LINES, "CLP", claim.segment)

    def head(self, rows: list[Row], number: int) -> tuple[RemitClaim, Decimal, int]:
        """The claim without lines, its charge less paid and adjusted so far, and where its lines begin."""
        claim = self.terms(rows[0] + PAD, number)
        off = claim.charge - claim.paid
        adjustments: list[Adjustment] = []
        references: list[Marked] = []
        amounts: list[tuple[str, Decimal]] = []
        at, length = 1, len(rows)
        while at < length and (tag := rows[at][0]) != "SVC":
            row = rows[at]
            if tag == "CAS":
                off -= self.cas(row, number + at, adjustments)
            elif len(row) < 3:
                pass  # says nothing
            elif tag == "DTM":
                self.claim_day(claim, row, number + at)
            elif tag == "NM1":
                self.person(claim, row)
            elif tag == "REF":
                references.append(new_tuple(Marked, (row[1], row[2])))
            elif tag == "AMT":
                self.sum(row, number + at, amounts)
            elif tag in _RARE and len(claim.remarks) + len(claim.quantities) < MOST_RARE:
                self.rare(claim, row, number + at)
            at += 1
        claim.adjustments, claim.references = tuple(adjustments), tuple(references)
        claim.amounts = tuple(amounts)
        return claim, off, at

    def terms(self, row: Row, number: int) -> RemitClaim:
        """What CLP says."""
        charge, paid = self.money(row, 3, number), self.money(row, 4, number)
        owed = self.money(row, 5, number) if row[5] else ZERO
        claim = RemitClaim(row[1], row[2], charge, paid, owed, number, row[6], row[7] or None)
        claim.place, claim.frequency = row[8], row[9]
        if not row[1]:
            self.fault(Code.MISSING, "CLP", number, 1, Scope.NOTE)
        return claim

    def rare(self, claim: RemitClaim, row: Row, number: int) -> None:
        """What few claims have: remarks of the whole claim, and quantities."""
        if row[0] == "MIA":
            claim.remarks += tuple(filter(None, (*row[5:6], *row[20:24])))
        elif row[0] == "MOA":
            claim.remarks += tuple(filter(None, row[3:8]))
        else:
            claim.quantities += ((row[1], self.units(row, 2, number)),)

    def line(self, rows: list[Row], start: int, number: int) -> tuple[RemitLine, Decimal, int]:
        """The line that begins at `start`, the sum of its adjustments, and where the next begins."""
        line = self.service(rows[start] + PAD, number + start)
        adjusted = ZERO
        adjustments: list[Adjustment] = []
        amounts: list[tuple[str, Decimal]] = []
        others: list[Row] = []
        at, length = start + 1, len(rows)
        while at < length and (tag := rows[at][0]) != "SVC":
            row = rows[at]
            if tag == "CAS":
                adjusted += self.cas(row, number + at, adjustments)
            elif len(row) < 3:
                pass  # says nothing
            elif tag == "DTM":
                self.line_day(line, row, number + at)
            elif tag == "AMT":
                self.sum(row, number + at, amounts)
            elif tag == "REF" and row[1] == "6R":
                line.control = row[2]
            else:
                others.append(row)
            at += 1
        line.adjustments, line.amounts = tuple(adjustments), tuple(amounts)
        if others:
            line.references = tuple(Marked(row[1], row[2]) for row in others if row[0] == "REF")
            line.remarks = tuple(row[2] for row in others if row[0] == "LQ" and row[1] == "HE")
        if off := line.charge - adjusted - line.paid:
            line.is_balanced = False
            self.fault(Code.LINE_BALANCE, "SVC", line.segment, difference=off)
        return line, adjusted, at

    def service(self, row: Row, number: int) -> RemitLine:
        """What SVC says."""
        try:
            charge, paid = AMOUNTS[row[2]], AMOUNTS[row[3]]
        except ValueError:
            charge, paid = self.money(row, 2, number), self.money(row, 3, number)
        units = self.units(row, 5, number) if row[5] and row[5] != "1" else ONE
        line = RemitLine(self.procedure(row, 1, number), charge, paid, units, number, row[4])
        if row[6]:
            line.submitted = self.procedure(row, 6, number)
        if row[7]:
            line.submitted_units = self.units(row, 7, number)
        return line

    def cas(self, row: Row, number: int, adjustments: list[Adjustment]) -> Decimal:
        """Add the one to six adjustments of a CAS, and give their sum."""
        try:
            if len(row) == 4:  # one reason without a quantity: most of them
                total = AMOUNTS[row[3]]
                adjustments.append(new_tuple(Adjustment, (row[1], row[2], total, None)))
            else:
                found, total = even_adjustments(row)
                adjustments += found
        except (ValueError, IndexError):
            return self.uneven_cas(row, number, adjustments)
        if row[1] == PATIENT:
            self.patient_share += total
        return total

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

    def claim_day(self, claim: RemitClaim, row: Row, number: int) -> None:
        kind = row[1]
        if kind == "232":
            claim.statement_from = DAYS[row[2]] or self.day(row, number)
        elif kind == "233":
            claim.statement_to = DAYS[row[2]] or self.day(row, number)
        elif kind == "050":
            claim.received_on = DAYS[row[2]] or self.day(row, number)
        elif kind == "036":
            claim.coverage_ended_on = self.day(row, number)

    def line_day(self, line: RemitLine, row: Row, number: int) -> None:
        kind = row[1]
        if kind == "472" or kind == "150":
            line.service_from = DAYS[row[2]] or self.day(row, number)
        elif kind == "151":
            line.service_to = self.day(row, number)

    def day(self, row: Row, number: int) -> date | None:
        when = DAYS[row[2]]
        if when is None:
            self.fault(Code.DATE, "DTM", number, 2, Scope.NOTE)
        return when

    def person(self, claim: RemitClaim, row: Row) -> None:
        name = _PEOPLE.get(row[1])
        if name is not None:
            setattr(claim, name, named(row))

    def sum(self, row: Row, number: int, amounts: list[tuple[str, Decimal]]) -> None:
        """Add the amount of an AMT with its qualifier; what is none is noted and left out."""
        try:
            amounts.append((row[1], AMOUNTS[row[2]]))
        except ValueError:
            self.fault(Code.AMOUNT, "AMT", number, 2, Scope.NOTE)

    def procedure(self, row: Row, at: int, number: int) -> Procedure:
        """The procedure of SVC01 or SVC06; NO_PROCEDURE and a note when it has no parts."""
        what = self.procedures[row[at]]
        if what is NO_PROCEDURE:
            self.fault(Code.COMPONENTS, "SVC", number, at, Scope.NOTE)
        return what

    def money(self, row: Row, at: int, number: int) -> Decimal:
        """An amount that money hangs on; zero and a fault of the claim when it is none."""
        try:
            return amount(row[at])
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
