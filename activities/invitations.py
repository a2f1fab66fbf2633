"""Letting people in: an administrator invites, the person sets a password by a link that works once."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from activities.actors import CLAIMDESK, Actor
from activities.doors import Door, Opened, Visit
from activities.mail import put_away_links, write_mail
from activities.passwords import hash_chosen, hash_of_nothing
from activities.session_tokens import acting, open_session
from activities.sign_in_tries import hash_of
from activities.transactions import Office, Work
from activities.users import end_sessions, must_manage_users, person_of, work_for
from models import rulebook
from models.base import new_id
from models.invitations import Invitation
from models.users import User
from rules.access import Role
from rules.errors import Conflict, NotAllowed, Unknown

OVER = "This invitation was used, replaced, or is over: ask your administrator for a new one."


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whom an administrator lets in."""

    email: str
    name: str
    role: Role
    practices: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Invited:
    """The link that this person gets, shown once."""

    user_id: UUID
    name: str
    link: str


async def invite(office: Office, door: Door, actor: Actor, new: NewPerson) -> Invited:
    """Make an account that its person opens by a link. Raises NotAllowed, or Conflict for a taken e-mail."""
    must_manage_users(actor)
    async with office.begin(actor) as work:
        taken = select(User.id).where(func.lower(User.email) == new.email.strip().lower())
        if await work.session.scalar(taken):
            raise Conflict("Somebody already signs in with this e-mail.").about("email")
        user = User(id=new_id(), email=new.email.strip(), name=new.name.strip(), role=new.role)
        user.password_hash = hash_of_nothing()
        work.session.add(user)
        await work.session.flush()
        await work_for(work, user.id, new.practices)
        work.record("invited", f"user:{user.id}", role=new.role, practices=sorted(map(str, new.practices)))
        return await _link(work, door, user)


async def invite_again(office: Office, door: Door, actor: Actor, user_id: UUID) -> Invited:
    """A new link for a person who lost the old one or the password; their sessions end.

    Raises NotAllowed or Unknown.
    """
    must_manage_users(actor)
    async with office.begin(actor) as work:
        if user_id == actor.id:
            raise NotAllowed("You change your own password in your settings.")
        user = await person_of(work, user_id)
        user.password_hash = hash_of_nothing()
        await end_sessions(work, user_id, "An administrator sent you a link to set a new password.")
        work.record("invited again", f"user:{user_id}", by=actor.name, of=user.name)
        return await _link(work, door, user)


async def who_is_invited(office: Office, token: str) -> tuple[str, str]:
    """Name and e-mail of whoever this link is for. Raises Unknown when it is over."""
    async with office.begin(CLAIMDESK) as work:
        user = await invited_person(work, token)
        return user.name, user.email


async def accept(office: Office, door: Door, token: str, password: str, visit: Visit) -> Opened:
    """Set the first password and go on to the second factor; the link is used up.

    Raises Unknown for a link that is over, and Conflict, saying what a good password needs.
    """
    await who_is_invited(office, token)
    hashed = await hash_chosen(password, door.breached_passwords)
    async with office.begin(CLAIMDESK) as work:
        user = await invited_person(work, token)
        work.actor = acting(user)
        await work.session.execute(delete(Invitation).where(Invitation.user_id == user.id))
        mine = update(User).where(User.id == user.id)
        await work.session.execute(mine.values(password_hash=hashed))
        work.record("accepted an invitation", f"user:{user.id}")
        return await open_session(work, door, user, visit)


async def _link(work: Work, door: Door, user: User) -> Invited:
    token = secrets.token_urlsafe(32)
    hours = rulebook.sign_in_limits(work.now.date()).invitation
    facts = {
        "token_hash": hash_of(token),
        "invited_by": work.actor.id,
        "made_at": work.real_now,
        "ends_at": work.real_now + timedelta(hours=hours),
    }
    row = insert(Invitation).values(user_id=user.id, **facts)
    await work.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=facts))
    link = f"{door.origin}/invitation?token={token}"
    await put_away_links(work, user.id, "a newer invitation took its place")
    if door.sends_mail:
        lines = [f"You were invited to Claimdesk. The link below works once, for {hours} hours."]
        cause, sealed = f"invitation:{hash_of(token)}", door.letter_seal.close(link)
        await write_mail(work, user.id, cause, "You are invited", lines, sealed)
    return Invited(user.id, user.name, link)


async def invited_person(work: Work, token: str) -> User:
    """Whoever this link is for, the invitation locked until the commit. Raises Unknown when it is over."""
    found = (
        select(User)
        .join(Invitation, Invitation.user_id == User.id)
        .where(Invitation.token_hash == hash_of(token), Invitation.ends_at > work.real_now, User.active)
    )
    user = await work.session.scalar(found.with_for_update(of=Invitation))
    if user is None:
        raise Unknown(OVER)
    return user
