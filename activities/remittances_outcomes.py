"""Where our claims stand after a chunk: stage, reason, clocks and open amounts, set for all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update

from activities import bulk
from activities.remittances_staged import StagedClaim
from activities.remittances_standing import ClaimLedger
from activities.transactions import Work
from models.claims import Claim
from models.remittances import Remittance
from models.rulebook import working_times
from models.tasks import Task
from rules.claims import TURN_OF_STAGE, Stage
from rules.follow_ups import next_follow_up_on
from rules.posting_verdicts import Next, Verdict
from rules.tasks import LIVE, TaskKind, TaskState

COLUMNS = (
    "stage", "turn", "reason", "open_amount", "payer_claim_number", "follow_up_on", "filed_on",
    "filing_proof",
)  # fmt: skip
STAGES = {
    Next.PAID: Stage.CLOSED,
    Next.PATIENT: Stage.PATIENT,
    Next.PENDING: Stage.ACCEPTED,
    Next.FORWARDED: Stage.ACCEPTED,
    Next.NEXT_PAYER: Stage.ACCEPTED,
    Next.REVERSED: Stage.ACCEPTED,
    Next.OVERPAID: Stage.ACCEPTED,
    Next.UNDERPAID: Stage.UNDERPAID,
    Next.UNMAPPED: Stage.UNDERPAID,
    Next.DENIED: Stage.DENIED,
}
SETTLED = (Next.PAID, Next.PATIENT)
STILL_DENIED = (Next.PENDING, Next.UNDERPAID)  # one half of a claim says nothing of the other's denial
ABOUT_MONEY = (TaskKind.SUSPENDED_PAYMENT, TaskKind.UNMATCHED_PAYMENT, TaskKind.PROVIDER_ADJUSTMENT)
UNDECIDED = (TaskKind.APPROVE_WRITE_OFF, TaskKind.APPROVE_EXCEPTION, TaskKind.MAP_CODE)


@dataclass(frozen=True, slots=True)
class Decided:
    """One claim of the file with our claim's ledger (None: no claim of ours) and the verdict on it."""

    staged: StagedClaim
    ledger: ClaimLedger | None
    verdict: Verdict

    @property
    def stays_denied(self) -> bool:
        is_denied = self.ledger is not None and self.ledger.stage is Stage.DENIED
        return is_denied and self.verdict.next in STILL_DENIED


async def move_claims(work: Work, payment: Remittance, today: date, decided: Sequence[Decided]) -> None:
    """Set each claim to where the last word about it leaves it, wake its workflow, and say so."""
    last: dict[UUID, tuple[ClaimLedger, Decided]] = {}
    for each in decided:
        if each.ledger is None:
            continue
        if each.verdict.next is not Next.NOTHING:
            last[each.ledger.id] = (each.ledger, each)
            each.ledger.stage = Stage.DENIED if each.stays_denied else STAGES[each.verdict.next]
        work.wake(f"claim:{each.ledger.id}")
    rows = [_row(ledger, each, payment, today) for ledger, each in last.values()]
    await bulk.update(work.session, "claim", COLUMNS, rows, versioned=True)
    await bulk.refresh(work.session, Claim, last)
    await _withdraw_answered(work, [each for _, each in last.values()])
    for ledger, each in last.values():
        told = {"stage": ledger.stage, "reason": each.verdict.reason}
        work.record("posted", f"claim:{ledger.id}", payment.practice_id, **told)
        work.ring_claim(ledger.id)


def _row(ledger: ClaimLedger, each: Decided, payment: Remittance, today: date) -> bulk.Row:
    follow_up = next_follow_up_on(today, working_times(today)) if ledger.stage is Stage.ACCEPTED else None
    still = "Denied in part. " if ledger.stage is Stage.DENIED and each.verdict.next in STILL_DENIED else ""
    return (
        ledger.id,
        ledger.stage.value,
        TURN_OF_STAGE[ledger.stage].value,
        still + each.verdict.reason,
        ledger.open_amount,
        each.staged.payer_claim_number or ledger.payer_claim_number,
        follow_up,
        ledger.filed_on or _received_on(each, today),
        ledger.filing_proof or f"remittance {payment.trace}",
    )


def _received_on(each: Decided, today: date) -> date:
    """The day the payer says it had the claim; its decision proves at least that it had it today."""
    told = each.staged.facts["received_on"]
    day = date.fromisoformat(told) if told else today
    known = each.ledger.service_from if each.ledger else today
    return day if known <= day <= today else today


async def _withdraw_answered(work: Work, decided: Sequence[Decided]) -> None:
    """Cancel the tasks that the payer's answer has done; on a settled claim all but those about money."""
    settled = [each for each in decided if each.verdict.next in SETTLED]
    others = [each for each in decided if each.verdict.next not in SETTLED and not each.stays_denied]
    await _withdraw(work, settled, ABOUT_MONEY)
    await _withdraw(work, others, (*ABOUT_MONEY, *UNDECIDED))


async def _withdraw(work: Work, decided: Sequence[Decided], kept: Sequence[TaskKind]) -> None:
    if not decided:
        return
    claim_ids = [each.staged.claim_id for each in decided]
    live = update(Task).where(
        bulk.among(Task.claim_id, claim_ids), Task.state.in_(LIVE), Task.kind.not_in(kept)
    )
    gone = live.values(state=TaskState.CANCELLED, leased_by=None, leased_until=None, version=Task.version + 1)
    returned = gone.returning(Task.id, Task.practice_id).execution_options(synchronize_session=False)
    withdrawn = (await work.session.execute(returned)).all()
    await bulk.refresh(work.session, Task, [task_id for task_id, _ in withdrawn])
    for task_id, practice_id in withdrawn:
        work.record("withdrew", f"task:{task_id}", practice_id, because="the payer answered")
