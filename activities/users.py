"""The people of the office: who may come in, as what, and how each likes the screen."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select, update

from activities.actors import Actor
from activities.allocating import allocate_again
from activities.doors import Door
from activities.passwords import check_password, hash_chosen, hash_password
from activities.second_factors import forget_factors
from activities.sessions import Person
from activities.transactions import Office, Work
from models import staffing, task_facts
from models.api_tokens import ApiToken
from models.base import new_id
from models.practices import OFFICE
from models.users import LoginSession, Membership, User
from rules.access import Permission, Role, require
from rules.errors import Conflict, NotAllowed, Unknown


async def create_user(
    office: Office,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    password: str,
    practices: Collection[UUID],
) -> UUID:
    """A person who can sign in from now on; raises NotAllowed, or Conflict for a taken e-mail."""
    must_manage_users(actor)
    async with office.begin(actor) as work:
        taken = await work.session.scalar(select(User.id).where(func.lower(User.email) == email.lower()))
        if taken:
            raise Conflict("Somebody already signs in with this e-mail.")
        user = User(id=new_id(), email=email.strip(), name=name.strip(), role=role)
        user.password_hash = hash_password(password)
        work.session.add(user)
        await work.session.flush()
        await work_for(work, user.id, practices)
        work.record("created", f"user:{user.id}", role=role, practices=sorted(map(str, practices)))
    return user.id


async def change_user(
    office: Office, actor: Actor, user_id: UUID, role: Role, active: bool, practices: Collection[UUID]
) -> None:
    """Change what a person may do; their sessions end at once. Raises NotAllowed or Unknown."""
    must_manage_users(actor)
    if user_id == actor.id:
        raise NotAllowed("Another administrator changes your own rights.")
    async with office.begin(actor) as work:
        user = await person_of(work, user_id)
        user.role, user.active = role, active
        await work.session.execute(delete(Membership).where(Membership.user_id == user_id))
        await work_for(work, user_id, practices)
        await end_sessions(work, user_id, "An administrator changed your rights: sign in again.")
        work.record("changed", f"user:{user_id}", role=role, active=active)
        await allocate_again(work, await staffing.due_of(work.session, user_id, None, task_facts.MOST))


async def set_password(office: Office, actor: Actor, user_id: UUID, password: str) -> None:
    """Give a person a new password; their sessions end. Raises NotAllowed, Conflict or Unknown."""
    must_manage_users(actor)
    hashed = hash_password(password)
    await _store_password(office, actor, user_id, hashed, "An administrator set a new password for you.")


async def reset_factors(office: Office, actor: Actor, user_id: UUID) -> None:
    """Take a person's second factors away, so that they enrol new ones; their sessions end.

    Raises NotAllowed, also for one's own, or Unknown.
    """
    must_manage_users(actor)
    if user_id == actor.id:
        raise NotAllowed("Another administrator resets your own second factor.")
    async with office.begin(actor) as work:
        user = await person_of(work, user_id)
        await forget_factors(work, user_id)
        await end_sessions(work, user_id, "An administrator reset your second factor: choose a new one.")
        work.record("reset the second factor", f"user:{user_id}", by=actor.name, of=user.name)


async def end_all_sessions(office: Office, actor: Actor, user_id: UUID) -> None:
    """Sign a person out everywhere, their programs too, at once. Raises NotAllowed or Unknown."""
    must_manage_users(actor)
    async with office.begin(actor) as work:
        user = await person_of(work, user_id)
        await end_sessions(work, user_id, "An administrator ended your sessions.")
        await work.session.execute(delete(ApiToken).where(ApiToken.user_id == user_id))
        work.record("ended all sessions", f"user:{user_id}", by=actor.name, of=user.name)


async def change_own_password(
    office: Office, door: Door, person: Person, current: str, password: str
) -> None:
    """Replace one's own password; every session ends. Raises NotAllowed for a wrong current one."""
    async with office.begin(person.actor) as work:
        stored = await work.session.scalar(select(User.password_hash).where(User.id == person.id))
    if not await check_password(stored, current):
        raise NotAllowed("The current password is another one.")
    hashed = await hash_chosen(password, door.breached_passwords)
    await _store_password(
        office, person.actor, person.id, hashed, "Your password was changed: sign in with it."
    )


async def choose_screen(
    office: Office, person: Person, color_scheme: str, single_keys: bool, auto_advance: bool
) -> None:
    """Keep how this person likes the screen."""
    async with office.begin(person.actor) as work:
        mine = update(User).where(User.id == person.id)
        await work.session.execute(
            mine.values(color_scheme=color_scheme, single_keys=single_keys, auto_advance=auto_advance)
        )
        work.record("chose screen settings", f"user:{person.id}")


def must_manage_users(actor: Actor) -> None:
    """Raises NotAllowed."""
    if actor.role != "system":  # the command line acts as the office itself
        require(Role(actor.role), Permission.MANAGE_USERS)


async def work_for(work: Work, user_id: UUID, practices: Collection[UUID]) -> None:
    """Let this person work for these practices. Raises Unknown for the office itself, which is none."""
    if OFFICE in practices:
        raise Unknown("There is no such practice.")
    work.session.add_all(Membership(user_id=user_id, practice_id=each) for each in practices)
    await work.session.flush()


async def person_of(work: Work, user_id: UUID) -> User:
    """This person, locked until the commit. Raises Unknown."""
    user = await work.session.get(User, user_id, with_for_update=True)
    if user is None or user.role == "system":
        raise Unknown("There is no such person.")
    return user


async def _store_password(office: Office, actor: Actor, user_id: UUID, hashed: str, because: str) -> None:
    async with office.begin(actor) as work:
        changed = update(User).where(User.id == user_id).values(password_hash=hashed).returning(User.id)
        if (await work.session.execute(changed)).one_or_none() is None:
            raise Unknown("There is no such person.")
        await end_sessions(work, user_id, because)
        work.record("set a password", f"user:{user_id}")


async def end_sessions(work: Work, user_id: UUID, because: str) -> None:
    """Every session of this person is over, for a reason that the sign-in page says."""
    theirs = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_because.is_(None))
    await work.session.execute(theirs.values(ended_because=because))
