"""The professional claim (837P, 005010X222A1): what a practice asks of a payer."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from edi.adjustments import Adjustment
from edi.envelope import Group, Interchange
from edi.faults import Fault, blocks
from edi.loops import Raw
from edi.parties import Address, Contact, Party
from edi.services import Attachment, Note, Provider, Role, ServiceLine

GUIDE = "005010X222A1"


@dataclass(frozen=True, slots=True)
class BillingProvider:
    """Who is paid: 2000A, 2010AA, 2010AB."""

    name: Party  # id: the NPI
    tax_id: str
    address: Address | None
    tax_id_kind: str = "EI"  # SY: a social security number
    taxonomy: str = ""
    contact: Contact | None = None
    pay_to: Address | None = None
    raw: tuple[Raw, ...] = ()
    pay_to_raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whose insurance it is: 2000B, 2010BA."""

    name: Party  # id: the member id
    responsibility: str = "P"  # P primary, S secondary, T tertiary payer
    relation: str = "18"  # 18: the patient is the subscriber; empty: see the patient
    group_number: str = ""
    group_name: str = ""
    secondary_reason: str = ""  # why Medicare pays second, 12 to 47
    filing_code: str = ""  # MB, CI, MC, HM, BL...
    address: Address | None = None
    born_on: date | None = None
    sex: str = ""
    raw: tuple[Raw, ...] = ()

    @property
    def is_patient(self) -> bool:
        return self.relation == "18"


@dataclass(frozen=True, slots=True)
class Patient:
    """The patient where it is not the subscriber: 2000C, 2010CA."""

    name: Party
    relation: str  # 01 spouse, 19 child, 20 employee, 21 unknown, G8 other
    address: Address | None = None
    born_on: date | None = None
    sex: str = ""
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """A payer by name and id: 2010BB, 2330B."""

    name: str
    id: str
    id_kind: str = "PI"
    address: Address | None = None
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class Insured:
    """The subscriber of another payer: 2330A."""

    name: Party
    address: Address | None = None
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """What another payer is to this claim and what it paid: 2320, 2330A, 2330B."""

    payer: Payer
    insured: Insured
    responsibility: str
    relation: str = "18"
    group_number: str = ""
    group_name: str = ""
    secondary_reason: str = ""
    filing_code: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    paid: Decimal | None = None  # AMT D; None: not given
    not_covered: Decimal | None = None  # AMT A8
    patient_owes: Decimal | None = None  # AMT EAF
    benefits_assigned: str = "Y"
    patient_signature: str = ""
    releases_information: str = "Y"
    decided_on: date | None = None
    payer_claim_number: str | None = None
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfessionalClaim:
    """One CLM with everything above and below it; `raw` and `segment` are empty for a claim of ours."""

    patient_control_number: str  # at most 20 characters when ours
    charge: Decimal  # zero when unreadable: `faults` says so
    place: str
    billing: BillingProvider
    subscriber: Subscriber
    payer: Payer
    lines: tuple[ServiceLine, ...]
    diagnoses: tuple[str, ...]  # without dots; the first is the principal one
    patient: Patient | None = None  # None: the subscriber
    frequency: str = "1"  # 7 replaces, 8 voids
    provider_signed: bool = True
    accepts_assignment: str = "A"
    benefits_assigned: str = "Y"
    releases_information: str = "Y"
    patient_signature: str = ""
    accident_causes: tuple[str, ...] = ()  # AA auto, EM employment, OA other
    accident_state: str = ""
    delay_reason: str = ""
    is_icd9: bool = False
    onset_on: date | None = None
    first_treated_on: date | None = None
    accident_on: date | None = None
    admitted_on: date | None = None
    discharged_on: date | None = None
    patient_paid: Decimal | None = None
    prior_authorization: str | None = None
    referral: str | None = None
    payer_claim_number: str | None = None  # the ICN that a 7 or 8 refers to
    clearinghouse_number: str | None = None
    record_number: str | None = None
    clia: str | None = None
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[Note, ...] = ()
    providers: tuple[Provider, ...] = ()
    other_payers: tuple[OtherPayer, ...] = ()
    segment: int = 0  # number of its CLM
    faults: tuple[Fault, ...] = ()
    raw: tuple[Raw, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything needed could be read."""
        return not blocks(self.faults)

    def provider(self, role: Role) -> Provider | None:
        """The first provider of this role on the claim."""
        return next((each for each in self.providers if each.role is role), None)


@dataclass(frozen=True, slots=True)
class Batch:
    """The head of one 837 transaction set: ISA, GS, ST, BHT, submitter and receiver."""

    interchange: Interchange
    group: Group
    control: str  # ST02: comes back in the 999
    batch_id: str  # BHT03: comes back in the 277CA
    submitter: Party  # id_kind 46
    submitter_contact: Contact
    receiver: Party
    created_on: date | None
    created_at: time | None
    is_resent: bool = False
    is_encounter: bool = False  # RP: nothing to bill
    guide: str = GUIDE
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """The end of one 837 transaction set."""

    claims: int = 0
    segments: int = 0  # ST to SE as read; 0 for one of ours
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: str = ""
