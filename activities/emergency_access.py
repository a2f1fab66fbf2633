"""Emergency access: another role for an hour, with a typed reason, told at once and reviewed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from activities.alerts import raise_alert
from activities.commands import FinishTask
from activities.doors import Door, Opened
from activities.emergency_reviews import give_review, is_its_task, review_task
from activities.finishing import finish_task
from activities.session_tokens import rise
from activities.sessions import Person
from activities.sign_in_steps import held
from activities.transactions import Office, Work
from models import rulebook
from models.base import new_id
from models.emergency_access import EmergencyAccess
from models.outbox import Receipt
from models.practices import Practice
from models.tasks import Task
from models.users import User
from rules.access import Permission, Role, require
from rules.alerts import AlertKind
from rules.emergency_access import must_be_reason, roles_for
from rules.errors import Conflict, NotAllowed
from rules.tasks import LIVE, Outcome


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One emergency access with its person."""

    access: EmergencyAccess
    name: str
    reviewer: str | None
    task: Task | None  # None: not to be seen by this reader where they are, or of an earlier release
    today: date | None  # the office's, where there is a task


async def take_emergency_access(
    office: Office, door: Door, person: Person, token: str, role: Role, reason: str
) -> Opened:
    """Another role from now on, under a new token, until the hour is over; its review is a task at once.

    Raises NotAllowed for a role that is not open to this person, Conflict while one is running already.
    """
    must_be_reason(reason)
    if role not in roles_for(person.role):
        raise NotAllowed(f"A {person.role} may not work as {role}, not even in an emergency.")
    async with office.begin(person.actor.at_the_office) as work:
        login, user = await held(work, token)
        if await _running(work, user.id):
            raise Conflict("Your emergency access is running already.")
        minutes = rulebook.sign_in_limits(work.now.date()).emergency
        access = EmergencyAccess(
            id=new_id(),
            user_id=user.id,
            role=role,
            reason=reason.strip(),
            began_at=work.real_now,
            ends_at=work.real_now + timedelta(minutes=minutes),
        )
        work.session.add(access)
        await work.session.flush()
        work.record("took emergency access", f"emergency:{access.id}", role=role, minutes=minutes)
        await give_review(work, access, user.name, work.now)
        told = f"{user.name} works as {role} for {minutes} minutes: look at why."
        subject = f"emergency:{access.id}"
        to = Permission.REVIEW_ACCESS
        await raise_alert(work, AlertKind.BREAK_GLASS, subject, None, to=to, told=told)
        return await rise(work, door, login, user, is_strong=False)


async def end_emergency_access(office: Office, person: Person) -> None:
    """Back to one's own role before the hour is over."""
    async with office.begin(person.actor) as work:
        mine = EmergencyAccess.user_id == person.id, EmergencyAccess.ends_at > work.real_now
        await work.session.execute(update(EmergencyAccess).where(*mine).values(ends_at=work.real_now))
        work.record("ended emergency access", f"user:{person.id}")


@dataclass(frozen=True, slots=True)
class ReviewEmergency:
    """What was found about an emergency access; sent again with the same key, it counts once."""

    key: UUID
    access_id: UUID
    outcome: Outcome
    finding: str


async def review_emergency_access(office: Office, person: Person, said: ReviewEmergency) -> None:
    """Finish the task of this access, which keeps what was found; never about oneself.

    Raises NotAllowed, Unknown, Conflict for one that was reviewed already, Refusal without a finding.
    """
    require(person.role, Permission.REVIEW_ACCESS)
    if person.emergency_until:
        raise NotAllowed("An emergency is reviewed by somebody who is in none.")
    actor = person.actor.at_the_office
    async with office.begin(actor) as work:
        task = await review_task(work, said.access_id)
        is_new = await work.session.get(Receipt, said.key) is None
    if not is_new:
        return
    if task.state not in LIVE:
        raise Conflict("This emergency access was reviewed already.")
    finish = FinishTask(said.key, task.id, task.version, said.outcome, reason=said.finding)
    await finish_task(office, actor, finish)


async def emergencies(work: Work) -> Sequence[EmergencyRow]:
    """The newest first, those that nobody reviewed before all others."""
    reviewer = aliased(User)
    found = (
        select(EmergencyAccess, User.name, reviewer.name, Task, Practice.time_zone)
        .outerjoin(Task, is_its_task())
        .outerjoin(Practice, Practice.id == Task.practice_id)
        .join(User, User.id == EmergencyAccess.user_id)
        .outerjoin(reviewer, reviewer.id == EmergencyAccess.reviewed_by)
    )
    unread = EmergencyAccess.reviewed_at.is_(None)
    rows = await work.session.execute(
        found.order_by(unread.desc(), EmergencyAccess.began_at.desc()).limit(50)
    )
    return [
        EmergencyRow(access, name, by, task, work.today(zone) if zone else None)
        for access, name, by, task, zone in rows
    ]


async def _running(work: Work, user_id: UUID) -> bool:
    mine = EmergencyAccess.user_id == user_id, EmergencyAccess.ends_at > work.real_now
    return await work.session.scalar(select(EmergencyAccess.id).where(*mine)) is not None
