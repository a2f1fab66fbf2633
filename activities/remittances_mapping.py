"""A reason code that nobody had classed, classed by a person: what waited on it posts."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities.days import office_day
from activities.remittances_matching import match_services
from activities.remittances_outcomes import Decided, move_claims
from activities.remittances_posting import Desk, decide, desk_of, write_entries
from activities.remittances_staged import StagedClaim, StagedLine, take_one
from activities.remittances_tasks import give_tasks
from activities.transactions import Work
from models.base import new_id
from models.remittances import MappedReason, Remittance, RemittanceClaim
from models.tasks import Task
from rules.denials import Category
from rules.errors import Conflict
from rules.ledger import ZERO
from rules.posting_verdicts import Next
from rules.tasks import LIVE, TaskKind, TaskState


async def map_code(work: Work, task: Task, category: Category) -> None:
    """Treat the task's code of this payer as `category` from now on, and post what waited on it.

    A contractual code is written off and a patient's share goes to the patient; any other is a denial to be
    worked. The other tasks about the same code of this payer are done with it. Raises Conflict for a task
    that names no code, payer or payment.
    """
    codes = task.detail.get("codes")
    if task.kind is not TaskKind.MAP_CODE or not codes or task.payer_id is None:
        raise Conflict("This task names no code of a payer to be classed.")
    if category is Category.UNMAPPED:
        raise Conflict("Choose what the code means.")
    code = str(codes[0])
    await _remember(work, task, code, category)
    for each in [task, *await _others(work, task, code)]:
        if each.id != task.id:
            each.state = TaskState.CANCELLED
            work.record("withdrew", f"task:{each.id}", each.practice_id, because=f"{code} was classed")
            work.ring_task(each.id)
        await _post_waiting(work, each, code, category)


async def _remember(work: Work, task: Task, code: str, category: Category) -> None:
    group, _, carc = code.partition("-")
    today = await office_day(work)
    known = insert(MappedReason).values(
        id=new_id(),
        payer_id=task.payer_id,
        group_code=group,
        carc=carc,
        category=category,
        decided_by=work.actor.id,
        decided_on=today,
    )
    changed = {"category": category, "decided_by": work.actor.id, "decided_on": today}
    await work.session.execute(known.on_conflict_do_update(constraint="uq_mapped_reason_code", set_=changed))
    work.record("mapped", f"payer:{task.payer_id}", code=code, category=category)


async def _others(work: Work, task: Task, code: str) -> Sequence[Task]:
    """Live tasks about the same code of the same payer, in the practices that this person sees."""
    same = (
        Task.kind == TaskKind.MAP_CODE,
        Task.payer_id == task.payer_id,
        Task.detail["codes"].contains([code]),
        Task.state.in_(LIVE),
        Task.id != task.id,
    )
    return (await work.session.scalars(select(Task).where(*same).order_by(Task.id).with_for_update())).all()


async def _post_waiting(work: Work, task: Task, code: str, category: Category) -> None:
    """Post the amounts under this code as if the payer had sent them by themselves."""
    if task.remittance_claim_id is None:
        raise Conflict("This task names no payment.")
    row = await work.session.get_one(RemittanceClaim, task.remittance_claim_id)
    if row.claim_id is None:
        raise Conflict("This payment is matched to no claim: match it first.")
    staged = await take_one(work.session, row.id)
    staged.claim_id = row.claim_id
    await match_services(work.session, [staged])
    payment = await work.session.get_one(Remittance, row.remittance_id)
    desk = await desk_of(work, payment)
    (decided,) = await decide(desk, [_only(staged, code)])
    verdict = replace(decided.verdict, reason=f"{code} was classed as {category}. {decided.verdict.reason}")
    if await _waits_for_more(work, task):
        verdict = replace(verdict, next=Next.NOTHING, asks=())
    await _write(desk, replace(decided, verdict=verdict))


async def _waits_for_more(work: Work, task: Task) -> bool:
    """Whether another code of the same payment is still to be classed."""
    more = (
        Task.remittance_claim_id == task.remittance_claim_id,
        Task.kind == TaskKind.MAP_CODE,
        Task.state.in_(LIVE),
        Task.id != task.id,
    )
    return await work.session.scalar(select(Task.id).where(*more).limit(1)) is not None


def _only(staged: StagedClaim, code: str) -> StagedClaim:
    """The claim cut down to this code: nothing paid, and a charge of just these amounts."""
    lines = [_cut(line, code) for line in staged.lines]
    kept = [each for each in staged.adjustments if "-".join(each[:2]) == code]
    return replace(
        staged,
        claim_key=f"{staged.claim_key}:{code}",
        paid=ZERO,
        adjustments=kept,
        lines=[line for line in lines if line.adjustments],
        facts={**staged.facts, "problem": ""},
    )


def _cut(line: StagedLine, code: str) -> StagedLine:
    kept = [each for each in line.adjustments if "-".join(each[:2]) == code]
    return replace(line, paid=ZERO, adjustments=kept)


async def _write(desk: Desk, decided: Decided) -> None:
    await write_entries(desk, [decided])
    await move_claims(desk.work, desk.payment, desk.today, [decided])
    await give_tasks(desk.work, desk.payment, desk.today, [decided])
