"""People and tasks as rows, for tests about who does what."""

from datetime import date
from uuid import UUID

from activities import tasks
from activities.actors import CLAIMDESK, Actor
from activities.transactions import Office
from models.claims import Claim
from models.practices import works_for
from models.tasks import Task
from models.users import Membership, User
from rules.access import Role
from rules.tasks import TaskKind
from tests.factories_money import Billed


async def a_person(office: Office, practice_id: UUID, role: Role = Role.BILLER, name: str = "Ana") -> Actor:
    """Somebody who works for this practice."""
    async with office.begin(CLAIMDESK) as work:
        user = User(email=f"{name}@desk.example", name=name, role=role, password_hash="!")  # noqa: S106 - opens nothing
        work.session.add(user)
        await work.session.flush()
        work.session.add(Membership(user_id=user.id, practice_id=practice_id))
    return Actor(user.id, name, role, works_for(role, [practice_id]), None)


async def a_task(
    office: Office, billed: Billed, kind: TaskKind = TaskKind.CALL_PAYER, cause: str = "test", **more: object
) -> Task:
    """A live task about this claim."""
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        today = date(2026, 11, 23)
        new = tasks.for_claim(claim, kind, cause, "Do it", today, **more)
        made = await tasks.give(work, new, today)
        return await work.session.get_one(Task, made)


async def task_now(office: Office, task_id: UUID) -> Task:
    """The task as it stands."""
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Task, task_id)


async def claim_now(office: Office, claim_id: UUID) -> Claim:
    """The claim as it stands."""
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Claim, claim_id)
