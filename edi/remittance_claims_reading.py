"""One remittance claim, read and balanced while it is read: CLP and what follows it."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from edi.adjustments import PATIENT, Adjustment, Procedure
from edi.faults import Code, Fault, Scope
from edi.parties import Party
from edi.remittances import NO_PROCEDURE, Marked, RemitClaim, RemitLine
from edi.values import AMOUNT, QUANTITY, ZERO, day, readable

MOST_LINES = 2000
ONE = Decimal(1)
_PAD = [""] * 14
_PEOPLE = {
    "QC": "patient",
    "IL": "insured",
    "74": "corrected",
    "82": "rendering",
    "TT": "forwarded_to",
    "PR": "corrected_payer",
    "GB": "other_insured",
}
_CLAIM_DAYS = {
    "050": "received_on",
    "232": "statement_from",
    "233": "statement_to",
    "036": "coverage_ended_on",
}
Deed = Callable[[list[str], int], None]


class ClaimReader:
    """Takes the segments of one claim after the other; `deeds` says what to do with each tag.

    Reading is the hot path of the whole room: one call a segment, lists that become tuples at the end.
    """

    def __init__(self) -> None:
        self.component = ":"
        self.began = 0  # number of the ST
        self.claim = RemitClaim("", "", ZERO, ZERO, ZERO, 0)
        self.line: RemitLine | None = None
        self.deeds: dict[str, Deed] = {
            "CAS": self.take_cas,
            "SVC": self.take_svc,
            "DTM": self.take_dtm,
            "REF": self.take_ref,
            "AMT": self.take_amt,
            "LQ": self.take_lq,
            "NM1": self.take_nm1,
            "QTY": self.take_qty,
            "MOA": self.take_moa,
            "MIA": self.take_mia,
        }
        self._clear()

    def _clear(self) -> None:
        self.line = None
        self.adjusted = self.taken_off = self.charged = self.patient_share = ZERO
        self.lines: list[RemitLine] = []
        self.faults: list[Fault] = []
        self.adjustments: list[Adjustment] = []
        self.references: list[Marked] = []
        self.amounts: list[tuple[str, Decimal]] = []
        self.quantities: list[tuple[str, Decimal]] = []
        self.remarks: list[str] = []

    def open(self, elements: list[str], number: int, began: int, component: str) -> None:
        """Begin the claim of this CLP."""
        self._clear()
        self.began, self.component = began, component
        elements += _PAD
        charge, paid = self.money(elements, 3, number), self.money(elements, 4, number)
        owed = self.money(elements, 5, number) if elements[5] else ZERO
        self.claim = RemitClaim(elements[1], elements[2], charge, paid, owed, number, elements[6])
        self.claim.payer_claim_number = elements[7] or None
        self.claim.place, self.claim.frequency = elements[8], elements[9]
        if not elements[1]:
            self.fault(Code.MISSING, "CLP", number, 1, Scope.NOTE)

    def close(self, raw: tuple[str, ...]) -> RemitClaim:
        """The claim, with the line tests and the claim test done."""
        claim = self.claim
        self._settle()
        claim.lines, claim.raw, claim.quantities = tuple(self.lines), raw, tuple(self.quantities)
        off = claim.charge - self.taken_off - claim.paid
        if not off and self.lines:
            off = claim.charge - self.charged
        if off:
            claim.is_balanced = False
            self.fault(Code.CLAIM_BALANCE, "CLP", claim.segment, difference=off)
        if claim.patient_responsibility and claim.patient_responsibility != self.patient_share:
            self.fault(Code.PATIENT_SHARE, "CLP", claim.segment, 5, Scope.NOTE)
        if len(self.lines) > MOST_LINES:
            self.fault(Code.TOO_MANY_LINES, "CLP", claim.segment)
        claim.faults = tuple(self.faults)
        return claim

    def _settle(self) -> None:
        """Give what was collected to the line, or to the claim before its first line; test the line."""
        line = self.line
        target = line or self.claim
        if self.adjustments:
            target.adjustments, self.adjustments = tuple(self.adjustments), []
        if self.references:
            target.references, self.references = tuple(self.references), []
        if self.amounts:
            target.amounts, self.amounts = tuple(self.amounts), []
        if self.remarks:
            target.remarks, self.remarks = tuple(self.remarks), []
        if line is not None and (off := line.charge - self.adjusted - line.paid):
            line.is_balanced = self.claim.is_balanced = False
            self.fault(Code.LINE_BALANCE, "SVC", line.segment, difference=off)
        self.taken_off += self.adjusted
        self.adjusted = ZERO

    def take_svc(self, elements: list[str], number: int) -> None:
        self._settle()
        elements += _PAD
        what = self.procedure(elements[1])
        if what is NO_PROCEDURE:
            self.fault(Code.COMPONENTS, "SVC", number, 1, Scope.NOTE)
        charge, paid = self.money(elements, 2, number), self.money(elements, 3, number)
        units = self.units(elements, 5, number) if elements[5] else ONE
        self.charged += charge
        self.line = line = RemitLine(what, charge, paid, units, number, elements[4])
        if elements[6]:
            line.submitted = self.procedure(elements[6])
        if elements[7]:
            line.submitted_units = self.units(elements, 7, number)
        self.lines.append(line)

    def take_cas(self, elements: list[str], number: int) -> None:
        group, length = elements[1] if len(elements) > 1 else "", len(elements)
        for at in range(2, min(length, 20), 3):
            reason = elements[at]
            if not reason and not any(elements[at : at + 2]):
                continue
            value = self.money(elements, at + 1, number)
            units = None
            if at + 2 < length and elements[at + 2]:
                units = self.units(elements, at + 2, number)
            self.adjusted += value
            if group == PATIENT:
                self.patient_share += value
            self.adjustments.append(Adjustment(group, reason, value, units))

    def take_dtm(self, elements: list[str], number: int) -> None:
        if len(elements) < 3:
            return
        kind, when = elements[1], day(elements[2])
        if when is None:
            self.fault(Code.DATE, "DTM", number, 2, Scope.NOTE)
        elif self.line is None:
            if kind in _CLAIM_DAYS:
                setattr(self.claim, _CLAIM_DAYS[kind], when)
        elif kind == "472" or kind == "150":
            self.line.service_from = when
        elif kind == "151":
            self.line.service_to = when

    def take_ref(self, elements: list[str], number: int) -> None:
        if len(elements) < 3:
            return
        if elements[1] == "6R" and self.line is not None:
            self.line.control = elements[2]
        else:
            self.references.append(Marked(elements[1], elements[2]))

    def take_amt(self, elements: list[str], number: int) -> None:
        if len(elements) > 2 and AMOUNT(elements[2]):
            self.amounts.append((elements[1], Decimal(elements[2])))
        else:
            self.fault(Code.AMOUNT, "AMT", number, 2, Scope.NOTE)

    def take_qty(self, elements: list[str], number: int) -> None:
        if len(elements) > 2 and self.line is None and QUANTITY(elements[2]):
            self.quantities.append((elements[1], Decimal(elements[2])))

    def take_lq(self, elements: list[str], number: int) -> None:
        if len(elements) > 2 and elements[1] == "HE":
            self.remarks.append(elements[2])

    def take_moa(self, elements: list[str], number: int) -> None:
        self.remarks += filter(None, elements[3:8])

    def take_mia(self, elements: list[str], number: int) -> None:
        self.remarks += filter(None, elements[5:6] + elements[20:24])

    def take_nm1(self, elements: list[str], number: int) -> None:
        name = _PEOPLE.get(elements[1]) if len(elements) > 1 else None
        if name is not None and self.line is None:
            setattr(self.claim, name, named(elements))

    def procedure(self, composite: str) -> Procedure:
        """The procedure of SVC01 or SVC06; NO_PROCEDURE when it has no parts."""
        return _procedure(composite, self.component) if len(composite) < 200 else NO_PROCEDURE

    def money(self, elements: list[str], at: int, number: int) -> Decimal:
        """An amount that money hangs on; zero and a fault of the claim when it is none."""
        text = elements[at] if at < len(elements) else ""
        if AMOUNT(text) is None:
            self.fault(Code.AMOUNT, elements[0], number, at)
            return ZERO
        return Decimal(text)

    def units(self, elements: list[str], at: int, number: int) -> Decimal:
        """A quantity; zero and a note when it is none."""
        if QUANTITY(elements[at]) is None:
            self.fault(Code.QUANTITY, elements[0], number, at, Scope.NOTE)
            return ZERO
        return Decimal(elements[at])

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


def named(elements: list[str]) -> Party:
    """The person or organisation of an NM1."""
    _, _, kind, last, first, middle, _, suffix, id_kind, id_ = (elements + _PAD)[:10]
    name = (readable(last), readable(first), readable(middle), readable(suffix))
    return Party(*name, kind == "1", id_, id_kind)


@lru_cache(maxsize=4096)
def _procedure(composite: str, component: str) -> Procedure:
    parts = composite.split(component)
    if len(parts) < 2:
        return NO_PROCEDURE
    return Procedure(parts[1], tuple(filter(None, parts[2:6])), parts[0], "".join(parts[6:7]))
