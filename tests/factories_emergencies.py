"""Emergency accesses as rows, with or without the task that asks for their review."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.emergency_reviews import give_review
from activities.transactions import Office
from models.emergency_access import EmergencyAccess
from models.tasks import Task
from models.users import User
from rules.access import Role
from rules.tasks import TaskKind

WHY = "Both supervisors are ill and a filing limit ends today"
FINDING = "The limit was met, nothing else was opened"


async def an_emergency(office: Office, user_id: UUID, *, with_task: bool = True) -> UUID:
    """This person worked as a supervisor for the hour before last; gives the access."""
    async with office.begin(CLAIMDESK) as work:
        began = work.real_now - timedelta(hours=2)
        access = EmergencyAccess(user_id=user_id, role=Role.SUPERVISOR, reason=WHY, began_at=began)
        access.ends_at = began + timedelta(hours=1)
        work.session.add(access)
        await work.session.flush()
        if with_task:
            name = (await work.session.get_one(User, user_id)).name
            await give_review(work, access, name, began)
    return access.id


async def a_review(office: Office, user_id: UUID) -> Task:
    """The task that asks for the review of an emergency of this person."""
    await an_emergency(office, user_id)
    return (await reviews(office))[-1]


async def reviews(office: Office) -> list[Task]:
    """Every such task, the oldest first."""
    async with office.begin(CLAIMDESK) as work:
        found = select(Task).where(Task.kind == TaskKind.REVIEW_EMERGENCY).order_by(Task.id)
        return list(await work.session.scalars(found))
