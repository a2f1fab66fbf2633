"""What both servers need of the machine: a free port, a folder's lock, a child that ends with its parent."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from rules.errors import Conflict

Say = Callable[[str], None]


def announce(line: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: int, what: str, say: Say = announce) -> int:
    """The wanted loopback port, or the next free one, and then says so; 0 gives any free one."""
    if wanted == 0:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port
    for port in range(wanted, min(wanted + 200, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"Port {wanted} is busy: {what} listens on {port} instead.")
            return port
    raise Conflict(f"No port between {wanted} and {wanted + 199} is free for {what}.")


def lock(folder: Path, name: str, what: str) -> IO[str]:
    """Hold the folder until the returned file is closed; the system lets go when this process dies.

    Raises Conflict when another process holds it.
    """
    file = (folder / name).open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Conflict(f"{what} of {folder} already runs in another process; stop that one first.") from None
    return file


def start(
    command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that Ctrl-C in this terminal does not reach; what it prints is added to the log."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            list(command),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else {**os.environ, **environment},
            start_new_session=True,
        )


def stop(child: subprocess.Popen[bytes], with_signal: signal.Signals, patience: float = 15.0) -> None:
    """Ask it to stop and wait; after `patience` seconds it is killed."""
    if child.stdin is not None:
        child.stdin.close()
    if child.poll() is None:
        child.send_signal(with_signal)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def watch(pid: int) -> subprocess.Popen[bytes]:
    """A tiny process that interrupts `pid` when this one dies, however it dies."""
    script = 'read -r _; kill -INT "$1" 2>/dev/null'
    return subprocess.Popen(  # noqa: S603 - a fixed script
        ["/bin/sh", "-c", script, "watch", str(pid)], stdin=subprocess.PIPE, start_new_session=True
    )


def tail(log: Path, lines: int = 5) -> str:
    """The end of a log, for the text of an error."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
