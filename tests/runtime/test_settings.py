from pathlib import Path

import pytest

from runtime.payloads import new_key
from runtime.settings import BadSettings, load_settings
from runtime.settings_table import fields, table

DOCUMENT = Path(__file__).parents[2] / "docs/settings.md"
IN_USE = {
    "CLAIMDESK_PAYLOAD_KEY": new_key(),
    "CLAIMDESK_LINK_SECRET": "l" * 40,
    "CLAIMDESK_AUDIT_ANCHOR_KEY": "a" * 40,
    "CLAIMDESK_ORIGIN": "https://desk.example",
    "DATABASE_URL": "postgresql://claimdesk_app:secret@db/claimdesk",
    "TEMPORAL_ADDRESS": "temporal:7233",
}


@pytest.fixture(autouse=True)
def in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in IN_USE.items():
        monkeypatch.setenv(name, value)


def test_a_complete_environment_is_accepted_under_the_usual_names() -> None:
    settings = load_settings()
    assert settings.temporal_address == "temporal:7233"
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == IN_USE["DATABASE_URL"]


@pytest.mark.parametrize("name", sorted(IN_USE))
def test_in_real_use_nothing_unsafe_is_left_to_a_default(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(BadSettings, match=name.removeprefix("CLAIMDESK_")):
        load_settings()


def test_the_demo_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in IN_USE:
        monkeypatch.delenv(name)
    assert load_settings(demo=True).is_relaxed


def test_a_sign_in_by_password_alone_is_for_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_SECOND_FACTOR_REQUIRED", "false")
    with pytest.raises(BadSettings, match="in the demo alone"):
        load_settings()
    for name in IN_USE:
        monkeypatch.delenv(name)
    with pytest.raises(BadSettings, match="in the demo alone"):
        load_settings(development=True)
    assert not load_settings(demo=True).second_factor_required


@pytest.mark.parametrize("own", ["DATABASE_URL", "TEMPORAL_ADDRESS"])
def test_the_demo_is_refused_on_anybodys_own_servers(monkeypatch: pytest.MonkeyPatch, own: str) -> None:
    for name in IN_USE.keys() - {own}:
        monkeypatch.delenv(name)
    with pytest.raises(BadSettings, match="demo's own servers"):
        load_settings(demo=True)


def test_a_misspelt_name_stops_the_start_and_the_nearest_is_suggested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLAIMDESK_IDLE_LOCK_MINUTE", "5")
    with pytest.raises(BadSettings, match="did you mean CLAIMDESK_IDLE_LOCK_MINUTES"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CLAIMDESK_PORT", "eighty", "CLAIMDESK_PORT: .*integer"),
        ("CLAIMDESK_PAYLOAD_KEY", "c2hvcnQ=", "CLAIMDESK_PAYLOAD_KEY: .*32 bytes"),
        ("CLAIMDESK_PAYLOAD_KEYS_OLD", '["c2hvcnQ="]', "CLAIMDESK_PAYLOAD_KEYS_OLD: .*32 bytes"),
        ("CLAIMDESK_LINK_SECRET", "short", "CLAIMDESK_LINK_SECRET: .*32"),
        ("CLAIMDESK_AUDIT_ANCHOR_KEY", "short", "CLAIMDESK_AUDIT_ANCHOR_KEY: .*32"),
        ("CLAIMDESK_ORIGIN", "http://desk.example", "CLAIMDESK_ORIGIN must begin with https"),
        ("CLAIMDESK_CLEARINGHOUSE", "sftp", "set CLAIMDESK_SFTP_HOST, .*CLAIMDESK_SFTP_HOST_KEY"),
    ],
)
def test_a_bad_value_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=said) as refused:
        load_settings()
    assert "\n" not in str(refused.value)


def test_no_secret_is_repeated_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_LINK_SECRET", "tooshortbutsecret")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert "tooshortbutsecret" not in str(refused.value)


def test_the_manual_lists_every_setting_as_the_code_has_it() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == table(), "run: python -m runtime.settings_table"
    assert all(field.description for _, field in fields())


def test_mail_without_a_sealed_line_is_refused_in_real_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_SMTP_HOST", "mail.example")
    assert load_settings().smtp_security == "starttls"
    monkeypatch.setenv("CLAIMDESK_SMTP_SECURITY", "none")
    with pytest.raises(BadSettings, match="SMTP_SECURITY must be starttls or tls"):
        load_settings()
