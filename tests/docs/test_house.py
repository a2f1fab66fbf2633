"""The house stays small enough to read: sizes are measured, and who breaks them is named."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[2]
ROOMS = "rules", "edi", "models", "activities", "workflows", "web", "simulator", "runtime", "bench"
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
UNFINISHED = "TO" + "DO", "FIX" + "ME"
EXCEPTION = "# no" + "qa"
REASONED = re.compile(EXCEPTION + r": [A-Z]+\d+(, [A-Z]+\d+)* - \w")
TEXTS = ".py", ".html", ".js", ".css", ".sh", ".sql", ".go", ".md", ".toml", ".yml"


def files(*folders: str) -> Iterator[Path]:
    """Every text of ours in these folders; migrations are never edited and vendored files are not ours."""
    for folder in folders:
        for path in sorted((HERE / folder).rglob("*")):
            if path.suffix in TEXTS and "versions" not in path.parts and "vendor" not in path.parts:
                yield path


def modules(*folders: str) -> Iterator[tuple[Path, str]]:
    for path in files(*(folders or ROOMS)):
        if path.suffix == ".py":
            yield path.relative_to(HERE), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, from `def` to its end."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {str(path): len(text.splitlines()) for path, text in modules(*ROOMS, "tests")}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = {f"{path}:{name}": lines for path, text in modules() for name, lines in functions(text)}
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path, text in modules() if not ast.get_docstring(ast.parse(text))]
    assert silent == []


def test_every_exception_from_a_lint_rule_has_its_reason() -> None:
    lines = [
        f"{path.relative_to(HERE)}: {line.strip()}"
        for path in files(*ROOMS, "tests", "tools")
        if path.suffix == ".py"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [line for line in lines if EXCEPTION in line and not REASONED.search(line)] == []


def test_nothing_is_left_unfinished() -> None:
    everything = [*files(*ROOMS, "tests", "docs", "deploy", "tools"), *HERE.glob("*.md"), HERE / "Makefile"]
    marked = [
        str(path.relative_to(HERE))
        for path in everything
        if any(mark in path.read_text(encoding="utf-8") for mark in UNFINISHED)
    ]
    assert marked == []


def test_no_code_asks_the_system_for_a_date() -> None:
    """The office has a calendar, read at one place; commands may know today for themselves."""
    asking = {
        str(path)
        for path, text in modules()
        if any(each in text for each in ("date.today()", "datetime.now(", "utcnow", "time.time()"))
    }
    assert {each for each in asking if not each.startswith(("runtime/", "bench/"))} == {
        "activities/transactions.py"
    }
