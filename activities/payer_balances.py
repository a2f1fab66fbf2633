"""Money between us and a payer outside any claim: what stays unexplained for long becomes a task."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from activities import tasks
from activities.actors import CLAIMDESK
from activities.journal import business_days
from activities.tasks import NewTask
from activities.transactions import Office, Work
from models.ledger import JournalEntry, JournalLeg
from models.rulebook import working_times
from rules.ledger import Account
from rules.tasks import TaskKind


async def ask_about_old_balances(office: Office) -> int:
    """Give a task for every balance with a payer that has not moved for the office's time; gives how many.

    The same standing balance is asked about once; after it moved, again.
    """
    async with office.begin(CLAIMDESK) as work:
        given = 0
        for practice_id, payer_id, amount, moved_on in await _balances(work):
            today = (await business_days(work, [practice_id]))[practice_id]
            if moved_on <= today - timedelta(days=working_times(today).payer_balance):
                task = _task(practice_id, payer_id, amount, moved_on, today)
                given += await tasks.give(work, task, today) is not None
        return given


async def _balances(work: Work) -> list[tuple[UUID, UUID | None, Decimal, date]]:
    amount, moved_on = func.sum(JournalLeg.amount), func.max(JournalEntry.posted_on)
    owners = JournalLeg.practice_id, JournalLeg.payer_id
    sums = select(*owners, amount, moved_on).join(JournalEntry, JournalEntry.id == JournalLeg.entry_id)
    open_ones = sums.where(JournalLeg.account == Account.PAYER).group_by(*owners).having(amount != 0)
    rows = await work.session.execute(open_ones)
    return [(practice_id, payer_id, left, day) for practice_id, payer_id, left, day in rows]


def _task(practice_id: UUID, payer_id: UUID | None, amount: Decimal, moved_on: date, today: date) -> NewTask:
    who = "We owe the payer" if amount < 0 else "The payer holds"
    days = (today - moved_on).days
    return NewTask(
        kind=TaskKind.PROVIDER_ADJUSTMENT,
        cause=f"payer balance:{practice_id}:{payer_id}:{moved_on}",
        ask=f"{who} ${abs(amount):,.2f} outside any claim, unmoved for {days} days: settle it with the payer",
        practice_id=practice_id,
        due_on=tasks.due_on(TaskKind.PROVIDER_ADJUSTMENT, today),
        money=abs(amount),
        payer_id=payer_id,
    )
