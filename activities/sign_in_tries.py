"""Guessing is made slow: by account, by address, and apart from both for a browser that is known."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from activities.doors import Visit
from activities.transactions import Work
from models import rulebook
from models.second_factors import KnownDevice
from models.users import SignInTry, User

FREE_TRIES = {"account": 5, "address": 30, "device": 5, "codes": 5}
LONGEST_WAIT = timedelta(minutes=15)


def hash_of(secret: str) -> str:
    """What the database keeps of a token, a code, or an e-mail that was tried."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def knows_device(work: Work, user: User | None, device: str) -> bool:
    """Whether this person signed in with this browser lately."""
    if user is None or not device:
        return False
    since = work.real_now - timedelta(days=rulebook.sign_in_limits(work.now.date()).known_device)
    held = KnownDevice.token_hash == hash_of(device), KnownDevice.user_id == user.id
    return (
        await work.session.scalar(select(KnownDevice).where(*held, KnownDevice.seen_at > since)) is not None
    )


async def keys_of(work: Work, user: User | None, email: str, visit: Visit) -> Mapping[str, str]:
    """What a try is counted by: a known browser by itself, so that no stranger can slow it."""
    if await knows_device(work, user, visit.device):
        return {"device": f"device:{hash_of(visit.device)}"}
    return {"account": f"account:{hash_of(email)}", "address": f"address:{visit.address}"}


async def too_soon(work: Work, keys: Mapping[str, str]) -> bool:
    """Count this try before it is judged; True when it comes too soon after others that failed."""
    return any([await _count(work, kind, key) for kind, key in sorted(keys.items())])


async def forget(work: Work, keys: Mapping[str, str]) -> None:
    """The right person came: earlier tries no longer count."""
    await work.session.execute(delete(SignInTry).where(SignInTry.key.in_(keys.values())))


async def _count(work: Work, kind: str, key: str) -> bool:
    await work.session.execute(insert(SignInTry).values(key=key, failed=0).on_conflict_do_nothing())
    tries = await work.session.scalar(select(SignInTry).where(SignInTry.key == key).with_for_update())
    if tries is None or (tries.slow_until and tries.slow_until > work.real_now):
        return True
    tries.failed += 1
    beyond = tries.failed - FREE_TRIES[kind]
    if beyond >= 0:
        tries.slow_until = work.real_now + min(timedelta(seconds=2 ** min(beyond + 3, 12)), LONGEST_WAIT)
    return False
