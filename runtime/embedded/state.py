"""Where the embedded servers of this folder listen, for the other commands started in it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(".claimdesk")
FILE = "servers.json"


def adopt_running(folder: Path = FOLDER) -> None:
    """A command started beside a running demo belongs to it, unless the environment says otherwise."""
    decided = {"DATABASE_URL", "CLAIMDESK_DATABASE_URL", "CLAIMDESK_DEMO", "CLAIMDESK_DEVELOPMENT"}
    if not decided & set(os.environ) and address_of_running("database", folder):
        os.environ["CLAIMDESK_DEMO"] = "true"


def remember_servers(addresses: Mapping[str, str], folder: Path = FOLDER) -> None:
    """Write down what runs where, readable by this user alone: the database URL holds a password."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{FILE}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({**addresses, "pid": os.getpid()}, file)
    temporary.rename(folder / FILE)


def forget_servers(folder: Path = FOLDER) -> None:
    """They stop."""
    (folder / FILE).unlink(missing_ok=True)


def address_of_running(what: str, folder: Path = FOLDER) -> str | None:
    """The address of "database", "owner", "auditor" or "temporal"; None when nothing runs here."""
    try:
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        os.kill(int(known["pid"]), 0)
    except (OSError, ValueError, KeyError):
        return None
    return str(known[what]) if what in known else None
