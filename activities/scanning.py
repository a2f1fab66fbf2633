"""Asking the office's own scanner about a file before it is kept."""

import asyncio
import shlex
from pathlib import Path

from rules.attachments import Scan
from rules.errors import Refusal

PATIENCE = 60  # seconds


async def scan(command: str, path: Path) -> Scan:
    """Run the command with the file as its last word: only exit code 0 lets it in.

    Without a command nothing is scanned, and that is said. Raises Refusal for a file that the scanner
    refused, and when the scanner itself cannot be run.
    """
    if not command:
        return Scan.NOT_SCANNED
    silent = asyncio.subprocess.DEVNULL
    try:
        words = [*shlex.split(command), str(path)]
        running = await asyncio.create_subprocess_exec(*words, stdin=silent, stdout=silent, stderr=silent)
    except (OSError, ValueError):
        raise Refusal("The scanner cannot be run: nothing is kept until an administrator looks.") from None
    try:
        code = await asyncio.wait_for(running.wait(), PATIENCE)
    except TimeoutError:
        running.kill()
        await running.wait()
        raise Refusal("The scanner gave no answer in a minute: nothing was kept.") from None
    if code != 0:
        raise Refusal("The scanner refused this file: it was not kept.")
    return Scan.CLEAN
