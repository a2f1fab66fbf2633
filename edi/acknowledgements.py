"""Answers to a file of claims: TA1 (the interchange), 999 (the sets), 277CA (each claim)."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from edi.adjustments import Procedure
from edi.envelope import Group, Interchange
from edi.faults import Fault
from edi.parties import Party

GUIDE_999 = "005010X231A1"
GUIDE_277CA = "005010X214"
ACCEPTING = frozenset({"A", "E"})


class Outcome(StrEnum):
    """What a 277CA category means for the claim; only `accepted`, said by the payer, proves filing."""

    FORWARDED = "forwarded"  # A0: wait for the next answer
    RECEIVED = "received"  # A1: received is not accepted
    ACCEPTED = "accepted"  # A2: into adjudication
    REJECTED = "rejected"  # A3, A6, A7, A8: never filed, the filing clock still runs
    NOT_FOUND = "not found"  # A4
    SPLIT = "split"  # A5: expect several payer claim numbers
    UNKNOWN = "unknown"


OUTCOMES = {
    "A0": Outcome.FORWARDED,
    "A1": Outcome.RECEIVED,
    "A2": Outcome.ACCEPTED,
    "A3": Outcome.REJECTED,
    "A4": Outcome.NOT_FOUND,
    "A5": Outcome.SPLIT,
    "A6": Outcome.REJECTED,
    "A7": Outcome.REJECTED,
    "A8": Outcome.REJECTED,
}
_GRAVEST_FIRST = (
    Outcome.REJECTED,
    Outcome.NOT_FOUND,
    Outcome.SPLIT,
    Outcome.ACCEPTED,
    Outcome.RECEIVED,
    Outcome.FORWARDED,
)


@dataclass(frozen=True, slots=True)
class InterchangeAcknowledgement:
    """TA1: whether the whole file was taken."""

    interchange: Interchange  # that brought it
    control: str  # ISA13 of the file it answers
    sent_on: date | None  # of the file it answers
    sent_at: time | None
    code: str  # A, E with errors, R rejected
    note: str = "000"
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.code in ACCEPTING


@dataclass(frozen=True, slots=True)
class ElementError:
    """IK4: what is wrong with one element."""

    element: int
    code: str  # 1 missing, 7 code, 8 date, I10 not used...
    component: int = 0
    data_element: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class SegmentError:
    """IK3 with its CTX and IK4: what is wrong with one segment that we sent."""

    tag: str
    position: int  # from ST = 1; 0 when unreadable
    code: str
    loop: str = ""
    patient_control_number: str | None = None  # CTX CLM01; None: derive it from the position
    context: str = ""  # a situational trigger, verbatim
    elements: tuple[ElementError, ...] = ()


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """AK2 to IK5: whether one transaction set was taken."""

    set_id: str
    control: str  # our ST02
    code: str  # A, E: taken; R, M, W, X: every claim in it is rejected
    guide: str = ""
    reasons: tuple[str, ...] = ()
    errors: tuple[SegmentError, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.code in ACCEPTING


@dataclass(frozen=True, slots=True)
class GroupAcknowledgement:
    """One 999: judge by `sets`, and by `code` alone when there are none."""

    interchange: Interchange
    group: Group
    control: str
    functional_id: str  # AK101: HC
    group_control: str  # AK102: our GS06
    code: str  # AK901
    sets: tuple[SetVerdict, ...] = ()
    guide: str = ""  # AK103
    included: int = 0
    received: int = 0
    accepted: int = 0
    group_errors: tuple[str, ...] = ()
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()  # ST to SE

    @property
    def is_accepted(self) -> bool:
        """Whether everything was taken."""
        return all(each.is_accepted for each in self.sets) if self.sets else self.code in ACCEPTING


class StatusCode(NamedTuple):
    """Category, status and whom it is about: A7, 562, 85."""

    category: str
    code: str
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """One STC."""

    codes: tuple[StatusCode, ...]  # one to three
    on: date | None = None
    action: str = ""  # WQ accept, U reject; the category decides where they disagree
    amount: Decimal | None = None
    text: str = ""


def outcome(statuses: tuple[Status, ...]) -> Outcome:
    """The gravest thing that they say; UNKNOWN when they say nothing known."""
    said = {OUTCOMES.get(code.category, Outcome.UNKNOWN) for each in statuses for code in each.codes}
    return next((each for each in _GRAVEST_FIRST if each in said), Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Report:
    """The head of one 277CA: who answers."""

    interchange: Interchange
    group: Group
    control: str
    reference: str  # BHT03
    created_on: date | None
    created_at: time | None
    source: Party
    is_payers: bool  # a clearinghouse (AY) proves nothing
    trace: str = ""
    received_on: date | None = None
    processed_on: date | None = None
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims, worth how much, were taken and refused; None: not said."""

    accepted: int | None = None
    rejected: int | None = None
    accepted_amount: Decimal | None = None
    rejected_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BatchVerdict:
    """2000B: what is said of the whole batch; a rejection here rejects every claim of it."""

    submitter: Party
    batch_id: str  # our BHT03
    statuses: tuple[Status, ...]
    tally: Tally = Tally()
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return outcome(self.statuses)


@dataclass(frozen=True, slots=True)
class ProviderVerdict:
    """2000C: what is said of one billing provider; a rejection here rejects all of its claims."""

    provider: Party
    trace: str = ""
    statuses: tuple[Status, ...] = ()
    tally: Tally = Tally()
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return outcome(self.statuses)


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """2220D: a line that was rejected, and with it its claim."""

    procedure: Procedure
    charge: Decimal
    statuses: tuple[Status, ...]
    control: str | None = None  # REF FJ: our 6R
    service_from: date | None = None
    service_to: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """2000D: what is said of one claim, with the batch and provider above it."""

    patient_control_number: str
    patient: Party
    statuses: tuple[Status, ...]
    payer_claim_number: str | None = None  # REF 1K: keep it for the remittance
    clearinghouse_number: str | None = None  # REF D9
    bill_type: str | None = None
    service_from: date | None = None
    service_to: date | None = None
    lines: tuple[LineVerdict, ...] = ()
    batch_id: str = ""  # our BHT03
    provider: Party | None = None
    is_payers: bool = False
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Lines count too: a rejected line rejects its claim."""
        lines = tuple(status for line in self.lines for status in line.statuses)
        return outcome((*self.statuses, *lines))


@dataclass(frozen=True, slots=True)
class ReportEnd:
    """The end of one 277CA."""

    claims: int = 0
    segment: int = 0
    faults: tuple[Fault, ...] = ()
    raw: str = ""
