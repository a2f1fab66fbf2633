"""Signing in: one answer for every wrong pair, and guessing made slow by account and by address."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from activities.access import must_stand_at_site
from activities.actors import CLAIMDESK, Actor
from activities.passwords import check_password
from activities.transactions import Office, Work
from models.users import LoginSession, SignInTry, User
from rules.errors import NotAllowed

FREE_TRIES = {"account": 5, "address": 30}
LONGEST_WAIT = timedelta(minutes=15)
REFUSED = "This e-mail and password do not open a desk. Check both, or ask your administrator."
SLOWED = "Too many tries that failed. Wait a little, then try again."


def hash_of(secret: str) -> str:
    """What the database keeps of a session's token, or of an e-mail that was tried."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def sign_in(office: Office, email: str, password: str, address: str, lasts: timedelta) -> str:
    """Open a session and give its token. Raises NotAllowed, with one answer for every wrong pair."""
    email = email.strip().lower()
    keys = {"account": f"account:{hash_of(email)}", "address": f"address:{address}"}
    async with office.begin(CLAIMDESK) as work:
        too_soon = [await _count_try(work, kind, key) for kind, key in keys.items()]
        user = await work.session.scalar(select(User).where(func.lower(User.email) == email, User.active))
        if any(too_soon):
            work.record("slowed a sign-in", f"address:{address}")
    if any(too_soon):
        raise NotAllowed(SLOWED)
    fits = await check_password(user.password_hash if user else None, password)
    if user and fits:
        await must_stand_at_site(office, user, address)
    async with office.begin(_acting(user) if user and fits else CLAIMDESK) as work:
        if user and fits:
            await work.session.execute(delete(SignInTry).where(SignInTry.key.in_(keys.values())))
            return _open_session(work, user, address, lasts)
        work.record("refused a sign-in", f"user:{user.id}" if user else f"address:{address}")
    raise NotAllowed(REFUSED)


def _acting(user: User) -> Actor:
    return Actor(user.id, user.name, user.role, frozenset(), frozenset())


async def _count_try(work: Work, kind: str, key: str) -> bool:
    """Count this try before it is judged; True when it comes too soon after others that failed."""
    await work.session.execute(insert(SignInTry).values(key=key, failed=0).on_conflict_do_nothing())
    tries = await work.session.scalar(select(SignInTry).where(SignInTry.key == key).with_for_update())
    if tries is None or (tries.slow_until and tries.slow_until > work.real_now):
        return True
    tries.failed += 1
    beyond = tries.failed - FREE_TRIES[kind]
    if beyond >= 0:
        tries.slow_until = work.real_now + min(timedelta(seconds=2 ** min(beyond, 12)), LONGEST_WAIT)
    return False


def _open_session(work: Work, user: User, address: str, lasts: timedelta) -> str:
    token = secrets.token_urlsafe(32)
    now = work.real_now
    work.session.add(
        LoginSession(
            token_hash=hash_of(token),
            user_id=user.id,
            address=address,
            created_at=now,
            last_active_at=now,
            ends_at=now + lasts,
        )
    )
    work.record("signed in", f"user:{user.id}", address=address)
    return token
