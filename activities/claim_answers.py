"""277CA: what clearinghouse and payer say of batches, providers and claims, and whose claims they mean."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select

from activities.batch_answers import Sending, batch_of, is_noted, sendings_of
from activities.files import Problem
from activities.transactions import Work
from activities.verdicts import CLEARINGHOUSE, PAYER, Meaning, Verdict, acknowledgement, deliver
from edi.acknowledgements import BatchVerdict, ClaimVerdict, Outcome, ProviderVerdict, Report, Status
from models.acknowledgements import Acknowledgement
from models.claims import Claim
from models.practices import Practice
from models.submissions import Batch
from rules.rejections import CATEGORIES, status_in_words

KIND = "277CA"
NOTES = {
    Outcome.FORWARDED: "Forwarded",
    Outcome.RECEIVED: "Received",
    Outcome.ACCEPTED: "Accepted",
    Outcome.SPLIT: "Split into several claims",
    Outcome.NOT_FOUND: "Not found",
    Outcome.REJECTED: "Rejected",
    Outcome.UNKNOWN: "Answered with a code that is not known here",
}
EARLIEST = date(2000, 1, 1)  # some payers send 1001-01-01 for no date
Saying = BatchVerdict | ProviderVerdict | ClaimVerdict


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a report says, with the report's head and the batch it stands under."""

    report: Report
    what: Saying
    batch_id: str  # BHT03 of the file that it answers


@dataclass(slots=True)
class Answers:
    """What is known while one 277CA file is read."""

    file_id: UUID
    source: str
    batches: dict[str, Batch | None] = field(default_factory=dict)
    sendings: dict[UUID, list[Sending]] = field(default_factory=dict)
    counted: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # report, batch, claim number
    problems: list[Problem] = field(default_factory=list)

    async def take(self, work: Work, sayings: Sequence[Said]) -> dict[UUID, list[Meaning]]:
        """Deliver these; gives what was new, by claim. What nobody here sent is a problem of the file."""
        for name in sorted({said.batch_id for said in sayings}):
            batch = self.batches[name] = await batch_of(work, name, self.source)
            if batch is not None:
                self.sendings[batch.id] = await sendings_of(work, batch.id)
        meant = [self._meant_in_batch(said) for said in sayings]
        elsewhere = await _sent_elsewhere(
            work, [said.what for said, found in zip(sayings, meant, strict=True) if not found]
        )
        pairs: list[tuple[UUID, Verdict]] = []
        answered = {
            said.batch_id
            for said, found in zip(sayings, meant, strict=True)
            if found or elsewhere.get(said.what.segment)
        }
        for said, found in zip(sayings, meant, strict=True):
            batch = self.batches[said.batch_id] if found else None
            whose = found or elsewhere.get(said.what.segment, [])
            verdict = _verdict(said, batch)
            pairs += [(claim_id, verdict) for claim_id in whose]
            if not whose and (self.batches[said.batch_id] or said.batch_id not in answered):
                await self._note(work, said)
        return await deliver(work, self.file_id, pairs)

    def _meant_in_batch(self, said: Said) -> list[UUID]:
        """The claims of our batch that this decides about; several answers to one number go in turn."""
        batch, what = self.batches[said.batch_id], said.what
        sendings = self.sendings[batch.id] if batch else []
        if isinstance(what, ClaimVerdict):
            same = [each.claim_id for each in sendings if each.number == what.patient_control_number]
            key = (said.report.segment, said.batch_id, what.patient_control_number)
            self.counted[key] += 1
            return same[: self.counted[key]][-1:]
        if what.outcome is not Outcome.REJECTED:
            return []
        npi = what.provider.id if isinstance(what, ProviderVerdict) else None
        return [each.claim_id for each in sendings if npi is None or each.npi == npi]

    async def _note(self, work: Work, said: Said) -> None:
        """Nothing is decided about a claim of ours: keep what is said of our batch, complain of the rest."""
        batch, what = self.batches[said.batch_id], said.what
        if isinstance(what, ClaimVerdict):
            self.problems.append(Problem(what.segment, "Answers a claim that nobody here has sent."))
        elif isinstance(what, BatchVerdict) and batch is None:
            self.problems.append(Problem(what.segment, "Answers a batch that nobody here has sent."))
        elif what.outcome is Outcome.REJECTED:
            self.problems.append(Problem(what.segment, "Rejects claims that nobody here has sent."))
        elif (
            isinstance(what, BatchVerdict) and batch and not await is_noted(work, self.file_id, what.segment)
        ):
            row = acknowledgement(work, self.file_id, _verdict(said, batch))
            await work.session.execute(insert(Acknowledgement), [row])


def _verdict(said: Said, batch: Batch | None) -> Verdict:
    report, what = said.report, said.what
    meaning = _meaning(what.outcome, report.is_payers)
    reasons = tuple(dict.fromkeys(_reasons(what)))
    freely = [status.text for status in what.statuses if status.text]
    words = [text for _, text in reasons] if meaning is Meaning.REJECTED else [NOTES[what.outcome]]
    accepted = {Outcome.ACCEPTED: True, Outcome.REJECTED: False}.get(what.outcome)
    return Verdict(
        kind=KIND,
        sender=PAYER if report.is_payers else CLEARINGHOUSE,
        meaning=meaning if isinstance(what, ClaimVerdict) or accepted is False else Meaning.NOTED,
        accepted=accepted if isinstance(what, ClaimVerdict) or accepted is False else None,
        words="; ".join([*words, *freely]),
        reasons=reasons,
        segment=what.segment,
        batch_id=batch.id if batch else None,
        on=_day(report, what.statuses, meaning),
        payer_claim_number=what.payer_claim_number if isinstance(what, ClaimVerdict) else None,
    )


def _meaning(outcome: Outcome, is_payers: bool) -> Meaning:
    """Only the payer's acceptance proves filing; a rejection or a failed search counts from anybody."""
    if outcome is Outcome.ACCEPTED and is_payers:
        return Meaning.PROOF
    decided = {Outcome.REJECTED: Meaning.REJECTED, Outcome.NOT_FOUND: Meaning.NOT_FOUND}
    return decided.get(outcome, Meaning.NOTED)


def _reasons(what: Saying) -> Iterator[tuple[str, str]]:
    """Codes with our own words; of a rejection only those that reject, its lines' after its own."""
    lines = what.lines if isinstance(what, ClaimVerdict) else ()
    statuses = [*what.statuses, *(status for line in lines for status in line.statuses)]
    for status in statuses:
        for code in status.codes:
            if what.outcome is not Outcome.REJECTED or code.category in CATEGORIES:
                yield ":".join(filter(None, code)), status_in_words(*code)


def _day(report: Report, statuses: Sequence[Status], meaning: Meaning) -> date | None:
    """The day they received a claim that they accepted; the day they answered otherwise."""
    answered = [*(status.on for status in statuses), report.processed_on, report.created_on]
    days = [report.received_on, *answered] if meaning is Meaning.PROOF else answered
    return next((day for day in days if day and day >= EARLIEST), None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A claim that is out and bears the number."""

    id: UUID
    number: str
    npi: str | None
    service_from: date
    charge: Decimal


async def _sent_elsewhere(work: Work, sayings: Sequence[Saying]) -> dict[int, list[UUID]]:
    """By segment: the one claim that an answer without a batch of ours must mean; absent when in doubt."""
    asked = [what for what in sayings if isinstance(what, ClaimVerdict)]
    if not asked:
        return {}
    columns = Claim.id, Claim.number, Practice.npi, Claim.service_from, Claim.charge
    numbers = {what.patient_control_number for what in asked}
    out = select(*columns).join(Practice, Practice.id == Claim.practice_id)
    rows = await work.session.execute(out.where(Claim.number.in_(numbers), Claim.sent_on.is_not(None)))
    known: dict[str, list[_Candidate]] = defaultdict(list)
    for row in rows:
        known[row.number].append(_Candidate(*row))
    return {what.segment: _only(what, known[what.patient_control_number]) for what in asked}


def _only(what: ClaimVerdict, candidates: list[_Candidate]) -> list[UUID]:
    npi = what.provider.npi if what.provider else None
    left = [each for each in candidates if npi is None or each.npi == npi]
    if len(left) > 1:
        left = [each for each in left if each.service_from == what.service_from]
    if len(left) > 1:
        amounts = {status.amount for status in what.statuses}
        left = [each for each in left if each.charge in amounts]
    return [left[0].id] if len(left) == 1 else []
