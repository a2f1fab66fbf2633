"""Starts the embedded Temporal server on a SQLite file that survives a power cut."""

import asyncio
import signal
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from temporalio.service import ConnectConfig, RPCError, ServiceClient

from rules.errors import Conflict
from runtime.embedded.processes import Say, announce, free_port, start, stop, tail, watch
from runtime.embedded.temporal_binary import TemporalBinary, find_temporal

TIME_SKIPPING = ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")


@dataclass(frozen=True, slots=True)
class TemporalServer:
    """A running server; leaving it as a context manager stops it."""

    address: str  # host:port, as TEMPORAL_ADDRESS wants it
    ui_url: str | None
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    guard: subprocess.Popen[bytes] | None = field(repr=False)

    @property
    def pid(self) -> int:
        """The process id of the server itself."""
        return self.process.pid

    def stop(self) -> None:
        """Stop it; what it had accepted is in its file."""
        if self.guard is not None:
            self.guard.kill()
            stop(self.guard, signal.SIGKILL)
        stop(self.process, signal.SIGTERM)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


async def start_temporal(
    folder: Path,
    *,
    port: int = 7233,
    ui_port: int | None = None,
    time_skipping: bool = False,
    namespace: str = "default",
    say: Say = announce,
) -> TemporalServer:
    """Start the server on `folder`/temporal.sqlite and wait until it answers; it ends with this process.

    A busy port is said and the next free one taken; port 0 means any; without `ui_port` there is no UI.
    Raises Conflict when it does not come up, with the end of its log.
    """
    binary = await asyncio.to_thread(find_temporal, say)
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - one call, at the start
    port = free_port(port, "Temporal", say)
    command = [str(binary.path), "server", "start-dev", "--port", str(port), "--namespace", namespace]
    command += ["--db-filename", str(folder / "temporal.sqlite"), "--log-level", "error"]
    ui_url = None
    if ui_port is None:
        command.append("--headless")
    else:
        ui_port = free_port(ui_port, "Temporal's UI", say)
        command += ["--ui-port", str(ui_port)]
        ui_url = f"http://127.0.0.1:{ui_port}"
    command += TIME_SKIPPING if time_skipping else ()
    server = _launch(binary, command, folder / "temporal.log", f"127.0.0.1:{port}", ui_url)
    await _until_ready(server)
    return server


def _launch(
    binary: TemporalBinary, command: list[str], log: Path, address: str, ui_url: str | None
) -> TemporalServer:
    if binary.is_ours:
        return TemporalServer(address, ui_url, log, start([*command, "--end-with-stdin"], log), None)
    process = start([*command, "--sqlite-pragma", "synchronous=2"], log)
    return TemporalServer(address, ui_url, log, process, watch(process.pid))


async def _until_ready(server: TemporalServer, patience: float = 60.0) -> None:
    """Return when the frontend serves; stop the server and raise Conflict when it does not."""
    deadline = asyncio.get_running_loop().time() + patience
    while asyncio.get_running_loop().time() < deadline and server.process.poll() is None:
        if await _answers(server.address):
            return
        await asyncio.sleep(0.05)
    server.stop()
    raise Conflict(f"The Temporal server did not start. The end of {server.log}:\n{tail(server.log)}")


async def _answers(address: str) -> bool:
    try:
        client = await ServiceClient.connect(ConnectConfig(target_host=address))
        return await client.check_health(timeout=timedelta(seconds=2))
    except (RPCError, RuntimeError):  # RuntimeError: the connection was refused
        return False
