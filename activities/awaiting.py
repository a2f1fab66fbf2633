"""What a task was put aside for has come: it is back in its queue before its day."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from activities import tasks
from activities.transactions import Work
from models.acknowledgements import Acknowledgement
from models.remittances import Remittance, RemittanceClaim
from models.tasks import Task
from rules.tasks import Awaited, TaskState


async def end_awaited(work: Work, claim_id: UUID, today: date) -> None:
    """Bring back the claim's tasks whose remittance or answer came after they were put aside."""
    came = or_(
        (Task.awaits == Awaited.REMITTANCE) & _paid_since(),
        (Task.awaits == Awaited.ANSWER) & (_answered_since() | _paid_since()),
    )
    asleep = select(Task).where(Task.claim_id == claim_id, Task.state == TaskState.SNOOZED, came)
    for task in await work.session.scalars(asleep.with_for_update()):
        tasks.arrive(work, task, today, f"the {task.awaits} it waited for has come")


def _paid_since() -> ColumnElement[bool]:
    """A payer that decided has answered too."""
    named = RemittanceClaim.claim_id == Task.claim_id
    ours = exists().where(RemittanceClaim.remittance_id == Remittance.id, named)
    return ours.where(Remittance.received_at > Task.aside_since)


def _answered_since() -> ColumnElement[bool]:
    return exists().where(
        Acknowledgement.claim_id == Task.claim_id, Acknowledgement.received_at > Task.aside_since
    )
