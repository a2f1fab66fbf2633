"""Recovery codes: printed once, kept as hashes, each good for one sign-in."""

import secrets
from uuid import UUID

from sqlalchemy import delete, func, select

from activities.passwords import hash_codes, opened_by
from activities.sign_in_tries import hash_of
from activities.transactions import Work
from models import rulebook
from models.second_factors import RecoveryCode

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
HALF = 5


async def new_codes(work: Work, user_id: UUID) -> list[str]:
    """Fresh codes in place of all old ones; they are never shown again."""
    count = rulebook.sign_in_limits(work.now.date()).recovery_codes
    codes = [f"{_letters()}-{_letters()}" for _ in range(count)]
    await work.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    hashes = await hash_codes(codes)
    work.session.add_all(RecoveryCode(user_id=user_id, code_hash=each) for each in hashes)
    return codes


async def use_code(work: Work, user_id: UUID, code: str) -> bool:
    """Whether this was one of their codes; it is gone from now on."""
    plain = code.strip().lower().replace(" ", "")
    if len(plain) != 2 * HALF + 1:
        return False
    mine = select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user_id)
    kept = (await work.session.scalars(mine)).all()
    before = _hash_of_before(user_id, plain)
    used = before if before in kept else await opened_by(kept, plain)
    if used is None:
        return False
    this = delete(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.code_hash == used)
    gone = await work.session.execute(this.returning(RecoveryCode.code_hash))
    return gone.one_or_none() is not None  # of two who use it at once, one finds it gone


async def codes_left(work: Work, user_id: UUID) -> int:
    """How many codes this person still has."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return await work.session.scalar(mine) or 0


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(HALF))


def _hash_of_before(user_id: UUID, code: str) -> str:
    """As codes were kept that were printed before they had salts."""
    return hash_of(f"{user_id}:{code}")
