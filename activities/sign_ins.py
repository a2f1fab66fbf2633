"""Signing in: one answer for every wrong pair, and guessing made slow."""

from sqlalchemy import func, select

from activities import passkeys
from activities.access import must_stand_at_site
from activities.actors import CLAIMDESK
from activities.doors import Door, Opened, Proof, Visit
from activities.passwords import check_password
from activities.session_tokens import acting, open_session
from activities.sign_in_tries import forget, keys_of, too_soon
from activities.transactions import Office
from models.users import User
from rules.errors import NotAllowed

REFUSED = "This e-mail and password do not open a desk. Check both, or ask your administrator."
SLOWED = "Too many tries that failed. Wait a little, then try again."


async def sign_in(office: Office, door: Door, email: str, password: str, visit: Visit) -> Opened:
    """Open a session by password; what it still owes is in its row.

    Raises NotAllowed, with one answer for every wrong pair, after the same time.
    """
    email = email.strip().lower()
    async with office.begin(CLAIMDESK) as work:
        user = await work.session.scalar(select(User).where(func.lower(User.email) == email, User.active))
        keys = await keys_of(work, user, email, visit)
        is_slowed = await too_soon(work, keys)
        if is_slowed:
            work.record("slowed a sign-in", f"address:{visit.address}")
    if is_slowed:
        raise NotAllowed(SLOWED)
    fits = await check_password(user.password_hash if user else None, password)
    if user and fits:
        await must_stand_at_site(office, user, visit.address)
    async with office.begin(acting(user) if user and fits else CLAIMDESK) as work:
        if user and fits:
            await forget(work, keys)
            return await open_session(work, door, user, visit)
        work.record("refused a sign-in", f"user:{user.id}" if user else f"address:{visit.address}")
    raise NotAllowed(REFUSED)


async def sign_in_by_passkey(office: Office, door: Door, proof: Proof, visit: Visit) -> Opened:
    """Open a session by passkey alone: device and fingerprint or PIN are two factors. Raises NotAllowed."""
    async with office.begin(CLAIMDESK) as work:
        user = await passkeys.owner_of(work, door, proof)
        if user is None:
            work.record("refused a passkey", f"address:{visit.address}")
    if user is None:
        raise NotAllowed(passkeys.NOT_OURS)
    await must_stand_at_site(office, user, visit.address)
    async with office.begin(acting(user)) as work:
        return await open_session(work, door, user, visit, is_strong=True)
