"""Which system user runs PostgreSQL: ourselves, or, because PostgreSQL refuses root, an unprivileged one."""

import os
import pwd
import shutil
from collections.abc import Sequence
from pathlib import Path

from rules.errors import Conflict

CANDIDATES = ("postgres", "nobody")


def as_server_user(folder: Path) -> Sequence[str]:
    """What to write before a PostgreSQL command, so that it may run and may use `folder`.

    Empty for an ordinary user. For root: a switch to the user who owns the folder (it is given to one when
    root owns it). That user keeps one right of root's, to reach files below folders closed to it, because a
    checkout under a home directory is not to be opened to everybody for the sake of a demo.
    Raises Conflict where root has no way to switch.
    """
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Conflict(
            "PostgreSQL does not run as root: use an ordinary user, or set DATABASE_URL to a running server."
        )
    account = _owner(folder)
    switch = f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"
    return setpriv, *switch, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"


def _owner(folder: Path) -> pwd.struct_passwd:
    owner = folder.stat().st_uid
    if owner:
        return pwd.getpwuid(owner)
    known = {each.pw_name: each for each in pwd.getpwall()}
    account = next(known[name] for name in CANDIDATES if name in known)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account
