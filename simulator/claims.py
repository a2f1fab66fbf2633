"""What the simulator keeps of a claim file: enough to answer it weeks later, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import BinaryIO

from edi.adjustments import PATIENT
from edi.claim_files import Piece, read_837
from edi.claims import Batch, ProfessionalClaim
from edi.envelope import NO_GROUP, NO_INTERCHANGE, Group, Interchange
from edi.faults import Fault, Scope
from edi.services import ServiceLine


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is to be paid."""

    name: str
    npi: str
    tax_id: str

    @property
    def id(self) -> str:
        return self.npi or self.tax_id


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One service as it was billed."""

    control: str  # REF 6R, empty when there was none
    procedure: str
    modifiers: tuple[str, ...]
    charge: Decimal
    units: Decimal
    service_from: date | None
    service_to: date | None
    owed: Decimal | None  # what earlier payers left open; None when this payer is the first


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """One claim as it was sent; `payer_claim_number` is what a replacement or void refers to."""

    number: str  # CLM01
    segment: int  # its CLM, from ST = 1
    frequency: str
    charge: Decimal
    place: str
    payer_id: str
    payer_name: str
    payee: Payee
    member_id: str
    last_name: str  # the patient's
    first_name: str
    insured_last_name: str  # empty when the patient is the insured
    insured_first_name: str
    payer_claim_number: str
    record_number: str
    lines: tuple[SeenLine, ...]

    @property
    def service_from(self) -> date | None:
        return min((line.service_from for line in self.lines if line.service_from), default=None)

    @property
    def service_to(self) -> date | None:
        return max((line.service_to for line in self.lines if line.service_to), default=None)


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first thing that makes a set unreadable, as a 999 points at it."""

    tag: str
    place: int  # from ST = 1
    element: int
    claim_number: str


@dataclass(frozen=True, slots=True)
class SeenBatch:
    """One transaction set of a claim file."""

    control: str  # ST02
    batch_id: str  # BHT03
    guide: str
    submitter_name: str
    submitter_id: str
    flaw: Flaw | None
    claims: tuple[SeenClaim, ...]


@dataclass(frozen=True, slots=True)
class SeenFile:
    """One claim file; `number` counts the files received, from 1."""

    name: str
    sha256: str
    number: int
    received_on: date
    learned_on: date  # later than received only where the desk says that it was sent in the past
    sender: str
    receiver: str
    control: str  # ISA13
    sent_on: date | None
    sent_at: time | None
    group_control: str
    version: str
    batches: tuple[SeenBatch, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a file came."""

    name: str
    sha256: str
    number: int
    received_on: date
    learned_on: date


def read_claim_file(stream: BinaryIO, receipt: Receipt) -> SeenFile:
    """What a file asks for. Raises X12Error when it is no file of professional claims."""
    interchange, group, batches = _batches(read_837(stream))
    return SeenFile(
        name=receipt.name,
        sha256=receipt.sha256,
        number=receipt.number,
        received_on=receipt.received_on,
        learned_on=receipt.learned_on,
        sender=interchange.sender,
        receiver=interchange.receiver,
        control=interchange.control,
        sent_on=interchange.sent_on,
        sent_at=interchange.sent_at,
        group_control=group.control,
        version=group.version,
        batches=tuple(batches),
    )


def _batches(pieces: Iterable[Piece]) -> tuple[Interchange, Group, list[SeenBatch]]:
    interchange, group = NO_INTERCHANGE, NO_GROUP
    batches: list[SeenBatch] = []
    head: Batch | None = None
    claims: list[ProfessionalClaim] = []
    for piece in pieces:
        if isinstance(piece, Batch):
            if head is not None:
                batches.append(_batch(head, claims))
            head, claims = piece, []
            interchange, group = piece.interchange, piece.group
        elif isinstance(piece, ProfessionalClaim):
            claims.append(piece)
    if head is not None:
        batches.append(_batch(head, claims))
    return interchange, group, batches


def _batch(head: Batch, claims: list[ProfessionalClaim]) -> SeenBatch:
    flaws = (_flaw(fault, claim) for claim in claims for fault in claim.faults if _spoils(fault))
    return SeenBatch(
        control=head.control,
        batch_id=head.batch_id,
        guide=head.guide,
        submitter_name=head.submitter.last,
        submitter_id=head.submitter.id,
        flaw=next(flaws, None),
        claims=tuple(_claim(claim, claim.segment - head.segment + 1) for claim in claims),
    )


def _spoils(fault: Fault) -> bool:
    return fault.scope is not Scope.NOTE


def _flaw(fault: Fault, claim: ProfessionalClaim) -> Flaw:
    return Flaw(fault.tag or "CLM", max(fault.set_segment, 1), fault.element, claim.patient_control_number)


def _claim(claim: ProfessionalClaim, segment: int) -> SeenClaim:
    insured = claim.subscriber.name
    patient = claim.patient.name if claim.patient else insured
    return SeenClaim(
        number=claim.patient_control_number,
        segment=segment,
        frequency=claim.frequency,
        charge=claim.charge,
        place=claim.place,
        payer_id=claim.payer.id,
        payer_name=claim.payer.name,
        payee=Payee(claim.billing.name.full_name, claim.billing.name.npi or "", claim.billing.tax_id),
        member_id=insured.id,
        last_name=patient.last,
        first_name=patient.first,
        insured_last_name=insured.last if claim.patient else "",
        insured_first_name=insured.first if claim.patient else "",
        payer_claim_number=claim.payer_claim_number or "",
        record_number=claim.record_number or "",
        lines=tuple(map(_line, claim.lines)),
    )


def _line(line: ServiceLine) -> SeenLine:
    return SeenLine(
        control=line.control or "",
        procedure=line.procedure.code,
        modifiers=line.procedure.modifiers,
        charge=line.charge,
        units=line.units,
        service_from=line.service_from,
        service_to=line.last_day,
        owed=_owed(line),
    )


def _owed(line: ServiceLine) -> Decimal | None:
    if not line.payments:
        return None
    paid = sum((each.paid for each in line.payments), Decimal(0))
    cut = (each for one in line.payments for each in one.adjustments if each.group != PATIENT)
    return line.charge - paid - sum((each.amount for each in cut), Decimal(0))
