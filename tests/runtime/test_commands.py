import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rules.errors import Unknown
from runtime import commands
from runtime.embedded.postgres import SUPERUSER, PostgresServer
from runtime.embedded.processes import free_port
from runtime.settings import load_settings

PLAIN = {"NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture(autouse=True)
def away_from_a_running_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command started beside the demo of this checkout would belong to it."""
    monkeypatch.chdir(tmp_path)


def test_every_subcommand_explains_itself() -> None:
    whole = commands.build()
    shown = CliRunner().invoke(whole, ["--help"], env=PLAIN)
    assert shown.exit_code == 0
    names = [each.name for each in (*whole.registered_groups, *whole.registered_commands) if each.name]
    assert "keys" in names
    for name in names:
        assert name in shown.output
        assert CliRunner().invoke(whole, [name, "--help"], env=PLAIN).exit_code == 0


def test_new_keys_are_accepted_as_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for pair in CliRunner().invoke(commands.build(), ["keys", "new"]).output.split():
        name, _, value = pair.partition("=")
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CLAIMDESK_ORIGIN", "https://desk.example")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/claimdesk")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal:7233")
    assert not load_settings().is_relaxed


def test_a_refusal_is_one_line_on_standard_error_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise Unknown("There is no such file.")

    monkeypatch.setattr(commands, "build", lambda wanted: refuse)
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert left.value.code == 1
    assert capsys.readouterr() == ("", "claimdesk: There is no such file.\n")


def test_ctrl_c_while_a_command_is_still_loading_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(wanted: str | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "build", interrupted)
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert left.value.code == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("command", [["doctor"], ["audit", "verify"], ["users", "list"], ["migrate"]])
def test_a_database_that_is_away_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    nowhere = f"postgresql://desk:secret@127.0.0.1:{free_port(0, 'nobody')}/desk"
    refused = at_the_database(monkeypatch, capsys, nowhere, command)
    assert "Connection refused" in refused
    assert "secret" not in refused


def test_a_database_without_our_tables_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], postgres: PostgresServer
) -> None:
    bare = postgres.url(SUPERUSER, "postgres")
    assert "claimdesk migrate" in at_the_database(monkeypatch, capsys, bare, ["doctor"])


def at_the_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, command: list[str]
) -> str:
    """The one line with which a command at this database is refused."""
    monkeypatch.setenv("CLAIMDESK_DEVELOPMENT", "true")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("CLAIMDESK_OWNER_DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["claimdesk", *command])
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert left.value.code == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1].startswith("claimdesk: The database ")
    assert len(said) == 1
    return said[-1]


def test_an_unknown_command_is_refused_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["claimdesk", "nonsense"])
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert left.value.code == 2
    assert "nonsense" in capsys.readouterr().err
