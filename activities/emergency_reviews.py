"""The review of an emergency access: a task of the office, and what is kept when somebody has done it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, literal, select

from activities import claims, tasks
from activities.tasks import NewTask
from activities.transactions import Work
from models.emergency_access import EmergencyAccess
from models.practices import OFFICE
from models.tasks import Task
from models.users import User
from rules.access import REVIEWERS
from rules.emergency_access import must_be_reason
from rules.errors import NotAllowed, Unknown
from rules.follow_ups import Level
from rules.tasks import TaskKind

ABOUT = "emergency:"


async def give_review(work: Work, access: EmergencyAccess, name: str, began_at: datetime) -> UUID | None:
    """Ask for the look at this access, once: before the manager from the first day, as every decision.

    `began_at` is the office's time, by which the audit trail goes. `work` must reach the office's own rows.
    """
    today = await claims.today_of(work, OFFICE)
    kind = TaskKind.REVIEW_EMERGENCY
    new = NewTask(
        kind=kind,
        cause=f"{ABOUT}{access.id}",
        ask=f"{name} worked as {access.role} in an emergency: look at why, and at what was done",
        practice_id=OFFICE,
        due_on=tasks.due_on(kind, today),
        level=Level.MANAGER,
        requested_by=access.user_id,
        detail={"reason": access.reason, "role": access.role, "began_at": began_at.isoformat()},
    )
    return await tasks.give(work, new, today)


def is_its_task() -> ColumnElement[bool]:
    """What joins a task to the access that it is about."""
    return Task.cause == literal(ABOUT) + cast(EmergencyAccess.id, String)


async def give_missing(work: Work) -> int:
    """A task for each access that nobody reviewed and that has none: those of an earlier release."""
    found = (
        select(EmergencyAccess, User.name)
        .join(User, User.id == EmergencyAccess.user_id)
        .where(EmergencyAccess.reviewed_at.is_(None))
        .where(~select(Task.id).where(is_its_task()).exists())
    )
    rows = (await work.session.execute(found.order_by(EmergencyAccess.id))).all()
    for access, name in rows:
        await give_review(work, access, name, access.began_at)
    return len(rows)


async def review_task(work: Work, access_id: UUID) -> Task:
    """The task of this access, given now where an earlier release left none. Raises Unknown."""
    access = await access_of(work, access_id)
    mine = select(Task).where(Task.cause == f"{ABOUT}{access_id}")
    task = await work.session.scalar(mine)
    if task is None:
        who = await work.session.get_one(User, access.user_id)
        await give_review(work, access, who.name, access.began_at)
        task = (await work.session.scalars(mine)).one()
    return task


async def access_of(work: Work, access_id: UUID, *, lock: bool = False) -> EmergencyAccess:
    """This access. Raises Unknown."""
    access = await work.session.get(EmergencyAccess, access_id, with_for_update=lock or None)
    if access is None:
        raise Unknown("There is no such emergency access.")
    return access


def about(task: Task) -> UUID:
    """The access that this task is to look at."""
    return UUID(task.cause.removeprefix(ABOUT))


async def write_review(work: Work, task: Task, finding: str) -> None:
    """Keep what was found, with the finish of its task: the first finding stays, and is never taken back.

    Raises NotAllowed for who reviews no access, Conflict for a finding that explains nothing.
    """
    if work.actor.role not in REVIEWERS:
        raise NotAllowed("Only a manager or an administrator decides this.")
    must_be_reason(finding)
    access = await access_of(work, about(task), lock=True)
    if access.reviewed_at is None:
        access.reviewed_by, access.reviewed_at = work.actor.id, work.real_now
        access.finding = finding.strip()
    work.record("reviewed emergency access", f"{ABOUT}{access.id}", outcome=task.outcome)


@dataclass(frozen=True, slots=True)
class Emergency:
    """The access that a task is to look at, by the office's time."""

    user_id: UUID
    role: str
    reason: str
    began_at: datetime
    ends_at: datetime
    finding: str  # empty: nobody has looked yet

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.began_at).total_seconds() / 60)


async def emergency_of(work: Work, task: Task) -> Emergency | None:
    """What this task is to look at; None, and no question to the database, for every other kind."""
    if task.kind is not TaskKind.REVIEW_EMERGENCY:
        return None
    access = await access_of(work, about(task))
    began = datetime.fromisoformat(task.detail["began_at"])
    ended = began + (access.ends_at - access.began_at)
    return Emergency(access.user_id, access.role, access.reason, began, ended, access.finding)
