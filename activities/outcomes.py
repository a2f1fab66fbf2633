"""What each outcome does to the claim: its stage, its clocks, its money, and the task that comes next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities import claims, ledger, tasks
from activities.commands import FinishTask
from activities.patient_part import bill_patient
from activities.transactions import Work
from models.claims import Claim
from models.payers import Payer
from models.rulebook import working_times
from models.tasks import Task
from rules.access import Role, require_second_person
from rules.calendars import add_business_days
from rules.claims import Frequency, Stage
from rules.edits_claims import DELAY_REASONS
from rules.errors import Conflict, NotAllowed
from rules.follow_ups import follow_up_on
from rules.tasks import SECOND_PERSON, Choice, Outcome, TaskKind

OTHER_DELAY = "11"


@dataclass(frozen=True, slots=True)
class Finish:
    """One finishing in progress: the task, its claim when it has one, what was chosen and said."""

    work: Work
    task: Task
    claim: Claim
    choice: Choice
    said: FinishTask
    today: date

    async def raise_task(self, kind: TaskKind, ask: str, requested_by: UUID | None = None) -> None:
        """Give the next task; it inherits what is known, and this finishing is its cause."""
        detail = {**self.task.detail, "reason": self.said.reason, "from": self.task.kind.value}
        level = 2 if kind in SECOND_PERSON else 0
        cause = f"{kind}:{self.task.id}:{self.task.version}"
        new = tasks.for_claim(self.claim, kind, cause, ask, self.today, detail=detail, level=level,
                              requested_by=requested_by)  # fmt: skip
        await tasks.give(self.work, new, self.today)


Effect = Callable[[Finish], Awaitable[None]]


async def apply(finish: Finish) -> None:
    """Carry out the outcome on the claim; the choice's own stage comes first, special effects after it."""
    if finish.task.kind in SECOND_PERSON:
        _second_person(finish)
    if finish.choice.stage is not None:
        reason = f"{finish.choice.words.rstrip('…')} ({finish.task.kind})"
        claims.move(finish.work, finish.claim, finish.choice.stage, reason)
    effect = EFFECTS.get((finish.task.kind, finish.said.outcome)) or EFFECTS.get((None, finish.said.outcome))
    if effect is not None:
        await effect(finish)


def _second_person(finish: Finish) -> None:
    actor = finish.work.actor
    if actor.role not in set(Role):
        raise NotAllowed("Only a person can decide this.")
    require_second_person(Role(actor.role), finish.task.requested_by or actor.id, actor.id)


def _until(finish: Finish) -> date:
    """The date the outcome promised; never past the day we must file by."""
    until = finish.said.until or finish.today
    limit = None if finish.claim.filed_on else finish.claim.file_by
    return min(until, limit) if limit and limit > finish.today else until


async def _wait_for_payer(finish: Finish) -> None:
    claim = finish.claim
    if claim.stage is Stage.SENT:
        claim.acknowledge_by = _until(finish)
    elif claim.stage is Stage.APPEALED:
        claim.decision_by = _until(finish)
    else:
        claim.follow_up_on = _until(finish)
        claim.promised_on = claim.follow_up_on if finish.task.kind is TaskKind.CALL_PAYER else None


async def _prove(finish: Finish) -> None:
    """A proof of filing on record stops the guard; the payer's follow-up clock starts."""
    claim = finish.claim
    claim.filed_on, claim.filing_proof = finish.today, f"recorded by hand: {finish.said.reference}"
    claim.accepted_on = finish.today
    payer = await finish.work.session.get_one(Payer, claim.payer_id)
    claim.follow_up_on = follow_up_on(finish.today, payer.follow_up_days, working_times(finish.today))


async def _replace(finish: Finish) -> None:
    """A decided claim is replaced under the payer's own number, never sent twice as new."""
    claim = finish.claim
    if not claim.payer_claim_number:
        raise Conflict("The payer's claim number is not known: a replacement needs it. Ask the payer for it.")
    claim.frequency = Frequency.REPLACEMENT
    claim.form = {**claim.form, "frequency": "7", "payer_claim_number": claim.payer_claim_number}


async def _appeal(finish: Finish) -> None:
    finish.claim.decision_by = _until(finish)


async def _trace(finish: Finish) -> None:
    finish.claim.follow_up_on = None
    ask = f"The payer says it paid ({finish.said.reference}): find the payment"
    await finish.raise_task(TaskKind.TRACE_PAYMENT, ask)


async def _deny(finish: Finish) -> None:
    await finish.raise_task(TaskKind.WORK_DENIAL, "The payer denied it: decide what to do about it")


async def _inform(finish: Finish) -> None:
    await finish.raise_task(
        TaskKind.SEND_INFORMATION, "The payer needs something before it can decide: send it"
    )


async def _back_to_payer(finish: Finish) -> None:
    finish.claim.follow_up_on = add_business_days(finish.today, 1)


async def _request_write_off(finish: Finish) -> None:
    ask = f"Decide on a write-off of ${finish.claim.open_amount:,.2f}"
    await finish.raise_task(TaskKind.APPROVE_WRITE_OFF, ask, requested_by=finish.work.actor.id)


async def _request_exception(finish: Finish) -> None:
    ask = "Decide on an exception: file after the limit, with a delay reason"
    await finish.raise_task(TaskKind.APPROVE_EXCEPTION, ask, requested_by=finish.work.actor.id)


async def _write_off(finish: Finish) -> None:
    task, work = finish.task, finish.work
    reason = str(task.detail.get("reason", ""))
    await ledger.write_off(work, finish.claim.id, work.actor.id, task.requested_by or work.actor.id, reason)


async def _allow_late(finish: Finish) -> None:
    """The claim goes out late with a delay reason (CLM20): the code named first in the words, else other."""
    named = finish.said.reason.split(maxsplit=1)[0].rstrip(".:,")
    code = named if named in DELAY_REASONS else OTHER_DELAY
    finish.claim.form = {**finish.claim.form, "delay_reason": code}


async def _refuse(finish: Finish) -> None:
    """Back to whoever asked: the same work, with the refusal's reason."""
    before = TaskKind(str(finish.task.detail.get("from", TaskKind.WORK_DENIAL)))
    await finish.raise_task(before, f"The request was refused ({finish.said.reason}): work it again")


async def _bill_patient(finish: Finish) -> None:
    groups = {str(code).split("-")[0] for code in finish.task.detail.get("codes", ())}
    if "CO" in groups:
        raise Conflict("The payer put this on the practice (CO): the patient may not be billed for it.")
    await bill_patient(finish.work, finish.claim, finish.said.reason, finish.today)


async def _upheld(finish: Finish) -> None:
    await finish.raise_task(TaskKind.WORK_DENIAL, "The appeal was refused: next level, write-off or patient")


EFFECTS: dict[tuple[TaskKind | None, Outcome], Effect] = {
    (None, Outcome.IN_PROCESS): _wait_for_payer,
    (None, Outcome.FOUND): _wait_for_payer,
    (None, Outcome.SENT_INFORMATION): _wait_for_payer,
    (None, Outcome.OVERTURNED): _wait_for_payer,
    (None, Outcome.PROOF_RECORDED): _prove,
    (None, Outcome.REPLACE): _replace,
    (None, Outcome.APPEAL): _appeal,
    (None, Outcome.PAID_ELSEWHERE): _trace,
    (None, Outcome.DENIED): _deny,
    (None, Outcome.NEEDS_INFORMATION): _inform,
    (None, Outcome.NOT_FOUND): _back_to_payer,
    (None, Outcome.REQUEST_WRITE_OFF): _request_write_off,
    (None, Outcome.REQUEST_EXCEPTION): _request_exception,
    (TaskKind.APPROVE_WRITE_OFF, Outcome.APPROVED): _write_off,
    (TaskKind.APPROVE_EXCEPTION, Outcome.APPROVED): _allow_late,
    (None, Outcome.REFUSED): _refuse,
    (None, Outcome.BILL_PATIENT): _bill_patient,
    (None, Outcome.UPHELD): _upheld,
}
