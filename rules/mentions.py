"""Which colleagues a note calls by name: "@Ben", "@Ben Carver"."""

from collections.abc import Mapping
from uuid import UUID


def mentioned(body: str, people: Mapping[UUID, str]) -> frozenset[UUID]:
    """The people named after an @; a first name counts when only one of them has it."""
    text = body.casefold()
    firsts = [_first(name) for name in people.values()]
    return frozenset(
        who
        for who, name in people.items()
        if _called(text, name.casefold()) or (firsts.count(_first(name)) == 1 and _called(text, _first(name)))
    )


def _first(name: str) -> str:
    return name.split()[0].casefold()


def _called(text: str, name: str) -> bool:
    """After an @ that begins a word, and not as the beginning of a longer name."""
    at = text.find(f"@{name}")
    while at >= 0:
        before, after = text[at - 1 : at], text[at + 1 + len(name) :][:1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(f"@{name}", at + 1)
    return False
