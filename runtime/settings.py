"""Every setting, read once at the start and handed down; what is unsafe or not understood stops the start."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rules.access import Role
from rules.errors import Refusal
from runtime.choices import Clearinghouse as Clearinghouse
from runtime.choices import LogLevel, MailSecurity
from runtime.payloads import Key

PREFIX = "CLAIMDESK_"
DEMO_KEY = "ZGVtb25zdHJhdGlvbiBrZXksIG5ldmVyIGluIHVzZS4="
DEMO_SECRET = "demonstration secret, never in use"  # noqa: S105 - refused outside the demo
SECRETS = ("payload_key", "link_secret", "audit_anchor_key")


class BadSettings(Refusal):
    """The environment does not add up; the text says which variable and what to do."""


def also(name: str) -> AliasChoices:
    """Our own variable, or the one under which hosting platforms and Temporal's tools know the same thing."""
    return AliasChoices(PREFIX + name, name)


class Settings(BaseSettings):
    """Read from CLAIMDESK_* variables."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="forbid",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    demo: bool = Field(
        False, description="Invented practices, embedded servers and a simulated clearinghouse."
    )
    development: bool = Field(False, description="Allows the demo secrets, plain HTTP and embedded servers.")

    database_url: SecretStr | None = Field(
        None,
        validation_alias=also("DATABASE_URL"),
        description="PostgreSQL as claimdesk_app; in demo and development, none starts the embedded one.",
    )
    owner_database_url: SecretStr | None = Field(
        None, description="PostgreSQL as claimdesk_owner; only `claimdesk migrate` needs it."
    )
    auditor_database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL as claimdesk_auditor, read only, for `claimdesk audit verify` and exports.",
    )
    db_pool_size: int = Field(10, ge=1, le=200, description="Database connections of one process.")

    temporal_address: str | None = Field(
        None,
        validation_alias=also("TEMPORAL_ADDRESS"),
        description="host:port of Temporal; in demo and development, none starts the embedded one.",
    )
    temporal_namespace: str = Field(
        "default", validation_alias=also("TEMPORAL_NAMESPACE"), description="Temporal namespace."
    )
    temporal_tls: bool = Field(
        False, validation_alias=also("TEMPORAL_TLS"), description="TLS to Temporal; an API key implies it."
    )
    temporal_api_key: SecretStr | None = Field(
        None, validation_alias=also("TEMPORAL_API_KEY"), description="API key of Temporal Cloud."
    )
    task_queue_prefix: str = Field(
        "",
        pattern=r"^[a-z0-9-]*$",
        description="Put before every task queue name; two offices on one Temporal take two namespaces.",
    )

    payload_key: SecretStr = Field(
        SecretStr(DEMO_KEY), description="Base64 of 32 bytes; seals workflow payloads (`claimdesk keys new`)."
    )
    payload_keys_old: tuple[SecretStr, ...] = Field(
        (), description="JSON list of former payload keys: still opened, never used to seal."
    )
    link_secret: SecretStr = Field(
        SecretStr(DEMO_SECRET),
        min_length=32,
        description="Seals places of lists and searches in links; 32 characters or more.",
    )

    origin: str = Field(
        "http://localhost:8000", description="How browsers reach it: scheme, host, port; HTTPS in real use."
    )
    host: str = Field("127.0.0.1", description="Address the web process listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the web process listens on.")
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses of the proxies, with commas, whose word on a caller's address counts.",
    )
    idle_lock_minutes: int = Field(15, ge=1, le=60, description="A screen without a touch locks after this.")
    absolute_session_hours: int = Field(12, ge=1, le=24, description="A login ends after this, used or not.")
    second_factor_required: bool = Field(
        True, description="Everybody shows a passkey or a code at sign-in; only the demo may say false."
    )
    sso_issuer: str | None = Field(
        None, description="Issuer of the OpenID Connect provider, as in its tokens; none: no single sign-on."
    )
    sso_client_id: str = Field("claimdesk", description="Our name at that provider.")
    sso_client_secret: SecretStr = Field(SecretStr(""), description="Our secret at that provider.")
    sso_roles: dict[str, Role] = Field(
        {}, description="JSON of group: role, first match wins; empty leaves each person's role as it is."
    )
    breached_passwords_file: Path | None = Field(
        None,
        description="Have I Been Pwned's list (SHA-1:count, in order): a new password on it is refused.",
    )
    undo_seconds: int = Field(10, ge=0, le=60, description="How long a finished task can be taken back.")

    files_dir: Path = Field(
        Path(".claimdesk/files"), description="Raw inbound and outbound files, kept as is."
    )
    audit_anchor_dir: Path = Field(
        Path(".claimdesk/anchors"),
        description="Signed ends of the audit trail, one file an hour; best on another machine's disk.",
    )
    audit_anchor_key: SecretStr = Field(
        SecretStr(DEMO_SECRET),
        min_length=32,
        description="Signs those files (`claimdesk keys new`); 32 characters or more.",
    )
    audit_anchor_keys_old: tuple[SecretStr, ...] = Field(
        (),
        description="JSON list of former anchor keys: still believed, never used to sign.",
    )
    scan_command: str = Field(
        "",
        description="Scans a paper before it is kept: its path comes last, exit code 0 lets it in.",
    )
    mailbox_dir: Path = Field(Path(".claimdesk/mailbox"), description="Exchange folder of kind `directory`.")
    clearinghouse: Clearinghouse = Field(
        Clearinghouse.DIRECTORY, description="How files travel to the clearinghouse."
    )
    sftp_host: str | None = Field(None, description="Host of the clearinghouse's SFTP server.")
    sftp_port: int = Field(22, ge=1, le=65535, description="Port of the SFTP server.")
    sftp_user: str | None = Field(None, description="User at the SFTP server.")
    sftp_key_file: Path | None = Field(None, description="Private key file for that user.")
    sftp_host_key: str | None = Field(
        None, description="Public key of the SFTP server, as in known_hosts; any other server is refused."
    )
    submitter_name: str = Field("CLAIMDESK", description="Who sends, as agreed with the clearinghouse.")
    submitter_id: str = Field("CLAIMDESK", description="Our id at the clearinghouse (ISA06, 1000A).")
    submitter_contact: str = Field("EDI DESK", description="Whom the clearinghouse calls.")
    submitter_telephone: str = Field("8005550100", pattern=r"^[0-9]{10}$", description="Ten digits.")
    receiver_name: str = Field("CLEARINGHOUSE", description="The clearinghouse's name in our files.")
    receiver_id: str = Field("CLEARINGHOUSE", description="The clearinghouse's id (ISA08, 1000B).")
    production: bool = Field(False, description="Claims are real: files say P, not T, and payers pay them.")
    batch_window_seconds: int = Field(
        900,
        ge=1,
        le=86400,
        description="Ready claims wait this long for others in their batch, then until checks under way end.",
    )
    mailbox_poll_seconds: int = Field(
        60, ge=1, le=3600, description="How often inbound files are looked for."
    )

    smtp_host: str | None = Field(
        None, description="Mail server for alerts; none leaves them in the app alone."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: MailSecurity = Field(
        MailSecurity.STARTTLS, description="starttls or tls; none is refused in real use."
    )
    smtp_user: str | None = Field(None, description="User at the mail server.")
    smtp_password: SecretStr | None = Field(None, description="Password of that user.")
    smtp_certificates: Path | None = Field(
        None, description="File of authorities to trust for the mail server, in place of the machine's."
    )
    mail_sender: str = Field("claimdesk@localhost", description="Sender of our mail.")

    worker_metrics: str | None = Field(
        None,
        pattern=r"^[^:]+:[0-9]+$",
        description="host:port where a worker shows its own metrics: latency of workflow tasks and deeds.",
    )
    log_level: LogLevel = Field(LogLevel.INFO, description="Least severe line that is logged.")

    @property
    def is_relaxed(self) -> bool:
        """Whether demo secrets, embedded servers and plain HTTP are acceptable."""
        return self.demo or self.development

    @property
    def seal_keys(self) -> tuple[str, ...]:
        """What seals secrets that the database keeps, the current key first."""
        return tuple(each.get_secret_value() for each in (self.payload_key, *self.payload_keys_old))

    @field_validator("payload_key", "payload_keys_old")
    @classmethod
    def keys_are_whole(cls, value: SecretStr | tuple[SecretStr, ...]) -> SecretStr | tuple[SecretStr, ...]:
        """A key of the wrong length is found at the start, not at the first workflow."""
        for key in value if isinstance(value, tuple) else (value,):
            Key.read(key.get_secret_value())
        return value

    @model_validator(mode="after")
    def real_use_has_real_secrets_and_servers(self) -> Self:
        """Outside demo and development nothing is left to a default that others know or that loses data."""
        if self.is_relaxed:
            return self
        known = DEMO_KEY, DEMO_SECRET
        missing = [name for name in SECRETS if getattr(self, name).get_secret_value() in known]
        missing += [name for name in ("database_url", "temporal_address") if getattr(self, name) is None]
        if missing:
            names = ", ".join(PREFIX + name.upper() for name in missing)
            raise ValueError(f"set {names}, or run `claimdesk demo`, which needs none of them")
        if not self.origin.startswith("https://"):
            raise ValueError("CLAIMDESK_ORIGIN must begin with https:// in real use")
        if self.sso_issuer and not (self.sso_issuer.startswith("https://") and self.sso_client_secret):
            raise ValueError(
                "CLAIMDESK_SSO_ISSUER must begin with https:// and needs CLAIMDESK_SSO_CLIENT_SECRET"
            )
        if self.smtp_host and self.smtp_security is MailSecurity.NONE:
            raise ValueError("CLAIMDESK_SMTP_SECURITY must be starttls or tls in real use")
        return self

    @model_validator(mode="after")
    def the_demo_stays_on_its_own_servers(self) -> Self:
        """Its calendar turns every workflow and its payers are invented: never on somebody's real office."""
        if self.demo and (self.database_url or self.temporal_address):
            raise ValueError(
                "CLAIMDESK_DEMO is for the demo's own servers: unset DATABASE_URL and TEMPORAL_ADDRESS"
            )
        return self

    @model_validator(mode="after")
    def one_step_is_for_the_demo(self) -> Self:
        """Patients' data behind a password alone would be found by the first who guesses one."""
        if not self.second_factor_required and not self.demo:
            raise ValueError("CLAIMDESK_SECOND_FACTOR_REQUIRED may be false in the demo alone")
        return self

    @model_validator(mode="after")
    def sftp_is_complete(self) -> Self:
        """SFTP without the server's own key would hand files to whoever answers."""
        needed = "sftp_host", "sftp_user", "sftp_key_file", "sftp_host_key"
        missing = [PREFIX + name.upper() for name in needed if getattr(self, name) is None]
        if self.clearinghouse is Clearinghouse.SFTP and missing:
            raise ValueError(f"CLAIMDESK_CLEARINGHOUSE is sftp, so set {', '.join(missing)}")
        return self


def variable_names() -> set[str]:
    """Every CLAIMDESK_* variable that is read."""
    return {PREFIX + name.upper() for name in Settings.model_fields}


def load_settings(**chosen: object) -> Settings:
    """The settings of this process; `chosen` wins over the environment, as a command's own options do.

    Raises BadSettings with one line that names the variable and never shows a value.
    """
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in variable_names():
            nearest = difflib.get_close_matches(name, variable_names(), 1)
            hint = f": did you mean {nearest[0]}?" if nearest else "; docs/settings.md lists them all."
            raise BadSettings(f"{name} is not a setting{hint}")
    try:
        return Settings(**chosen)  # type: ignore[arg-type]  # checked by pydantic itself
    except ValidationError as error:
        raise BadSettings("; ".join(map(_one_line, error.errors()))) from None


def _one_line(error: Mapping[str, object]) -> str:
    place = error["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    said = str(error["msg"]).removeprefix("Value error, ")
    variable = name if name.isupper() or not name else PREFIX + name.upper()
    return f"{variable}: {said}" if variable else f"Settings: {said}"
