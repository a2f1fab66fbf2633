"""Keeps the parts of the demo running: starts them, starts again what dies, stops them all."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runtime.embedded.processes import Say, start, stop, tail, watch

LOOK = 0.5  # seconds between two looks at the parts
TOO_OFTEN = 5  # a part that dies so often at its start, one time after the other, is given up
SETTLED = 60.0  # seconds: who lived so long did not die at its start


@dataclass(slots=True)
class Part:
    """One process of ours: its name is also its subcommand; people know it as `called`."""

    name: str
    called: str
    arguments: tuple[str, ...] = ()
    deaths: int = 0  # at its start, since it last settled
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    guard: subprocess.Popen[bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Parts:
    """The processes of one office; they end with this one, however it ends."""

    folder: Path
    environment: Mapping[str, str]
    say: Say
    parts: tuple[Part, ...]

    def start_all(self) -> None:
        """Start every part."""
        for part in self.parts:
            self._start(part)

    def _start(self, part: Part) -> None:
        command = [sys.executable, "-m", "runtime", part.name, *part.arguments]
        part.process = start(command, self.folder / f"{part.name}.log", environment=self.environment)
        part.guard = watch(part.process.pid)
        part.started = time.monotonic()

    async def keep_running(self) -> None:
        """For ever: a part that died is started again, and that is said."""
        while True:
            await asyncio.sleep(LOOK)
            for part in self.parts:
                if part.process is not None and part.process.poll() is not None:
                    self._revive(part)

    def _revive(self, part: Part) -> None:
        part.deaths = 1 if time.monotonic() - part.started > SETTLED else part.deaths + 1
        log = self.folder / f"{part.name}.log"
        _dismiss(part.guard)
        _dismiss(part.process)
        if part.deaths > TOO_OFTEN:
            self.say(f"{part.called} does not stay up. The end of {log}:\n{tail(log)}")
            part.process = None
            return
        self.say(f"{part.called} stopped; starting it again.")
        self._start(part)

    def stop_all(self) -> None:
        """Let every part finish what it began."""
        for part in reversed(self.parts):
            _dismiss(part.guard)
            if part.process is not None and part.process.poll() is None:
                part.process.send_signal(signal.SIGTERM)
        for part in reversed(self.parts):
            if part.process is not None:
                stop(part.process, signal.SIGTERM)


def _dismiss(guard: subprocess.Popen[bytes] | None) -> None:
    """End the guard before it interrupts a process that has just been replaced."""
    if guard is not None:
        guard.kill()
        stop(guard, signal.SIGKILL)
