"""The tasks that a chunk of a payment raises, with the clocks of what was denied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from activities import bulk, tasks
from activities.allocating import allocate_new
from activities.remittances_outcomes import Decided
from activities.remittances_standing import ClaimLedger
from activities.tasks import NewTask
from activities.transactions import Work
from models.base import new_id
from models.payers import Payer
from models.practices import Practice
from models.remittances import Remittance
from models.rulebook import appeal_levels, filing_limits, priority_points, working_times
from models.tasks import Task
from rules.appeals import Decision, appeal_deadline, why_not_appealable
from rules.deadlines import Circumstances
from rules.denials import Category, Strategy
from rules.filing import PlanFacts, Service, filing_deadline_for_claim
from rules.filing_limits import Anchor, ClaimKind, PlanKind
from rules.posting_verdicts import Ask
from rules.priority import facts_of, priority
from rules.tasks import TaskKind, TaskState

DAYS = "appeal_by", "appeal_limit_on", "correct_by", "correct_limit_on"


@dataclass(frozen=True, slots=True)
class DenialClocks:
    """By when to appeal (None: there is no appeal, `instead` says what to do) and to send a correction.

    The days we work to, and the last lawful ones.
    """

    appeal_by: date | None
    appeal_limit_on: date | None
    correct_by: date
    correct_limit_on: date
    instead: str

    def first(self, strategy: str) -> date:
        """The clock that the usual way out runs against; the nearer one where both stay open."""
        if strategy == Strategy.CORRECT_AND_RESUBMIT or self.appeal_by is None:
            return self.correct_by
        return self.appeal_by if strategy == Strategy.APPEAL else min(self.appeal_by, self.correct_by)


async def give_tasks(work: Work, payment: Remittance, today: date, decided: Sequence[Decided]) -> None:
    """Raise every task the verdicts ask for, once, and set the clocks of the denied claims."""
    clocks: dict[UUID, DenialClocks] = {}
    new = []
    for each in decided:
        for ask in each.verdict.asks:
            if each.stays_denied and ask.kind is TaskKind.WORK_UNDERPAYMENT:
                continue
            task = _task(each, ask, payment, today)
            if ask.kind is TaskKind.WORK_DENIAL and each.ledger is not None:
                found = await _clocks(work, each.ledger, each, ask, payment, today)
                clocks[each.ledger.id] = found
                task = _with_clock(task, found)
            new.append(task)
    rows = [(claim_id, *(getattr(each, day) for day in DAYS)) for claim_id, each in clocks.items()]
    if rows:
        await bulk.update(work.session, "claim", DAYS, rows)
    await _give(work, new, today)


def _task(each: Decided, ask: Ask, payment: Remittance, today: date) -> NewTask:
    name = f":{ask.name}" if ask.name else ""
    ledger = each.ledger
    return NewTask(
        kind=ask.kind,
        cause=f"{ask.kind}:{each.staged.claim_key}{name}",
        ask=ask.ask,
        practice_id=payment.practice_id,
        due_on=tasks.due_on(ask.kind, today),
        money=abs(ask.money),
        claim_id=ledger.id if ledger else None,
        account_id=ledger.patient_id if ledger else None,
        service_on=ledger.service_from if ledger else None,
        payer_id=payment.payer_id or (ledger.payer_id if ledger else None),
        remittance_id=payment.id,
        remittance_claim_id=each.staged.id,
        file_id=payment.file_id,
        detail=ask.detail,
    )


def _with_clock(task: NewTask, clocks: DenialClocks) -> NewTask:
    detail = dict(task.detail)
    detail["correct_by"] = clocks.correct_by.isoformat()
    detail["appeal_by"] = clocks.appeal_by.isoformat() if clocks.appeal_by else None
    detail["instead_of_appeal"] = clocks.instead
    values: dict[str, Any] = {name: getattr(task, name) for name in NewTask.__slots__}
    return NewTask(**values | {"detail": detail, "deadline_on": clocks.first(str(detail["strategy"]))})


async def _clocks(
    work: Work, ledger: ClaimLedger, each: Decided, ask: Ask, payment: Remittance, today: date
) -> DenialClocks:
    """Counted from the date of the payment, the cautious end of what the payer could mean."""
    payer = await work.session.get_one(Payer, ledger.payer_id)
    practice = await work.session.get_one(Practice, payment.practice_id)
    notice = min(payment.paid_on or today, today)
    now = Circumstances(today, working_times(today))
    kind, program = PlanKind(payer.plan_kind), payer.program or ""
    plan = PlanFacts(program, payer.state or practice.state, kind, ClaimKind.CORRECTED)
    events = {Anchor.DECISION_NOTICE_DATE: notice, Anchor.REMITTANCE_DATE: notice}
    service = Service(ledger.service_from, ledger.service_to)
    correct = filing_deadline_for_claim(filing_limits(), plan, [service], now, events)
    category = Category(str(ask.detail["category"]))
    remarks = {remark for denial in each.verdict.denials for remark in denial.remarks}
    instead = why_not_appealable(kind, category, remarks, in_network=True)
    appeal = None if instead else appeal_deadline(appeal_levels(), Decision(program, kind, notice), now)
    to_appeal, limit = (appeal.work_by, appeal.legal) if appeal else (None, None)
    return DenialClocks(to_appeal, limit, correct.work_by, correct.legal, instead or "")


async def _give(work: Work, new: Sequence[NewTask], today: date) -> None:
    """As `tasks.give`, for many at once."""
    rows = [_row(work, task, today) for task in new]
    if not rows:
        return
    once = insert(Task).on_conflict_do_nothing(index_elements=["cause"])
    made = await work.session.execute(once.returning(Task.id, Task.cause), rows)
    causes = {task.cause: task for task in new}
    given = made.all()
    for task_id, cause in given:
        task = causes[cause]
        work.record("gave", f"task:{task_id}", task.practice_id, kind=task.kind, cause=cause)
        work.ring_task(task_id)
    await allocate_new(work, [task_id for task_id, _ in given])


def _row(work: Work, task: NewTask, today: date) -> dict[str, Any]:
    judged = priority(facts_of(task), today, priority_points(today))
    values: dict[str, Any] = {name: getattr(task, name) for name in NewTask.__slots__}
    return values | {
        "id": new_id(),
        "created_at": work.now,
        "version": 1,
        "detail": dict(task.detail),
        "state": TaskState.OPEN,
        "priority": judged.score,
        "priority_reasons": list(judged.reasons),
    }
