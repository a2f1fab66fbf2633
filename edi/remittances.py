"""The remittance (835, 005010X221A1): what a payer says it paid, and for what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from edi.adjustments import PATIENT, Adjustment, Procedure
from edi.envelope import Group, Interchange
from edi.faults import Fault, blocks
from edi.parties import NOBODY, Address, Contact, Party

GUIDE = "005010X221A1"
NO_PROCEDURE = Procedure("", (), "")
ZERO = Decimal(0)


class Marked(NamedTuple):
    """A value with its qualifier, as REF, AMT and QTY give it: ("6R", "L1")."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Payment:
    """The head of one 835 transaction set: who pays whom, how much, by which cheque or transfer."""

    interchange: Interchange
    group: Group
    control: str
    handling: str  # BPR01: I remittance only, C with payment, H notification, P never posted
    amount: Decimal  # BPR02; zero when unreadable, which `faults` says
    method: str  # ACH, CHK, NON, FWT, BOP
    paid_on: date | None  # BPR16; None: missing or no date
    trace: str  # TRN02: cheque or EFT number
    payer_tax_id: str  # TRN03: 1 and the payer's tax id
    payer: Party  # id from N104
    payee: Party
    direction: str = "C"  # D: a debit, for a person
    produced_on: date | None = None
    bank_details: tuple[str, ...] = ()  # BPR05 to BPR15 as they stand
    payer_address: Address | None = None
    payer_contact: Contact | None = None  # the first of PER BL, CX, IC
    payee_address: Address | None = None
    payer_references: tuple[Marked, ...] = ()  # 2U payer id, NF, EO, HI
    payee_references: tuple[Marked, ...] = ()  # TJ tax id, PQ payee id, 0B
    segment: int = 0  # number of its ST
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()  # ST to the segment before the first claim

    @property
    def payer_id(self) -> str | None:
        """How the payer calls itself: the 2U reference, else N104, else the tax id of TRN03."""
        own = next((each.value for each in self.payer_references if each.kind == "2U"), "")
        return own or self.payer.id or self.payer_tax_id or None

    @property
    def payee_tax_id(self) -> str | None:
        """The TJ reference, or N104 where that is a tax id."""
        tax_id = next((each.value for each in self.payee_references if each.kind == "TJ"), "")
        return tax_id or (self.payee.id if self.payee.id_kind == "FI" else "") or None


@dataclass(slots=True)
class RemitLine:
    """One SVC; not frozen, because a file holds hundreds of thousands and freezing doubles their cost."""

    procedure: Procedure  # what was paid
    charge: Decimal
    paid: Decimal
    units: Decimal  # 1 when not given
    segment: int
    revenue: str = ""
    submitted: Procedure | None = None  # what we had sent, where it differs
    submitted_units: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None
    control: str | None = None  # REF 6R: our line
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()  # RARC from LQ HE
    references: tuple[Marked, ...] = ()
    amounts: tuple[tuple[str, Decimal], ...] = ()  # B6 allowed, KH: information, never money to post
    is_balanced: bool = True


@dataclass(slots=True)
class RemitClaim:
    """One CLP with its lines; amounts are zero when unreadable, which `faults` says."""

    patient_control_number: str
    status: str  # 1, 2, 3, 4, 19 to 23, 25
    charge: Decimal
    paid: Decimal
    patient_responsibility: Decimal
    segment: int
    filing_code: str = ""
    payer_claim_number: str | None = None  # CLP07, the ICN
    place: str = ""
    frequency: str = ""
    patient: Party = NOBODY
    insured: Party | None = None
    corrected: Party | None = None  # NM1 74: the payer knows the patient otherwise
    rendering: Party | None = None
    forwarded_to: Party | None = None  # NM1 TT: crossover
    corrected_payer: Party | None = None
    other_insured: Party | None = None
    remarks: tuple[str, ...] = ()  # from MIA and MOA
    references: tuple[Marked, ...] = ()  # F8 original ICN, EA, G1, 1L, 1W, CE
    received_on: date | None = None  # DTM 050
    statement_from: date | None = None  # DTM 232
    statement_to: date | None = None  # DTM 233
    coverage_ended_on: date | None = None  # DTM 036
    amounts: tuple[tuple[str, Decimal], ...] = ()  # information: never money to post
    quantities: tuple[tuple[str, Decimal], ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    lines: tuple[RemitLine, ...] = ()
    is_balanced: bool = True  # the line tests and the claim test
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()  # CLP to its last segment

    @property
    def is_sound(self) -> bool:
        """Whether it may be posted: it balances and nothing that money hangs on was unreadable."""
        return self.is_balanced and not blocks(self.faults)

    @property
    def original_payer_claim_number(self) -> str | None:
        """REF F8: the ICN that this one reverses or corrects."""
        return next((each.value for each in self.references if each.kind == "F8"), None)

    @property
    def patient_adjustments(self) -> Decimal:
        """The sum of all PR adjustments, claim and lines."""
        total = ZERO
        for given in (self.adjustments, *[line.adjustments for line in self.lines]):
            for each in given:
                if each.group == PATIENT:
                    total += each.amount
        return total


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """Money outside of claims (PLB): positive takes away from the payment, negative adds to it."""

    reason: str  # WO, FB, 72, CS, L6, IR, CT...
    reference: str | None  # verbatim
    amount: Decimal
    provider: str = ""
    fiscal_on: date | None = None
    segment: int = 0


@dataclass(frozen=True, slots=True)
class PaymentEnd:
    """The end of one 835 transaction set: only here is it known whether the payment balances."""

    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    claims: int = 0
    claims_paid: Decimal = ZERO
    is_balanced: bool = True  # claims less provider adjustments = payment, not negative, SE present
    difference: Decimal = ZERO  # payment less (claims less provider adjustments)
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()  # PLB and SE
