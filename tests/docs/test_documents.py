"""The documents name only what exists: files, tests, constraints, settings, commands, links."""

import re
from pathlib import Path

import pytest

from runtime.commands import modules
from runtime.demo.loading import PEOPLE
from runtime.settings import variable_names

HERE = Path(__file__).parents[2]
DECISIONS = sorted((HERE / "docs/decisions").glob("*.md"))
PAGES = [*sorted(HERE.glob("*.md")), *sorted((HERE / "docs").rglob("*.md"))]
PARTS = "Context", "Decision", "Consequences", "Alternatives", "Held by"
ROOMS = "rules|edi|models|activities|workflows|web|simulator|runtime|tests|bench|docs|tools|deploy"


def said(paper: Path) -> str:
    return paper.read_text(encoding="utf-8")


def name(paper: Path) -> str:
    return str(paper.relative_to(HERE))


@pytest.mark.parametrize("paper", PAGES, ids=name)
def test_every_file_that_a_page_names_exists(paper: Path) -> None:
    named = re.findall(rf"`((?:{ROOMS})/[\w./-]+\.\w+)`", said(paper))
    assert [each for each in named if not (HERE / each).exists()] == []


@pytest.mark.parametrize("paper", PAGES, ids=name)
def test_every_link_within_the_project_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", said(paper))
    assert [each for each in links if not (paper.parent / each).exists()] == []


@pytest.mark.parametrize("paper", PAGES, ids=name)
def test_every_setting_that_a_page_names_exists(paper: Path) -> None:
    named = set(re.findall(r"\b(CLAIMDESK_[A-Z_]*[A-Z])\b", said(paper)))
    assert named - variable_names() - {"CLAIMDESK_VERSION"} == set()


def test_every_subcommand_is_in_the_manual() -> None:
    manual = said(HERE / "README.md") + said(HERE / "docs/operations.md")
    assert [each for each in modules() if f"claimdesk {each}" not in manual] == []


def test_the_manual_names_no_command_that_is_not_there() -> None:
    manual = said(HERE / "README.md") + said(HERE / "docs/operations.md")
    named = set(re.findall(r"`claimdesk ([a-z-]+)", manual))
    assert named - set(modules()) == set()


def test_the_front_page_names_everybody_who_can_sign_in_to_the_demo() -> None:
    named = re.findall(r"^\| `(\S+@demo\.example)` \| (\w+)", said(HERE / "README.md"), re.M)
    assert named == [(email, role.value) for email, _, role, _ in PEOPLE]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(each.name[:4]) for each in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("paper", DECISIONS, ids=lambda each: each.stem)
def test_a_decision_has_its_parts_and_its_date(paper: Path) -> None:
    first, *_ = said(paper).splitlines()
    assert re.fullmatch(rf"# {int(paper.name[:4])}\. \S.* {{2,}}Accepted \d{{4}}-\d\d-\d\d, .+", first)
    assert [part for part in PARTS if f"**{part}.**" not in said(paper)] == []
    assert len(said(paper).splitlines()) <= 60


@pytest.mark.parametrize("paper", DECISIONS, ids=lambda each: each.stem)
def test_what_holds_a_decision_exists(paper: Path) -> None:
    """Tests by name or file, constraints and policies by their name in the schema."""
    _, _, held = said(paper).partition("**Held by.**")
    tests = "\n".join(each.read_text(encoding="utf-8") for each in (HERE / "tests").rglob("*.py"))
    known = tests + said(HERE / "docs/schema.sql") + said(HERE / "pyproject.toml")
    named = re.findall(r"`([^`]+)`", held)
    assert named
    assert [each for each in named if "/" not in each and each not in known] == []
