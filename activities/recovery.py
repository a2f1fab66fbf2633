"""Recovery codes: printed once, kept as hashes, each good for one sign-in."""

import secrets
from uuid import UUID

from sqlalchemy import delete, func, select

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
    work.session.add_all(RecoveryCode(user_id=user_id, code_hash=_hash(user_id, each)) for each in codes)
    return codes


async def use_code(work: Work, user_id: UUID, code: str) -> bool:
    """Whether this was one of their codes; it is gone from now on."""
    plain = code.strip().lower().replace(" ", "")
    mine = RecoveryCode.user_id == user_id, RecoveryCode.code_hash == _hash(user_id, plain)
    gone = await work.session.execute(delete(RecoveryCode).where(*mine).returning(RecoveryCode.code_hash))
    return gone.one_or_none() is not None


async def codes_left(work: Work, user_id: UUID) -> int:
    """How many codes this person still has."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return await work.session.scalar(mine) or 0


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(HALF))


def _hash(user_id: UUID, code: str) -> str:
    return hash_of(f"{user_id}:{code}")  # fifty bits of chance need no slow hash
