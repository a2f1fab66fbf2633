"""One claim with everything around it, read in a fixed number of queries however long it is.

The statements of the task page are built once: building them again cost more than reading the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.attachments import Paper, as_papers, papers_of
from models.claims import Claim, ClaimLine
from models.files import MailboxFile
from models.ledger import Account, JournalEntry, JournalLeg
from models.note_templates import Offered, as_offered, offered_for
from models.notes import Draft
from models.patients import Coverage, Patient
from models.payers import Payer
from models.playbooks import Playbook, newest_for
from models.practices import Practice, Provider
from models.questions import Question
from models.remittances import Remittance, RemittanceClaim, RemittanceLine
from models.submissions import Batch, Submission
from models.tasks import Task
from models.users import User
from rules.tasks import LIVE, Outcome, TaskState

CLAIM, TASK = bindparam("claim", type_=Uuid), bindparam("task", type_=Uuid)
READER = bindparam("reader", type_=Uuid)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a screen is about: a task, a claim, or a task with its claim; None where there is none."""

    practice: Practice
    task: Task | None
    claim: Claim | None
    patient: Patient | None
    coverage: Coverage | None
    payer: Payer | None
    provider: Provider | None
    requested_by: str | None  # the names of people
    finished_by: str | None
    holder: str | None
    owner: str | None
    draft: str | None  # what this reader had half typed
    question: Question | None = None  # the open one
    asked_by: str | None = None
    playbook: Playbook | None = None  # how this payer is worked for this kind of task
    playbook_by: str | None = None
    papers: Sequence[Paper] = ()
    templates: Sequence[Offered] = ()  # of notes


@dataclass(frozen=True, slots=True)
class Line:
    """One billed service and where its money stands: debits positive, by account."""

    line: ClaimLine
    money: dict[str, Decimal]

    def stands(self, account: str) -> Decimal:
        return self.money.get(account, Decimal("0.00"))

    @property
    def given_up(self) -> Decimal:
        """What the contract or a write-off took away."""
        return self.stands(Account.CONTRACTUAL) + self.stands(Account.WRITE_OFF)

    @property
    def paid(self) -> Decimal:
        """What came in for it: cash is posted once for the whole claim, so it is what the others leave."""
        return -sum(self.money.values(), Decimal("0.00"))


@dataclass(slots=True)
class PaidClaim:
    """What one remittance said about the claim, with its lines."""

    remittance: Remittance
    claim: RemittanceClaim
    lines: list[RemittanceLine] = field(default_factory=list)


@cache
def _task() -> Select[Any]:
    """Everything about one task in one row."""
    asker, finisher, holder, owner, curious, author = (aliased(User) for _ in range(6))
    npi = (Provider.practice_id == Claim.practice_id) & (Provider.npi == Claim.rendering_npi)
    return (
        select(Practice, Task, Claim, Patient, Coverage, Payer, Provider)
        .add_columns(asker.name, finisher.name, holder.name, owner.name, Draft.body)
        .add_columns(Question, curious.name, Playbook, author.name)
        .add_columns(papers_of(Task.id).label("papers"), offered_for(Task.kind).label("templates"))
        .outerjoin_from(Task, Claim, Claim.id == Task.claim_id)
        .join(Practice, Practice.id == func.coalesce(Task.practice_id, Claim.practice_id))
        .outerjoin(Patient, Patient.id == Claim.patient_id)
        .outerjoin(Coverage, Coverage.id == Claim.coverage_id)
        .outerjoin(Payer, Payer.id == func.coalesce(Claim.payer_id, Task.payer_id))
        .outerjoin(Provider, npi)
        .outerjoin(asker, asker.id == Task.requested_by)
        .outerjoin(finisher, finisher.id == Task.finished_by)
        .outerjoin(holder, holder.id == Task.leased_by)
        .outerjoin(owner, owner.id == Task.owner_id)
        .outerjoin(Draft, (Draft.task_id == Task.id) & (Draft.author_id == READER))
        .outerjoin(Question, (Question.task_id == Task.id) & Question.answered_at.is_(None))
        .outerjoin(curious, curious.id == Question.asked_by)
        .outerjoin(Playbook, Playbook.id == newest_for(Payer.id, Task.kind))
        .outerjoin(author, author.id == Playbook.changed_by)
        .where(Task.id == TASK)
        .limit(1)
    )


async def of_task(session: AsyncSession, task_id: UUID, reader: UUID) -> Subject | None:
    """The task and its claim; None when there is no such task for this reader."""
    row = (await session.execute(_task(), {"task": task_id, "reader": reader})).one_or_none()
    if row is None:
        return None
    return replace(Subject(*row), papers=as_papers(row.papers), templates=as_offered(row.templates))


async def of_claim(session: AsyncSession, claim_id: UUID) -> Subject | None:
    """The claim and the parties to it; None when there is no such claim for this reader."""
    row = (await session.execute(_claim(), {"claim": claim_id})).one_or_none()
    if row is None:
        return None
    claim, practice, patient, coverage, payer, provider = row
    return Subject(practice, None, claim, patient, coverage, payer, provider, None, None, None, None, None)


@cache
def _claim() -> Select[Claim, Practice, Patient, Coverage, Payer, Provider]:
    npi = (Provider.practice_id == Claim.practice_id) & (Provider.npi == Claim.rendering_npi)
    return (
        select(Claim, Practice, Patient, Coverage, Payer, Provider)
        .join(Practice, Practice.id == Claim.practice_id)
        .join(Patient, Patient.id == Claim.patient_id)
        .join(Coverage, Coverage.id == Claim.coverage_id)
        .join(Payer, Payer.id == Claim.payer_id)
        .outerjoin(Provider, npi)
        .where(Claim.id == CLAIM)
        .limit(1)
    )


async def lines(session: AsyncSession, claim_id: UUID) -> list[Line]:
    """The claim's lines in order, each with its money by account."""
    together: dict[UUID, Line] = {}
    for line, account, amount in await session.execute(_lines(), {"claim": claim_id}):
        one = together.setdefault(line.id, Line(line, {}))
        if account is not None:
            one.money[account] = amount
    return list(together.values())


@cache
def _lines() -> Select[ClaimLine, Account, Decimal]:
    by_account = (
        select(JournalLeg.claim_line_id, JournalLeg.account, func.sum(JournalLeg.amount).label("amount"))
        .where(JournalLeg.claim_id == CLAIM)
        .group_by(JournalLeg.claim_line_id, JournalLeg.account)
        .subquery()
    )
    return (
        select(ClaimLine, by_account.c.account, by_account.c.amount)
        .outerjoin(by_account, by_account.c.claim_line_id == ClaimLine.id)
        .where(ClaimLine.claim_id == CLAIM)
        .order_by(ClaimLine.number)
    )


async def payments(session: AsyncSession, claim_id: UUID) -> list[PaidClaim]:
    """What remittances said about the claim, the latest first."""
    together: dict[UUID, PaidClaim] = {}
    for claim, remittance, line in await session.execute(_payments(), {"claim": claim_id}):
        one = together.setdefault(claim.id, PaidClaim(remittance, claim))
        if line is not None:
            one.lines.append(line)
    return list(together.values())


@cache
def _payments() -> Select[RemittanceClaim, Remittance, RemittanceLine]:
    return (
        select(RemittanceClaim, Remittance, RemittanceLine)
        .join(Remittance, Remittance.id == RemittanceClaim.remittance_id)
        .outerjoin(RemittanceLine, RemittanceLine.remittance_claim_id == RemittanceClaim.id)
        .where(RemittanceClaim.claim_id == CLAIM)
        .order_by(Remittance.received_at.desc(), RemittanceClaim.segment, RemittanceLine.segment)
    )


async def payment(session: AsyncSession, remittance_claim_id: UUID) -> PaidClaim | None:
    """One claim of a remittance, as the payer wrote it."""
    found = await session.execute(
        select(RemittanceClaim, Remittance)
        .join(Remittance, Remittance.id == RemittanceClaim.remittance_id)
        .where(RemittanceClaim.id == remittance_claim_id)
    )
    row = found.one_or_none()
    return PaidClaim(row[1], row[0]) if row else None


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of the claim, with the file it went in."""

    submission: Submission
    batch: Batch
    file: MailboxFile | None


async def sendings(session: AsyncSession, claim_id: UUID) -> list[Sending]:
    """Every sending, the latest first."""
    found = await session.execute(
        select(Submission, Batch, MailboxFile)
        .join(Batch, Batch.id == Submission.batch_id)
        .outerjoin(MailboxFile, MailboxFile.id == Batch.file_id)
        .where(Submission.claim_id == claim_id)
        .order_by(Batch.made_at.desc())
    )
    return [Sending(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry of the claim in the practice's books, summed by account."""

    entry: JournalEntry
    money: dict[str, Decimal]


async def ledger(session: AsyncSession, claim_id: UUID) -> list[Entry]:
    """The claim's journal, the oldest first."""
    found = await session.execute(
        select(JournalEntry, JournalLeg.account, func.sum(JournalLeg.amount))
        .join(JournalLeg, JournalLeg.entry_id == JournalEntry.id)
        .where(JournalEntry.claim_id == claim_id)
        .group_by(JournalEntry.id, JournalLeg.account)
        .order_by(JournalEntry.id, JournalLeg.account)
    )
    together: dict[UUID, Entry] = {}
    for entry, account, amount in found:
        together.setdefault(entry.id, Entry(entry, {})).money[account] = amount
    return list(together.values())


async def live_task_of(session: AsyncSession, claim_id: UUID) -> Task | None:
    """The most urgent task that waits on this claim; None when nobody has to do anything."""
    live = select(Task).where(Task.claim_id == claim_id, Task.state.in_(LIVE))
    return (await session.scalars(live.order_by(Task.priority.desc()).limit(1))).first()


@dataclass(frozen=True, slots=True)
class Glance:
    """As much of a task as tells whether an open page is still true."""

    version: int
    state: TaskState
    outcome: Outcome | None
    finished_by: str | None


async def glance(session: AsyncSession, task_id: UUID) -> Glance | None:
    """The task as it stands; None when this reader may not see it."""
    found = select(Task.version, Task.state, Task.outcome, User.name)
    row = await session.execute(found.outerjoin(User, User.id == Task.finished_by).where(Task.id == task_id))
    return next((Glance(*each) for each in row), None)
