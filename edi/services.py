"""The services on a claim: lines, the people who did them, the papers and words that go with them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from edi.adjustments import Adjustment, Procedure
from edi.loops import Raw
from edi.parties import Address, Party


class Role(StrEnum):
    """What a provider did; on a claim or on one line."""

    REFERRING = "referring"
    PRIMARY_CARE = "primary care"
    RENDERING = "rendering"
    FACILITY = "facility"
    SUPERVISING = "supervising"
    ORDERING = "ordering"
    PURCHASED = "purchased service"
    PICK_UP = "ambulance pick-up"
    DROP_OFF = "ambulance drop-off"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider in one role: 2310, 2420."""

    role: Role
    name: Party  # id: the NPI
    taxonomy: str = ""
    address: Address | None = None
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """Papers sent apart: PWK."""

    kind: str  # OZ support, OB operative note, EB explanation of benefits, CT, DG, RB...
    sent_by: str  # EL, FX, BM, FT, EM, AA (on request)
    control: str = ""  # what the papers bear


@dataclass(frozen=True, slots=True)
class Note:
    """Free words to the payer: NTE."""

    kind: str  # ADD, CER, DCP, DGN, TPO
    text: str


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug given: LIN and CTP."""

    ndc: str
    quantity: Decimal | None = None
    unit: str = "UN"  # F2, GR, ME, ML, UN


@dataclass(frozen=True, slots=True)
class LinePayment:
    """What another payer did with this line: 2430."""

    payer_id: str
    paid: Decimal
    procedure: Procedure
    units: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    decided_on: date | None = None
    patient_owes: Decimal | None = None
    raw: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service: 2400 and below."""

    number: str  # LX01
    procedure: Procedure
    charge: Decimal
    units: Decimal
    service_from: date | None  # None: unreadable
    service_to: date | None = None  # None: one day
    control: str | None = None  # REF 6R: comes back in the remittance
    unit_kind: str = "UN"  # MJ: minutes
    place: str = ""  # empty: the claim's
    pointers: tuple[int, ...] = ()  # 1 is the principal diagnosis
    is_emergency: bool = False
    prior_authorization: str | None = None
    referral: str | None = None
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[Note, ...] = ()
    drug: Drug | None = None
    providers: tuple[Provider, ...] = ()
    payments: tuple[LinePayment, ...] = ()
    segment: int = 0
    raw: tuple[Raw, ...] = ()

    @property
    def last_day(self) -> date | None:
        """The last day of service; the same as the first for one day."""
        return self.service_to or self.service_from
