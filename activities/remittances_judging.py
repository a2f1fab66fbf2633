"""The end of a payment: whether it posts, waits as a whole, or was here before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, text, update

from activities import tasks
from activities.journal import Entry, business_days, post, release
from activities.remittances_plb import keep_provider_adjustments, post_provider_adjustments
from activities.remittances_rows import key_of, problem_rows
from activities.tasks import NewTask
from activities.transactions import Work
from edi.faults import Code
from edi.remittances import Payment as PaymentHead
from edi.remittances import PaymentEnd
from models.practices import UNASSIGNED
from models.remittances import Posting, ProviderAdjustment, Remittance, RemittanceClaim, RemittanceLine
from models.tasks import Task
from rules.errors import Unknown
from rules.ledger import ZERO
from rules.payments import Earlier, Judgement, Payment, PaymentVerdict, judge_payment, second_key
from rules.posting import set_aside
from rules.remittances import Posting as State
from rules.tasks import LIVE, TaskKind, TaskState

SAME_KEY_AT_ONCE = text("select pg_advisory_xact_lock(hashtextextended(:key, 835))")
SHARED_CLAIMS = text(
    "select exists (select claim_key from remittance_claim where remittance_id = :new"
    " intersect select claim_key from remittance_claim where remittance_id = :old)"
)
MISSING_CLAIMS = text(
    "select exists (select claim_key from remittance_claim where remittance_id = :new"
    " except select claim_key from remittance_claim where remittance_id = :old)"
)


@dataclass(frozen=True, slots=True)
class Judging:
    """One payment being judged: its row, what was read, and the rows with the same key that came before."""

    work: Work
    row: Remittance
    key: str
    earlier: Sequence[Remittance]

    @property
    def suspended(self) -> list[Remittance]:
        return [each for each in self.earlier if each.state is State.SUSPENDED]


async def judge(work: Work, remittance_id: UUID, head: PaymentHead, end: PaymentEnd) -> None:
    """Keep the money outside claims and decide on the payment; judged again, nothing changes.

    A payment that posts leaves its claims staged: `post_payment` takes them from there.
    """
    key = key_of(head)
    await work.session.execute(SAME_KEY_AT_ONCE, {"key": key})
    row = await work.session.get(Remittance, remittance_id, with_for_update=True)
    if row is None:
        raise Unknown("There is no such payment.")
    if row.state is not State.STAGED:
        return
    row.problems = [*row.problems, *problem_rows(end.faults)]
    await keep_provider_adjustments(work, row, end.provider_adjustments)
    judging = Judging(work, row, key, await _earlier(work, row, key))
    facts = [await _facts_of(work, row, each) for each in judging.earlier]
    verdict = judge_payment(_payment(head, end, row), facts)
    await _carry_out(judging, verdict)
    work.record("judged", f"remittance:{row.id}", row.practice_id, judgement=verdict.judgement)


def _payment(head: PaymentHead, end: PaymentEnd, row: Remittance) -> Payment:
    blocking = [each for each in row.problems if each["blocks"]]
    says = blocking[0]["text"] if blocking else ""
    return Payment(
        handling=head.handling,
        direction=head.direction,
        amount=head.amount,
        reaches=end.claims_paid - sum((each.amount for each in end.provider_adjustments), ZERO),
        problem=says or ("" if end.is_balanced else "The payment does not add up."),
        payee_known=row.practice_id != UNASSIGNED,
        is_whole=_only_the_sum_is_wrong(row),
    )


def _only_the_sum_is_wrong(row: Remittance) -> bool:
    return all(each["code"] == Code.PAYMENT_BALANCE for each in row.problems if each["blocks"])


async def _earlier(work: Work, row: Remittance, key: str) -> Sequence[Remittance]:
    judged = Remittance.state.in_([State.POSTED, State.SUSPENDED, State.DUPLICATE])
    keyed = Remittance.payment_key.in_([key, second_key(key)])
    same = select(Remittance).where(keyed, judged, Remittance.id != row.id)
    return (await work.session.scalars(same.order_by(Remittance.received_at, Remittance.id))).all()


async def _facts_of(work: Work, row: Remittance, earlier: Remittance) -> Earlier:
    both = {"new": row.id, "old": earlier.id}
    return Earlier(
        state=earlier.state,
        reaches=await _reaches(work, earlier.id),
        is_whole=_only_the_sum_is_wrong(earlier) and not await work.session.scalar(SHARED_CLAIMS, both),
        has_all_claims=not await work.session.scalar(MISSING_CLAIMS, both),
    )


async def _reaches(work: Work, remittance_id: UUID) -> Decimal:
    paid = select(func.coalesce(func.sum(RemittanceClaim.paid), ZERO))
    taken = select(func.coalesce(func.sum(ProviderAdjustment.amount), ZERO))
    of_claims = await work.session.scalar(paid.where(RemittanceClaim.remittance_id == remittance_id))
    outside = await work.session.scalar(taken.where(ProviderAdjustment.remittance_id == remittance_id))
    return (of_claims or ZERO) - (outside or ZERO)


async def _carry_out(judging: Judging, verdict: PaymentVerdict) -> None:
    work, row = judging.work, judging.row
    match verdict.judgement:
        case Judgement.POST:
            await _post(work, row)
        case Judgement.REPLACE:
            for earlier in judging.suspended:
                await _undo_suspension(work, earlier, State.DUPLICATE, "Replaced by a corrected file.")
            await _post(work, row)
        case Judgement.COMPLETE:
            (first,) = judging.suspended
            await _undo_suspension(work, first, State.STAGED, "")
            await _post(work, first)
            row.payment_key = second_key(judging.key)
            await _post(work, row)
        case Judgement.NOTE:
            await _settle(work, row, State.NOTED, verdict.reason)
        case Judgement.DUPLICATE:
            await _settle(work, row, State.DUPLICATE, verdict.reason)
        case _:
            await _suspend(judging, verdict)


async def _post(work: Work, row: Remittance) -> None:
    row.state = State.POSTED
    await work.session.flush()
    await post_provider_adjustments(work, row)


async def _settle(work: Work, row: Remittance, state: Posting, reason: str) -> None:
    """The payment and all its claims come to rest together."""
    row.state = state
    of_payment = RemittanceClaim.remittance_id == row.id
    await work.session.execute(update(RemittanceClaim).where(of_payment).values(state=state, reason=reason))


async def _suspend(judging: Judging, verdict: PaymentVerdict) -> None:
    work, row = judging.work, judging.row
    await _settle(work, row, State.SUSPENDED, verdict.reason)
    today = (await business_days(work, [row.practice_id]))[row.practice_id]
    if verdict.judgement is Judgement.SUSPEND and row.amount:
        legs = set_aside(row.amount, 0, row.payer_id)
        cause = f"suspension:{row.id}"
        await post(work, [Entry(row.practice_id, "suspension", cause, legs, today, remittance_id=row.id)])
    ask = f"{verdict.reason} The whole payment of ${row.amount:,.2f} is set aside: decide what is right"
    task = NewTask(
        kind=TaskKind.SUSPENDED_PAYMENT,
        cause=f"suspended:{row.id}",
        ask=ask,
        practice_id=row.practice_id,
        due_on=tasks.due_on(TaskKind.SUSPENDED_PAYMENT, today),
        money=abs(row.amount),
        payer_id=row.payer_id,
        remittance_id=row.id,
        file_id=row.file_id,
        detail={"problems": [each["text"] for each in row.problems if each["blocks"]]},
    )
    await tasks.give(work, task, today)


async def stand(work: Work, row: Remittance, practice_id: UUID) -> None:
    """A payment that waited as a whole stands after all, as this practice's: its claims are staged again."""
    await _undo_suspension(work, row, State.STAGED, "")
    claims = select(RemittanceClaim.id).where(RemittanceClaim.remittance_id == row.id)
    lines = update(RemittanceLine).where(RemittanceLine.remittance_claim_id.in_(claims))
    await work.session.execute(lines.values(practice_id=practice_id))
    for table in (RemittanceClaim, ProviderAdjustment):
        mine = update(table).where(table.remittance_id == row.id)
        await work.session.execute(mine.values(practice_id=practice_id))
    row.practice_id = practice_id
    await _post(work, row)


async def _undo_suspension(work: Work, row: Remittance, claims: Posting, reason: str) -> None:
    """Take the payment's money out of Unapplied again, and its task out of the queue."""
    await release(work, f"{row.id}")
    await _settle(work, row, claims, reason)
    waiting = select(Task).where(Task.remittance_id == row.id, Task.state.in_(LIVE))
    for task in await work.session.scalars(waiting):
        task.state = TaskState.CANCELLED
        work.record("withdrew", f"task:{task.id}", task.practice_id, because="the payment was read again")
        work.ring_task(task.id)
