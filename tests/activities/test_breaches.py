"""A list of breached passwords is searched where it lies, however long it is."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.breaches import is_breached
from activities.passwords import hash_chosen
from rules.errors import Conflict

WORDS = [f"pass phrase number {number}" for number in range(500)]


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred hashes in order, with counts, and lines as Windows writes them."""
    path = tmp_path_factory.mktemp("breaches") / "hashes.txt"
    lines = sorted(f"{sha1(word)}:{number * 997}" for number, word in enumerate(WORDS))
    path.write_bytes("\r\n".join(lines).encode() + b"\r\n")
    return path


def test_every_password_of_the_list_is_found(file: Path) -> None:
    assert [word for word in WORDS if not is_breached(file, word)] == []


@given(word=st.text(max_size=40))
def test_no_other_password_is(file: Path, word: str) -> None:
    assert is_breached(file, word) is (word in WORDS)


def test_a_list_of_beginnings_of_hashes_will_do(tmp_path: Path) -> None:
    path = tmp_path / "prefixes.txt"
    path.write_text("\n".join(sorted(sha1(word)[:16] for word in WORDS[:50])))
    assert all(is_breached(path, word) for word in WORDS[:50])
    assert not any(is_breached(path, word) for word in WORDS[50:])


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert not is_breached(path, "anything")


async def test_a_breached_password_is_refused_and_without_a_list_our_own_short_one_stands(file: Path) -> None:
    with pytest.raises(Conflict, match="found in a breach"):
        await hash_chosen(WORDS[7], file)
    assert (await hash_chosen(WORDS[7], None)).startswith("$argon2id$")
    with pytest.raises(Conflict, match="guesser tries"):
        await hash_chosen("password1234", None)
