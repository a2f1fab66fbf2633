import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (HERE / "requirements.lock").read_text(encoding="utf-8")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[=><~ ]", each)[0].lower() for each in requirements}


def test_every_dependency_has_its_reason() -> None:
    page = (HERE / "docs/decisions/0012-dependencies.md").read_text(encoding="utf-8").lower()
    needed = names(PROJECT["dependencies"])
    assert needed == set(re.findall(r"^\| ([a-z0-9-]+) \| (?!what for)", page, re.M))
    assert all(each in page for each in names(PROJECT["optional-dependencies"]["dev"]))


def test_every_dependency_is_locked_by_hash_and_names_no_index() -> None:
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==(.*?)(?:\\)?$", LOCK, re.M))
    assert names(PROJECT["dependencies"]) <= set(locked)
    assert LOCK.count("==") <= LOCK.count("--hash=sha256:")
    assert "://" not in LOCK
