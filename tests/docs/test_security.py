"""The page of security names tests that exist, and no requirement without a test or a reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
PAGE = (HERE / "docs/security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+[\d., to]*) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
COUNTED = """
1.1 2, 1.2 10, 1.3 12, 1.4 3, 1.5 3, 2.1 3, 2.2 3, 2.3 5, 2.4 2, 3.1 1, 3.2 3, 3.3 5, 3.4 8, 3.5 8,
3.6 1, 3.7 5, 4.1 5, 4.2 5, 4.3 2, 4.4 4, 5.1 1, 5.2 6, 5.3 3, 5.4 3, 6.1 3, 6.2 12, 6.3 8, 6.4 6,
6.5 8, 6.6 4, 6.7 2, 6.8 4, 7.1 3, 7.2 4, 7.3 2, 7.4 5, 7.5 3, 7.6 2, 8.1 4, 8.2 4, 8.3 3, 8.4 2,
9.1 3, 9.2 4, 10.1 2, 10.2 3, 10.3 5, 10.4 16, 10.5 5, 10.6 2, 10.7 3, 11.1 4, 11.2 5, 11.3 5,
11.4 4, 11.5 2, 11.6 2, 11.7 2, 12.1 5, 12.2 2, 12.3 5, 13.1 4, 13.2 6, 13.3 4, 13.4 7, 14.1 2,
14.2 8, 14.3 3, 15.1 5, 15.2 5, 15.3 7, 15.4 4, 16.1 1, 16.2 5, 16.3 4, 16.4 3, 16.5 4, 17.1 2,
17.2 8, 17.3 2
"""  # how many requirements each section of release 5.0.0 has
SECTIONS = {section: int(count) for section, count in (each.split() for each in COUNTED.split(","))}
ASKED = """
1.2.10, 2.3.1, 2.3.3 to 2.3.5, 3.3.1 to 3.3.4, 3.4.1 to 3.4.6, 3.5.1 to 3.5.3, 4.1.3,
5.2.1 to 5.2.3, 5.4.1 to 5.4.3, 6.2.1 to 6.2.12, 6.3.3, 6.5.1, 6.5.5, 7.2.3, 7.2.4, 7.3.1, 7.3.2,
7.4.1 to 7.4.5, 7.5.2, 8.2.1 to 8.2.3, 8.4.1, 11.3.1 to 11.3.3, 12.1.1, 12.2.1, 12.3.1, 12.3.2,
13.2.2, 13.3.1, 13.4.2, 13.4.5, 14.2.1, 14.3.1 to 14.3.3, 15.1.2, 15.3.3, 16.2.1, 16.2.2, 16.2.5,
16.3.2, 16.4.2, 16.4.3, 16.5.1
"""
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def test_the_table_speaks_of_every_chapter_that_bites() -> None:
    chapters = {re.match(r"\d+", requirement)[0] for requirement, _, _ in ROWS}  # type: ignore[index]
    assert chapters >= {"2", "3", "4", "5", "6", "7", "8", "11", "12", "13", "14", "15", "16"}


def numbers(told: str) -> Iterator[tuple[str, int]]:
    """The requirements of a cell, by section and place: "3.3.1 to 3.3.4" are four."""
    for part in " ".join(told.split()).split(","):
        first, _, last = part.strip().partition(" to ")
        section, _, least = first.rpartition(".")
        most = (last or first).rpartition(".")[2]
        yield from ((section, place) for place in range(int(least), int(most) + 1))


TOLD = {each for told, _, _ in ROWS for each in numbers(told)}


def test_every_number_is_a_requirement_of_release_5_0_0() -> None:
    assert [each for each in sorted(TOLD) if not 1 <= each[1] <= SECTIONS.get(each[0], 0)] == []


def test_what_bites_here_is_in_the_table_without_a_gap() -> None:
    assert set(numbers(ASKED)) - TOLD == set()


def test_every_requirement_has_a_test_or_a_reason() -> None:
    empty = [requirement for requirement, _, held in ROWS if len(held.strip()) < 20]
    assert len(ROWS) > 50
    assert empty == []


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((HERE / path).read_text(encoding="utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert name in there
