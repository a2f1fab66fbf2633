import sys

import pytest
from typer.testing import CliRunner

from rules.errors import Unknown
from runtime import commands
from runtime.settings import load_settings

PLAIN = {"NO_COLOR": "1", "TERM": "dumb"}


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


def test_an_unknown_command_is_refused_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["claimdesk", "nonsense"])
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert left.value.code == 2
    assert "nonsense" in capsys.readouterr().err
