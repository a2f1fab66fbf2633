"""`claimdesk audit`, as an operator uses it: anchors outside the database, and a key that is changed."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from runtime import commands
from runtime.embedded.postgres import APP, AUDITOR, PostgresServer


@pytest.fixture
def folder(postgres: PostgresServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the anchors go."""
    monkeypatch.setenv("CLAIMDESK_DEVELOPMENT", "true")
    monkeypatch.setenv("DATABASE_URL", postgres.url(APP, database))
    monkeypatch.setenv("CLAIMDESK_AUDITOR_DATABASE_URL", postgres.url(AUDITOR, database))
    monkeypatch.setenv("CLAIMDESK_AUDIT_ANCHOR_DIR", str(tmp_path / "anchors"))
    return tmp_path / "anchors"


def audit(*said: str) -> Result:
    return CliRunner().invoke(commands.build(), ["audit", *said])


def test_after_a_change_of_the_anchor_key_verify_believes_the_old_anchors_while_their_key_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMDESK_AUDIT_ANCHOR_KEY", "o" * 40)
    assert audit("anchor").exit_code == 0
    monkeypatch.setenv("CLAIMDESK_AUDIT_ANCHOR_KEY", "n" * 40)
    monkeypatch.setenv("CLAIMDESK_AUDIT_ANCHOR_KEYS_OLD", f'["{"o" * 40}"]')
    assert audit("anchor").exit_code == 0
    kept = audit("verify")
    assert (kept.exit_code, "Compared with 2 anchors" in kept.stderr) == (0, True), kept.output
    monkeypatch.delenv("CLAIMDESK_AUDIT_ANCHOR_KEYS_OLD")
    dropped = audit("verify")
    assert dropped.exit_code == 2
    assert f"{min(folder.iterdir()).name} is not as we wrote it" in dropped.stderr


def test_a_change_of_the_link_secret_leaves_the_anchors_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert audit("anchor").exit_code == 0
    monkeypatch.setenv("CLAIMDESK_LINK_SECRET", "another secret for the links of lists")
    assert audit("verify").exit_code == 0
