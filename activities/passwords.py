"""Passwords: argon2id, and never one that guessers know."""

import asyncio
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from activities.breaches import is_breached
from rules.errors import Conflict
from rules.passwords import BREACHED, must_be_good

HASHER = PasswordHasher()
OF_CODES = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # up to ten in a row


def hash_password(password: str) -> str:
    """An argon2id hash with its parameters in it. Raises Conflict, saying what a good password needs."""
    must_be_good(password)
    return HASHER.hash(password)


def hash_of_nothing() -> str:
    """A hash that no password opens, and that takes as long to find out."""
    return HASHER.hash(secrets.token_urlsafe(32))


async def hash_chosen(password: str, breached: Path | None) -> str:
    """The hash of a password that a person chose. Raises Conflict also for one on the list of breaches."""
    if breached is not None and await asyncio.to_thread(is_breached, breached, password):
        raise Conflict(BREACHED)
    return await asyncio.to_thread(hash_password, password)


async def hash_codes(codes: Sequence[str]) -> list[str]:
    """Their argon2id hashes, each with a salt of its own."""
    return await asyncio.to_thread(lambda: [OF_CODES.hash(each) for each in codes])


async def opened_by(stored: Sequence[str], code: str) -> str | None:
    """The one of these hashes that the code opens."""
    return await asyncio.to_thread(lambda: next((each for each in stored if _opens(each, code)), None))


@cache
def _nobodys_hash() -> str:
    return hash_of_nothing()


def _opens(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def check_password(stored: str | None, password: str) -> bool:
    """Whether it fits; an unknown person (None) takes as long as a known one."""
    fits = await asyncio.to_thread(_opens, stored or _nobodys_hash(), password)
    return fits and stored is not None
