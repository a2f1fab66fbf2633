"""`claimdesk import` takes what it can, refuses the rest by name, and says so in its exit code."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from activities.transactions import Office
from models.files import FileState
from rules.errors import Unknown
from runtime.commands import build
from runtime.commands.import_ import import_paths
from runtime.embedded.postgres import APP, PostgresServer
from tests.factories_imports import claim, claims_file, raw_files


def ignore(name: str, claims: int) -> None:
    """No progress is shown."""


async def test_a_folder_is_taken_whole_and_one_bad_file_stops_no_other(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    claims_file(folder, claim("A1"))
    (folder.parent / "letter.txt").write_text("Dear office,")
    (folder / ".hidden").write_text("not taken")
    found = await import_paths(office, raw_files(tmp_path), [tmp_path / "in"], None, ignore)
    assert [(each.path.name, each.report.state) for each in found] == [
        ("claims.837", FileState.READ),
        ("letter.txt", FileState.REFUSED),
    ]


async def test_a_file_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    (found,) = await import_paths(office, raw_files(tmp_path), [tmp_path / "no.837"], None, ignore)
    assert (found.report.state, found.report.refused) == (FileState.REFUSED, 1)
    assert "Cannot be opened" in found.report.words


async def test_how_far_it_is_can_be_seen(office: Office, tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    path = claims_file(tmp_path, claim("A1"))
    await import_paths(office, raw_files(tmp_path), [path], None, lambda *step: seen.append(step))
    assert seen == [("claims.837", 0), ("claims.837", 1)]


@pytest.fixture
def command(
    postgres: PostgresServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", postgres.url(APP, database))
    monkeypatch.setenv("CLAIMDESK_DEVELOPMENT", "true")
    monkeypatch.setenv("CLAIMDESK_FILES_DIR", str(tmp_path / "raw"))
    return CliRunner()


def test_the_command_ends_with_0_when_everything_is_taken_or_known(
    command: CliRunner, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, claim("A1"))
    for _ in range(2):
        done = command.invoke(build(), ["import", str(path), "--sent-on", "2026-11-05"])
        assert done.exit_code == 0, done.output
        assert "taken 837P claims.837:" in done.output
        assert "1 taken, 1 new practice" in done.output


def test_the_command_ends_with_2_when_something_was_refused(command: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear office,")
    done = command.invoke(build(), ["import", str(tmp_path / "letter.txt"), "--json"])
    (told,) = json.loads(done.stdout)
    assert (done.exit_code, told["state"], told["refused"]) == (2, "refused", 1)
    assert "not an X12 file" in told["problems"][0]["text"]


def test_a_date_must_be_one(command: CliRunner, tmp_path: Path) -> None:
    done = command.invoke(build(), ["import", str(tmp_path), "--sent-on", "yesterday"])
    assert isinstance(done.exception, Unknown)


def test_the_refused_claims_of_a_file_are_shown_with_their_segments(
    command: CliRunner, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, *(claim(f"A{number}") for number in range(12)))
    path.write_bytes(path.read_bytes().replace(b"*100***11", b"*1OO***11"))
    done = command.invoke(build(), ["import", str(path)])
    assert done.exit_code == 2
    assert "CLM02" in done.output
    assert "and 2 more, kept with the file" in done.output
