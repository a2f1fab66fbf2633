"""`claimdesk simulator run` from outside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rules.errors import Unknown
from runtime.commands.simulator import app
from tests.factories_simulator import Desk, claim


def run(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(app, ["run", *arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_one_run_answers_what_lies_in_the_mailbox_and_the_next_adds_nothing(tmp_path: Path) -> None:
    Desk(tmp_path).send(claim("A1"))
    mailbox = str(tmp_path / "mailbox")
    first = run("--mailbox", mailbox, "--today", "2026-11-30")
    assert first["claims_read"] == 1
    assert len(list((tmp_path / "mailbox" / "inbox").iterdir())) == 4
    assert run("--mailbox", mailbox, "--today", "2026-11-30") == {"claims_read": 0, "files": []}


def test_people_read_words(tmp_path: Path) -> None:
    (tmp_path / "mailbox").mkdir()
    result = CliRunner().invoke(app, ["run", "--mailbox", str(tmp_path / "mailbox")])
    assert "0 claims read, 0 answers written." in result.stdout


@pytest.mark.parametrize("arguments", [("--mailbox", "/nowhere"), ("--mailbox", ".", "--today", "soon")])
def test_what_makes_no_sense_is_refused_in_one_sentence(arguments: tuple[str, ...]) -> None:
    with pytest.raises(Unknown, match=r"no folder|no date"):
        CliRunner().invoke(app, ["run", *arguments], catch_exceptions=False)
