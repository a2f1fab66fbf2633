"""One remittance claim, read and balanced while it is read: CLP and what follows it."""

from decimal import Decimal

from edi.adjustments import Adjustment
from edi.faults import Code, Scope
from edi.remittance_facts import ADJUSTED, INFORMED, INITIALS, OTHER, OWED, RECEIVED, STARTED
from edi.remittance_lines_reading import LineReader
from edi.remittance_parts import PAD, Row, named, new_tuple
from edi.remittances import Marked, RemitClaim
from edi.values import AMOUNTS, ZERO

MOST_LINES = 2000
MOST_SEGMENTS = 60_000  # of one claim
MOST_RARE = 200  # remarks and quantities of one claim
_DAYS = ("statement_from", "statement_to", "received_on")  # in the order of the facts from STARTED
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


class ClaimReader(LineReader):
    """Reads one claim from its segments. This is the hot path of the whole room."""

    def read(self, texts: list[str], number: int, before: list[str]) -> RemitClaim:
        """The claim of these segments, CLP first, with the line tests and the claim test done.

        `before` is what stood between it and the claim before.
        """
        self.faults, self.patient_share = [], ZERO
        claim, off, at = self.head(texts, number)
        if at < len(texts):
            charged, adjusted = self.lines(claim, texts[at:], number + at)
            off = off - adjusted or claim.charge - charged
        claim.raw = (*before, *texts) if before else tuple(texts)
        self.test(claim, off)
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

    def head(self, texts: list[str], number: int) -> tuple[RemitClaim, Decimal, int]:
        """The claim without lines, its charge less paid and adjusted so far, and where its lines begin."""
        mark, known = self.delimiters.element, self.facts
        claim = self.terms(texts[0].split(mark), number)
        off = claim.charge - claim.paid
        adjustments: list[Adjustment] = []
        references: list[Marked] = []
        amounts: list[tuple[str, Decimal]] = []
        at = 0
        for at, text in enumerate(texts[1:], 1):
            if text[0] in INITIALS:
                kind, value = known[text]
                if STARTED <= kind <= RECEIVED:
                    setattr(claim, _DAYS[kind - STARTED], value)
                elif kind == INFORMED:
                    amounts.append(value)
                elif kind <= ADJUSTED:
                    reasons, total = value
                    adjustments += reasons
                    off -= total
                    if kind == OWED:
                        self.patient_share += total
                elif kind == OTHER:
                    off -= self.odd(claim, value, number + at, adjustments)
                continue
            row = text.split(mark)
            if row[0] == "SVC":
                break
            if row[0] == "REF" and len(row) > 2:
                references.append(new_tuple(Marked, (row[1], row[2])))
            else:
                self.rest(claim, row, number + at)
        else:
            at += 1
        claim.adjustments, claim.references = tuple(adjustments), tuple(references)
        claim.amounts = tuple(amounts)
        return claim, off, at

    def terms(self, row: Row, number: int) -> RemitClaim:
        """What CLP says."""
        if len(row) != 10:
            row = (row + PAD)[:10]
        _, control, status, charge, paid, owed, filing_code, icn, place, frequency = row
        try:
            sums = AMOUNTS[charge], AMOUNTS[paid], AMOUNTS[owed] if owed else ZERO
        except ValueError:
            share = self.money(row, 5, number) if owed else ZERO
            sums = self.money(row, 3, number), self.money(row, 4, number), share
        if not control:
            self.fault(Code.MISSING, "CLP", number, 1, Scope.NOTE)
        return RemitClaim(control, status, *sums, number, filing_code, icn or None, place, frequency)

    def rest(self, claim: RemitClaim, row: Row, number: int) -> None:
        """People, and what few claims have: remarks of the whole claim, and quantities."""
        tag = row[0]
        if len(row) < 3:
            return  # says nothing
        if tag == "NM1":
            if (name := _PEOPLE.get(row[1])) is not None:
                setattr(claim, name, named(row))
        elif tag not in _RARE or len(claim.remarks) + len(claim.quantities) >= MOST_RARE:
            return
        elif tag == "MIA":
            claim.remarks += tuple(filter(None, (*row[5:6], *row[20:24])))
        elif tag == "MOA":
            claim.remarks += tuple(filter(None, row[3:8]))
        else:
            claim.quantities += ((row[1], self.units(row, 2, number)),)

    def odd(self, claim: RemitClaim, row: Row, number: int, adjustments: list[Adjustment]) -> Decimal:
        """A segment with one of the initials whose fact is not among the usual; gives what it adjusts."""
        if row[0] == "CAS":
            return self.uneven_cas(row, number, adjustments)
        if row[0] == "DTM" and len(row) > 2:
            self.claim_day(claim, row, number)
        else:
            self.no_amount(row, number)
        return ZERO

    def claim_day(self, claim: RemitClaim, row: Row, number: int) -> None:
        """The end of a coverage, or a day that is none."""
        if row[1] == "036":
            claim.coverage_ended_on = self.day(row, number)
        elif row[1] in ("232", "233", "050"):
            self.day(row, number)
