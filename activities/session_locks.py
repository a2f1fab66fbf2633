"""The lock: a screen that nobody touches closes, and a quick proof by the same person opens it again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.doors import Door, Opened, Proof
from activities.passkeys import passkeys_of
from activities.second_factors import WRONG, proven_by
from activities.session_tokens import rise
from activities.sessions import AtTheDoor, Person, SignedOut, facts_of
from activities.sign_in_steps import count_wrong, held
from activities.transactions import Office
from models.second_factors import Passkey
from models.users import LoginSession
from rules.errors import NotAllowed
from rules.sessions import why_locked


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Whose screen is locked, and what opens it."""

    id: UUID
    name: str
    why: str  # empty: it is not locked
    passkeys: list[Passkey]


async def lock(office: Office, person: Person) -> None:
    """Lock this session now."""
    async with office.begin(person.actor) as work:
        mine = update(LoginSession).where(LoginSession.token_hash == person.token_hash)
        await work.session.execute(mine.values(locked_at=work.real_now))
        work.record("locked a session", f"user:{person.id}")


async def who_sleeps(office: Office, token: str, idle: timedelta) -> Sleeper:
    """Whose session this is, behind its lock. Raises SignedOut when it is over."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await held(work, token)
        if login.needs is not None:
            raise AtTheDoor(login.needs)
        why = why_locked(facts_of(login, user), work.real_now, idle)
        return Sleeper(user.id, user.name, why, await passkeys_of(work, user.id))


async def unlock(office: Office, door: Door, token: str, proof: Proof) -> Opened:
    """Open the lock with a passkey, a code or the password, under a new token.

    Raises NotAllowed for a wrong proof, and SignedOut once there were too many.
    """
    async with office.begin(CLAIMDESK) as work:
        login, user = await held(work, token)
        if login.needs is not None:
            raise SignedOut("")
        if how := await proven_by(work, door, user, proof, password=True):
            work.record("unlocked a session", f"user:{user.id}", by=how)
            return await rise(work, door, login, user, is_strong=how != "the password")
        await count_wrong(work, login)
    raise NotAllowed(WRONG)


async def step_up(office: Office, door: Door, person: Person, token: str, proof: Proof) -> Opened:
    """Show the second factor again, under a new token; only where nobody needs one, the password does.

    Raises NotAllowed for a wrong proof.
    """
    async with office.begin(CLAIMDESK) as work:
        login, user = await held(work, token)
        if how := await proven_by(work, door, user, proof, password=not door.factor_required):
            work.record("stepped up", f"user:{user.id}", by=how)
            return await rise(work, door, login, user, is_strong=True)
        await count_wrong(work, login)
    raise NotAllowed(WRONG)
