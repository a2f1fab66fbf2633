"""Emergency accesses as rows, with or without the task that asks for their review."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.emergency_reviews import give_review
from activities.transactions import Office
from models.emergency_access import EmergencyAccess
from models.tasks import Task
from models.users import User
from rules.access import Role
from rules.tasks import TaskKind
from tests.factories_money import one_claim
from tests.factories_tasks import a_person

WHY = "Both supervisors are ill and a filing limit ends today"
FINDING = "The limit was met, nothing else was opened"


@dataclass(frozen=True, slots=True)
class Staff:
    """One of each who matters, at one practice; Ana takes the emergency accesses."""

    practice_id: UUID
    ana: Actor
    lea: Actor  # the supervisor
    mara: Actor
    marc: Actor
    otto: Actor  # the administrator


async def the_staff(office: Office) -> Staff:
    """A biller, a supervisor, two managers and an administrator."""
    here = (await one_claim(office)).practice_id
    ana = await a_person(office, here)
    lea = await a_person(office, here, Role.SUPERVISOR, "Lea")
    mara = await a_person(office, here, Role.MANAGER, "Mara")
    marc = await a_person(office, here, Role.MANAGER, "Marc")
    otto = await a_person(office, here, Role.ADMINISTRATOR, "Otto")
    return Staff(here, ana, lea, mara, marc, replace(otto, practices=None))


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
