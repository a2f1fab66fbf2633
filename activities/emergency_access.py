"""Emergency access: another role for an hour, with a typed reason, told at once and reviewed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from activities.alerts import raise_alert
from activities.doors import Door, Opened
from activities.one_row import locked
from activities.session_tokens import rise
from activities.sessions import Person
from activities.sign_in_steps import held
from activities.transactions import Office, Work
from models import rulebook
from models.base import new_id
from models.emergency_access import EmergencyAccess
from models.users import User
from rules.access import Permission, Role, require
from rules.alerts import AlertKind
from rules.emergency_access import must_be_reason, roles_for
from rules.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One emergency access with its person."""

    access: EmergencyAccess
    name: str
    reviewer: str | None


async def take_emergency_access(
    office: Office, door: Door, person: Person, token: str, role: Role, reason: str
) -> Opened:
    """Another role from now on, under a new token, until the hour is over.

    Raises NotAllowed for a role that is not open to this person, Conflict while one is running already.
    """
    must_be_reason(reason)
    if role not in roles_for(person.role):
        raise NotAllowed(f"A {person.role} may not work as {role}, not even in an emergency.")
    async with office.begin(person.actor) as work:
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


async def review_emergency_access(office: Office, person: Person, access_id: UUID, finding: str) -> None:
    """Say what was found, once; never about oneself. Raises NotAllowed, Conflict or Unknown."""
    require(person.role, Permission.REVIEW_ACCESS)
    must_be_reason(finding)
    async with office.begin(person.actor) as work:
        access = await locked(work, EmergencyAccess, access_id, "There is no such emergency access.")
        if access.user_id == person.id:
            raise NotAllowed("Somebody else reviews your own emergency access.")
        if access.reviewed_at is not None:
            raise Conflict("This emergency access was reviewed already.")
        access.reviewed_by, access.reviewed_at = person.id, work.real_now
        access.finding = finding.strip()
        work.record("reviewed emergency access", f"emergency:{access_id}")


async def emergencies(work: Work) -> Sequence[EmergencyRow]:
    """The newest first, those that nobody reviewed before all others."""
    reviewer = aliased(User)
    found = (
        select(EmergencyAccess, User.name, reviewer.name)
        .join(User, User.id == EmergencyAccess.user_id)
        .outerjoin(reviewer, reviewer.id == EmergencyAccess.reviewed_by)
    )
    unread = EmergencyAccess.reviewed_at.is_(None)
    rows = await work.session.execute(
        found.order_by(unread.desc(), EmergencyAccess.began_at.desc()).limit(50)
    )
    return [EmergencyRow(*row) for row in rows]


async def _running(work: Work, user_id: UUID) -> bool:
    mine = EmergencyAccess.user_id == user_id, EmergencyAccess.ends_at > work.real_now
    return await work.session.scalar(select(EmergencyAccess.id).where(*mine)) is not None
