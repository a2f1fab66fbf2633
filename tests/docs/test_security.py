"""The page of security names tests that exist, and no requirement without a test or a reason."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
PAGE = (HERE / "docs/security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+[\d., to]*) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def test_the_table_speaks_of_every_chapter_that_bites() -> None:
    chapters = {re.match(r"\d+", requirement)[0] for requirement, _, _ in ROWS}  # type: ignore[index]
    assert chapters >= {"2", "3", "4", "5", "6", "7", "8", "11", "12", "13", "14", "15", "16"}


def test_every_requirement_has_a_test_or_a_reason() -> None:
    empty = [requirement for requirement, _, held in ROWS if len(held.strip()) < 20]
    assert len(ROWS) > 50
    assert empty == []


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((HERE / path).read_text(encoding="utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert name in there
