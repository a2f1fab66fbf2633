"""Money that waited in Unapplied, put where a person says it belongs."""

from uuid import UUID

from sqlalchemy import select

from activities.actors import Actor
from activities.journal import release
from activities.remittances_judging import stand
from activities.remittances_matching import match_claims, match_services
from activities.remittances_posting import decide, desk_of, write
from activities.remittances_staged import take_one
from activities.transactions import Office, Work
from models.claims import Claim
from models.practices import UNASSIGNED
from models.remittances import Posting, Remittance, RemittanceClaim
from models.tasks import Task
from rules.errors import Conflict, OutOfBalance, Unknown
from rules.tasks import LIVE, TaskKind, TaskState

WAITING = (Posting.SUSPENDED, Posting.UNMATCHED)
ABOUT_IT = (TaskKind.UNMATCHED_PAYMENT, TaskKind.SUSPENDED_PAYMENT)


async def match_payment(office: Office, actor: Actor, remittance_claim_id: UUID, claim_number: str) -> None:
    """As `match_claim`, in a transaction of its own."""
    async with office.begin(actor) as work:
        await match_claim(work, remittance_claim_id, claim_number)


async def match_claim(work: Work, remittance_claim_id: UUID, claim_number: str) -> None:
    """Take a waiting claim out of Unapplied and post it to our claim with this number.

    Raises Unknown (no such claim here), Conflict (it does not wait, or several claims have the number) or
    OutOfBalance when it still may not be posted: the money stays where it is.
    """
    row, payment = await _waiting(work, remittance_claim_id)
    wanted = select(Claim.id).where(
        Claim.practice_id == row.practice_id, Claim.number == claim_number.strip()
    )
    found = (await work.session.scalars(wanted.limit(2))).all()
    if not found:
        raise Unknown("No claim of this practice has that number: check it, or find it on the claim's page.")
    if len(found) > 1:
        raise Conflict("Several claims have that number: this payment cannot be matched by number.")
    await _release(work, row, payment, found[0])
    work.record("matched", f"claim:{found[0]}", row.practice_id, remittance_claim=str(row.id))


async def release_claim(work: Work, remittance_claim_id: UUID) -> None:
    """Post a suspended claim that was matched already; see `match_claim` for what it refuses."""
    row, payment = await _waiting(work, remittance_claim_id)
    if row.claim_id is None:
        raise Conflict("It is not known which claim this is for: match it first.")
    await _release(work, row, payment, row.claim_id)
    work.record("released", f"claim:{row.claim_id}", row.practice_id, remittance_claim=str(row.id))


async def _waiting(work: Work, remittance_claim_id: UUID) -> tuple[RemittanceClaim, Remittance]:
    row = await work.session.get(RemittanceClaim, remittance_claim_id, with_for_update=True)
    if row is None:
        raise Unknown("There is no such payment, or it belongs to a practice you do not work for.")
    payment = await work.session.get_one(Remittance, row.remittance_id, with_for_update=True)
    if payment.state is not Posting.POSTED:
        raise Conflict("The whole payment is set aside: its claims cannot be posted one by one.")
    if row.state not in WAITING:
        raise Conflict(f"This claim does not wait: it is {row.state}.")
    return row, payment


async def _release(work: Work, row: RemittanceClaim, payment: Remittance, claim_id: UUID) -> None:
    desk = await desk_of(work, payment)
    staged = await take_one(work.session, row.id)
    staged.claim_id = claim_id
    await match_services(work.session, [staged])
    (decided,) = await decide(desk, [staged])
    if decided.verdict.posting in WAITING:
        raise OutOfBalance(f"It still cannot be posted. {decided.verdict.reason}")
    await release(work, staged.claim_key)
    await write(desk, [decided])
    await _withdraw(work, row)
    await work.session.refresh(row)


async def _withdraw(work: Work, row: RemittanceClaim) -> None:
    about = Task.remittance_claim_id == row.id, Task.state.in_(LIVE), Task.kind.in_(ABOUT_IT)
    for task in await work.session.scalars(select(Task).where(*about)):
        task.state = TaskState.CANCELLED
        work.record("withdrew", f"task:{task.id}", task.practice_id, because="the payment was posted")


async def match_again(office: Office, actor: Actor, practice_id: UUID) -> int:
    """Try the practice's unmatched claims once more, as after an import; gives how many found their claim."""
    async with office.begin(actor) as work:
        unmatched = select(RemittanceClaim.id).where(
            RemittanceClaim.practice_id == practice_id, RemittanceClaim.state == Posting.UNMATCHED
        )
        waiting = (await work.session.scalars(unmatched.order_by(RemittanceClaim.id))).all()
    found = 0
    for remittance_claim_id in waiting:
        async with office.begin(actor) as work:
            found += await _match_by_itself(work, remittance_claim_id)
    return found


async def _match_by_itself(work: Work, remittance_claim_id: UUID) -> bool:
    row, payment = await _waiting(work, remittance_claim_id)
    staged = await take_one(work.session, row.id)
    await match_claims(work.session, row.practice_id, [staged])
    if staged.claim_id is None:
        return False
    try:
        await _release(work, row, payment, staged.claim_id)
    except OutOfBalance:
        return False  # nothing was written: it waits on
    work.record("matched", f"claim:{staged.claim_id}", row.practice_id, remittance_claim=str(row.id))
    return True


async def assign_payment(office: Office, actor: Actor, remittance_id: UUID, practice_id: UUID) -> None:
    """Say whose payment it is that named nobody here: it leaves Unapplied and its claims post.

    Raises Unknown, or Conflict when the payment has an owner or does not add up. The actor must see both
    practices.
    """
    async with office.begin(actor) as work:
        payment = await work.session.get(Remittance, remittance_id, with_for_update=True)
        if payment is None:
            raise Unknown("There is no such payment, or you may not see it.")
        if payment.practice_id != UNASSIGNED or payment.state is not Posting.SUSPENDED:
            raise Conflict("Only a payment that nobody owns and that waits can be given to a practice.")
        if any(each["blocks"] for each in payment.problems):
            raise Conflict("This payment does not add up: ask the payer for a correction.")
        await stand(work, payment, practice_id)
        work.record("assigned", f"remittance:{payment.id}", practice_id)
        work.wake(f"remittance:{payment.file_id}")
