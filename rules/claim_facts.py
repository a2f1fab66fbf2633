"""What the scrubbing edits look at: one professional claim as plain facts, without anybody's name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.claims import Frequency

Range = tuple[str, str]  # procedures from, to; both belong to it


@dataclass(frozen=True, slots=True)
class AddressFacts:
    line: str
    city: str
    state: str
    zip: str  # five or nine digits


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """A provider by number; an empty taxonomy is not given."""

    npi: str
    taxonomy: str = ""


@dataclass(frozen=True, slots=True)
class BillingFacts:
    """Who is to be paid."""

    npi: str
    tax_id: str  # nine digits, with or without a hyphen
    address: AddressFacts | None
    taxonomy: str = ""


@dataclass(frozen=True, slots=True)
class SubscriberFacts:
    """Whose insurance it is."""

    member_id: str
    birth_date: date | None
    address: AddressFacts | None
    sex: str = ""  # M, F or U; empty when not given


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The patient who is not the subscriber."""

    birth_date: date | None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class PayerFacts:
    """The payer and what it asks for, as its card and the dated rules say."""

    payer_id: str
    member_id_pattern: str | None = None  # a regular expression for the whole id; None: any
    needs_referring: bool = False
    referring_ranges: tuple[Range, ...] = ()
    authorization_ranges: tuple[Range, ...] = ()
    filing_limit_on: date | None = None  # the last lawful day; None: not reckoned yet


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """The policy's period; an unknown bound is None and never counts as not covered."""

    covered_from: date | None = None
    covered_until: date | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One billed service; pointers are 1-based places in the claim's diagnoses."""

    number: int
    procedure: str
    charge: Decimal
    units: Decimal
    service_from: date | None
    service_to: date | None = None  # None: the same day
    pointers: tuple[int, ...] = ()
    modifiers: tuple[str, ...] = ()
    place: str = ""  # empty: the claim's
    ndc: str = ""
    rendering: ProviderFacts | None = None

    @property
    def last_day(self) -> date | None:
        return self.service_to or self.service_from


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """Papers sent apart: how, and the number they bear."""

    sent_by: str  # AA: only on request
    control: str = ""


@dataclass(frozen=True, slots=True)
class LinePaidFacts:
    """What another payer did with one line; adjustments are summed."""

    number: int
    paid: Decimal
    adjusted: Decimal


@dataclass(frozen=True, slots=True)
class OtherPayerFacts:
    """What another payer did with the claim; adjustments are those of claim level, summed."""

    payer_id: str
    paid: Decimal | None  # None: not given
    adjusted: Decimal = Decimal(0)
    lines: tuple[LinePaidFacts, ...] = ()
    has_decided: bool = True  # it goes before the payer we bill


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """The whole claim; lists are in claim order, diagnoses with or without dots, the principal one first."""

    control_number: str
    charge: Decimal
    place: str
    frequency: Frequency | str
    billing: BillingFacts
    subscriber: SubscriberFacts
    payer: PayerFacts
    diagnoses: tuple[str, ...]
    lines: tuple[LineFacts, ...]
    coverage: CoverageFacts = CoverageFacts()
    patient: PatientFacts | None = None  # None: the subscriber
    rendering: ProviderFacts | None = None
    referring: ProviderFacts | None = None
    facility: ProviderFacts | None = None
    payer_claim_number: str = ""
    authorization: str = ""
    delay_reason: str = ""
    accident_causes: tuple[str, ...] = ()  # AA auto, EM employment, OA other
    accident_state: str = ""
    accident_on: date | None = None
    attachments: tuple[AttachmentFacts, ...] = ()
    other_payers: tuple[OtherPayerFacts, ...] = ()
    duplicates_of: tuple[str, ...] = ()  # open claims for the same patient, payer, dates and services
    is_icd9: bool = False

    @property
    def first_day(self) -> date | None:
        """The earliest service date; None when no line has one."""
        return min((line.service_from for line in self.lines if line.service_from), default=None)

    @property
    def providers(self) -> tuple[ProviderFacts, ...]:
        """Everybody who is named by number, the billing provider first."""
        billing = ProviderFacts(self.billing.npi, self.billing.taxonomy)
        others = (self.rendering, self.referring, self.facility, *(line.rendering for line in self.lines))
        return (billing, *(each for each in others if each))
