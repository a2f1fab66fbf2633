"""Passwords: argon2id, twelve characters or more, and never one that everybody tries first."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rules.errors import Conflict

HASHER = PasswordHasher()
SHORTEST, LONGEST = 12, 128
COMMON = ("password", "claimdesk", "qwerty", "letmein", "welcome", "iloveyou", "123456789", "abcdefgh")


def hash_password(password: str) -> str:
    """An argon2id hash with its parameters in it. Raises Conflict, saying what a good password needs."""
    plain = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        raise Conflict(f"A password has {SHORTEST} to {LONGEST} characters; a short sentence is a good one.")
    if len(set(plain)) < 5 or any(plain.strip("0123456789!?.- ") == word for word in COMMON):
        raise Conflict("This password is among the first that a guesser tries: choose another.")
    return HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))


def _opens(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def check_password(stored: str | None, password: str) -> bool:
    """Whether it fits; an unknown person (None) takes as long as a known one."""
    fits = await asyncio.to_thread(_opens, stored or _nobodys_hash(), password)
    return fits and stored is not None
