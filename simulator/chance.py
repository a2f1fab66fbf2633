"""Chance that repeats: numbers drawn from a seed and a name, the same on every machine."""

import hashlib

Seed = int | str


def draw(seed: Seed, *names: object) -> float:
    """A number from 0 up to 1, always the same for the same seed and names."""
    return _bits(seed, names) / 2**64


def pick(count: int, seed: Seed, *names: object) -> int:
    """A place from 0 up to `count`."""
    return _bits(seed, names) % count


def digits(length: int, seed: Seed, *names: object) -> str:
    """A number of so many digits, not beginning with zero."""
    low = 10 ** (length - 1)
    return str(low + _bits(seed, names) % (9 * low))


def _bits(seed: Seed, names: tuple[object, ...]) -> int:
    text = "\0".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
