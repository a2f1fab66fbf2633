"""Answers to what we sent: each reaches its claims, and nothing is proof of filing but the payer's word."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from activities.actors import CLAIMDESK
from activities.batch_answers import batch_of, take_group, take_interchange
from activities.claim_answers import Answers, Said
from activities.files import Problem, one_file
from activities.files_kinds import FileKind
from activities.transactions import Office, Work
from activities.verdicts import Meaning
from edi.acknowledgement_files import read_acknowledgements
from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    ProviderVerdict,
    Report,
)
from edi.claim_acknowledgement_files import read_277ca
from edi.faults import Fault, Scope, X12Error
from models.claims import Claim
from rules.errors import Unreadable

CHUNK = 200  # answers of one transaction
Heartbeat = Callable[[int], None]


@dataclass(slots=True)
class AcknowledgementReport:
    """How many claims got which answer, and what could not be placed."""

    accepted: int = 0
    rejected: int = 0
    sent_back: int = 0
    not_found: int = 0
    noted: int = 0
    problems: list[Problem] = field(default_factory=list)
    practices: set[UUID] = field(default_factory=set)

    def count(self, told: dict[UUID, list[Meaning]]) -> None:
        for meaning in chain.from_iterable(told.values()):
            name = meaning.replace(" ", "_")
            setattr(self, name, getattr(self, name) + 1)

    @property
    def words(self) -> str:
        """One line for the list of files."""
        counts = [(self.accepted, "accepted"), (self.rejected, "rejected"), (self.noted, "noted")]
        counts += [(self.sent_back, "to be sent again"), (self.not_found, "not found")]
        return ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing new"


async def take_acknowledgements(
    office: Office, file_id: UUID, path: Path, heartbeat: Heartbeat | None = None
) -> AcknowledgementReport:
    """Take every answer of a TA1, 999 or 277CA file; the same answer again changes nothing.

    Raises Unreadable when the file is no X12, Unknown when there is no such file.
    """
    async with office.begin(CLAIMDESK) as work:
        file = await one_file(work, file_id)
    report = AcknowledgementReport()
    answers = Answers(file_id, file.source)
    try:
        if file.kind == FileKind.CLAIM_ANSWER:
            await _take_reports(office, answers, path, report, heartbeat)
        else:
            await _take_files(office, answers, path, report)
    except X12Error as broken:
        raise Unreadable(str(broken)) from broken
    report.problems += answers.problems
    return report


async def _take_reports(
    office: Office, answers: Answers, path: Path, report: AcknowledgementReport, heartbeat: Heartbeat | None
) -> None:
    sayings = _sayings(path, report)
    done = 0
    while chunk := await asyncio.to_thread(lambda: list(islice(sayings, CHUNK))):
        async with office.begin(CLAIMDESK) as work:
            told = await answers.take(work, chunk)
            await _keep_count(work, told, report)
        done += len(chunk)
        if heartbeat:
            heartbeat(done)


async def _keep_count(work: Work, told: dict[UUID, list[Meaning]], report: AcknowledgementReport) -> None:
    report.count(told)
    rows = [await work.session.get_one(Claim, claim_id) for claim_id in told]  # held by this session already
    report.practices |= {claim.practice_id for claim in rows}


def _sayings(path: Path, report: AcknowledgementReport) -> Iterator[Said]:
    head: Report | None = None
    batch_id = ""
    with path.open("rb") as source:
        for piece in read_277ca(source):
            _remark_on(piece.faults, report)
            if isinstance(piece, Report):
                head, batch_id = piece, ""
            elif isinstance(piece, BatchVerdict):
                batch_id = piece.batch_id
            if head and isinstance(piece, BatchVerdict | ProviderVerdict | ClaimVerdict):
                own = piece.batch_id if isinstance(piece, ClaimVerdict) else ""
                yield Said(head, piece, own or batch_id)


async def _take_files(office: Office, answers: Answers, path: Path, report: AcknowledgementReport) -> None:
    for answer in await asyncio.to_thread(_answers, path, report):
        number = answer.control if isinstance(answer, InterchangeAcknowledgement) else answer.group_control
        async with office.begin(CLAIMDESK) as work:
            batch = await batch_of(work, number, answers.source)
            if batch is None:
                what = f"Answers file {number[:9]}, which nobody here has sent."
                report.problems.append(Problem(answer.segment, what))
            elif isinstance(answer, InterchangeAcknowledgement):
                told = await take_interchange(work, answers.file_id, batch, answer)
                await _keep_count(work, told, report)
            else:
                told = await take_group(work, answers.file_id, batch, answer)
                await _keep_count(work, told, report)


def _answers(
    path: Path, report: AcknowledgementReport
) -> list[InterchangeAcknowledgement | GroupAcknowledgement]:
    found = []
    with path.open("rb") as source:
        for piece in read_acknowledgements(source):
            _remark_on(piece.faults, report)
            if isinstance(piece, InterchangeAcknowledgement | GroupAcknowledgement):
                found.append(piece)
    return found


def _remark_on(faults: tuple[Fault, ...], report: AcknowledgementReport) -> None:
    for fault in faults:
        if fault.scope is not Scope.NOTE:
            report.problems.append(Problem(fault.segment, fault.text))
