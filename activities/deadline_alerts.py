"""Who is told that a legal limit is near: owners of their tasks, supervisors of what nobody owns."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.alerts import raise_alert
from activities.transactions import Office, Work
from models.filters import day_there
from models.practices import Practice
from models.rulebook import alert_habits
from models.tasks import Task
from rules.access import Permission
from rules.alerts import AlertKind
from rules.tasks import LIVE


async def tell_of_deadlines(office: Office) -> int:
    """One alert a practice and day to each person whose tasks are near their limit; gives how many."""
    async with office.begin(CLAIMDESK) as work:
        days = alert_habits(work.now.date())[AlertKind.DEADLINE].days or 0
        near = (
            select(Task.practice_id, Practice.name, Task.owner_id, func.count(), func.min(Task.deadline_on))
            .join(Practice, Practice.id == Task.practice_id)
            .where(Task.state.in_(LIVE), Task.deadline_on <= day_there(work.now) + days)
            .where(Task.deadline_on <= work.now.date() + timedelta(days=days + 1))  # for the index
            .group_by(Task.practice_id, Practice.name, Task.owner_id)
        )
        told = 0
        for practice_id, practice, owner_id, count, first in (await work.session.execute(near)).all():
            told += await _tell(work, practice_id, practice, owner_id, count, first)
        return told


async def _tell(
    work: Work, practice_id: UUID, practice: str, owner_id: UUID | None, count: int, first: date | None
) -> int:
    to: Collection[UUID] | Permission = [owner_id] if owner_id else Permission.TRANSFER_ANY
    subject = f"queue:deadlines:{practice_id}"
    said = f"{practice}: {_whose(count, owner_id is not None)} legal limit; we work to {first} for the first."
    return await raise_alert(work, AlertKind.DEADLINE, subject, practice_id, to=to, told=said)


def _whose(count: int, owned: bool) -> str:
    near = "is near its" if count == 1 else "are near their"
    if owned:
        return f"{count} of your tasks {near}"
    return f"{count} task{'s' if count > 1 else ''} without an owner {near}"
