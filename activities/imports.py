"""Claims come in from a practice-management system: each one once, and a bad one alone is refused."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text

from activities.actors import Actor
from activities.claim_forms import columns_of, is_storable
from activities.files import Problem, one_file
from activities.imported_claims import Arrival, take_claims
from activities.registration import Registered, practice_npi, practices_by_npi
from activities.transactions import Office, Work
from edi.claim_files import read_837
from edi.claims import Batch, BatchEnd, ProfessionalClaim
from edi.faults import Code, Fault, Scope, X12Error
from models.claims import Claim
from models.practices import Practice
from rules.errors import Unreadable

CHUNK = 200  # claims of one transaction
MOST_PROBLEMS = 500  # kept with a file; more are only counted
LATEST_YEAR = 2199  # beyond it, and before the telephone, a date of service is a slip
EARLIEST_YEAR = 1900
MENDABLE = frozenset({Code.COMPONENTS, Code.DATE, Code.QUANTITY})
ONE_AT_A_TIME = text("select pg_advisory_xact_lock(8377)")  # two files may name the same new patient
Heartbeat = Callable[[int], None]


@dataclass(slots=True)
class ImportReport:
    """What became of a file of claims; its texts name segments, never people."""

    taken: int = 0
    known: int = 0  # taken before, when this file was read first
    encounters: int = 0  # reported, not billed: left aside
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)  # refusals and remarks, the first ones
    new_practices: list[str] = field(default_factory=list)
    new_payers: list[str] = field(default_factory=list)
    practices: set[UUID] = field(default_factory=set)

    def refuse(self, segment: int, why: str) -> None:
        self.refused += 1
        self.remark(segment, why)

    def remark(self, segment: int, what: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(segment, what))

    def enter(self, registered: Registered) -> None:
        """Keep what had to be entered, in words."""
        self.practices |= {each.practice.id for each in registered.parties}
        self.new_practices += map(_practice_words, registered.new_practices)
        self.new_payers += [f"{each.name} ({each.payer_id})" for each in registered.new_payers]

    @property
    def words(self) -> str:
        """One line for the list of files."""
        parts = [(self.taken, "taken"), (self.known, "known"), (self.refused, "refused")]
        parts += [(self.encounters, "encounters, not billable")]
        for new, what in ((self.new_practices, "practice"), (self.new_payers, "payer")):
            parts.append((len(new), f"new {what}{'s' * (len(new) > 1)}"))
        return ", ".join(f"{count} {what}" for count, what in parts if count) or "no claims"


async def import_claims(
    office: Office,
    actor: Actor,
    file_id: UUID,
    path: Path,
    sent_on: date | None,
    heartbeat: Heartbeat | None = None,
) -> ImportReport:
    """Take every claim of this file that was not taken before; `sent_on` says that they are out already.

    An interruption loses nothing: the next call goes on. Raises Unreadable when it is no file of
    professional claims, Unknown when there is no such file.
    """
    everywhere = replace(actor, practices=None)  # whose claims they are is known only once they are read
    async with office.begin(everywhere) as work:
        sha256 = (await one_file(work, file_id)).sha256
    report = ImportReport()
    chunks = _chunks(path, sha256, report)
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        async with office.begin(everywhere) as work:
            await _take_chunk(work, actor, file_id, chunk, sent_on, report)
        if heartbeat:
            heartbeat(report.taken + report.known + report.refused)
    return report


async def _take_chunk(
    work: Work,
    actor: Actor,
    file_id: UUID,
    chunk: Sequence[Arrival],
    sent_on: date | None,
    report: ImportReport,
) -> None:
    await work.session.execute(ONE_AT_A_TIME)
    keys = [each.key for each in chunk]
    seen = await work.session.execute(
        select(Claim.import_key, Claim.practice_id).where(Claim.import_key.in_(keys))
    )
    known: dict[str | None, UUID] = {row.import_key: row.practice_id for row in seen}
    report.known += len(known)
    report.practices |= set(known.values())
    fresh = [each for each in chunk if each.key not in known]
    practices = await practices_by_npi(work, (practice_npi(each.claim) for each in fresh))
    mine = [each for each in fresh if _may_take(actor, practices.get(practice_npi(each.claim)))]
    for each in fresh:
        if each not in mine:
            report.refuse(each.claim.segment, "This claim is of a practice you do not work for.")
    if mine:
        report.enter(await take_claims(work, actor, file_id, mine, sent_on))
        report.taken += len(mine)


def _may_take(actor: Actor, practice: Practice | None) -> bool:
    return actor.practices is None or practice is None or practice.id in actor.practices


def _chunks(path: Path, sha256: str, report: ImportReport) -> Iterator[list[Arrival]]:
    """The file's sound claims in portions; everything else goes into the report."""
    chunk: list[Arrival] = []
    for arrival in _arrivals(path, sha256, report):
        chunk.append(arrival)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _arrivals(path: Path, sha256: str, report: ImportReport) -> Iterator[Arrival]:
    place, is_encounter, started = 0, False, False
    with path.open("rb") as source:
        try:
            for piece in read_837(source):
                started = True
                if isinstance(piece, ProfessionalClaim):
                    place += 1
                    if is_encounter:
                        report.encounters += 1
                    elif (why := _refusal(piece)) is not None:
                        report.refuse(*why)
                    else:
                        yield Arrival(f"{sha256}:{place}", piece)
                    continue
                is_encounter = piece.is_encounter if isinstance(piece, Batch) else is_encounter
                _remark_on(piece.faults, isinstance(piece, BatchEnd), report)
        except X12Error as broken:
            if not started:
                raise Unreadable(str(broken)) from broken
            report.refuse(0, str(broken))


def _remark_on(faults: Sequence[Fault], at_the_end: bool, report: ImportReport) -> None:
    for fault in faults:
        if at_the_end or fault.scope is not Scope.NOTE or fault.code is Code.UNEXPECTED:
            report.remark(fault.segment, fault.text)


def _refusal(claim: ProfessionalClaim) -> tuple[int, str] | None:
    """Where and why this claim cannot be taken; None when it can, if only to be mended here."""
    for fault in claim.faults:
        if fault.scope is not Scope.NOTE and not _is_mendable(fault):
            return fault.segment, fault.text
    if not practice_npi(claim):
        return claim.segment, "The billing provider has no NPI, so no practice can be found."
    if not is_storable(claim):
        return claim.segment, "The claim holds a character (code 0) that cannot be kept: remove it."
    try:
        columns = columns_of(claim)
    except Unreadable as unreadable:
        return claim.segment, str(unreadable)
    if not EARLIEST_YEAR <= columns.service_from.year <= columns.service_to.year <= LATEST_YEAR:
        return claim.segment, f"A date of service lies before {EARLIEST_YEAR} or after {LATEST_YEAR}."
    return None


def _is_mendable(fault: Fault) -> bool:
    """Whether scrubbing finds the same and a person can put it right."""
    return fault.code in MENDABLE or (fault.tag, fault.element) == ("SV1", 1)


def _practice_words(practice: Practice) -> str:
    guess = f"{practice.time_zone}, assumed from {practice.state or 'no state'}"
    return f"{practice.name} (NPI {practice.npi}, {guess})"
