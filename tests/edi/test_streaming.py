"""A file of any length is read in the memory of a short one: claims are let go as they are passed on."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from bench.claim_files import clean_claims
from bench.remittance_files import write_remittance
from edi.claim_files import read_837
from edi.remittance_files import read_835

SOME, MANY = 1_000, 6_000


def write_claims(path: str, claims: int) -> None:
    Path(path).write_bytes(clean_claims([f"L{at:06d}" for at in range(claims)], date(2026, 11, 3)))


def peak(path: Path, read: Callable[[BinaryIO], Iterator[object]]) -> tuple[int, int]:
    """The most bytes held at once while the file is read, and how many pieces came out of it."""
    with path.open("rb") as file:
        tracemalloc.start()
        pieces = sum(1 for _ in read(file))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return most, pieces


@pytest.mark.parametrize(("write", "read"), [(write_remittance, read_835), (write_claims, read_837)])
def test_six_times_the_claims_do_not_take_six_times_the_memory(
    tmp_path: Path, write: Callable[[str, int], object], read: Callable[[BinaryIO], Iterator[object]]
) -> None:
    write(str(tmp_path / "some"), SOME)
    write(str(tmp_path / "many"), MANY)
    some, few_pieces = peak(tmp_path / "some", read)
    many, pieces = peak(tmp_path / "many", read)
    assert few_pieces > SOME
    assert pieces > MANY
    assert (
        many < 3 * some
    )  # what is known by its text fills up to its bound; whoever kept claims took six times
