"""Passwords found in breaches: a local file of SHA-1 hashes in order, searched without reading it whole."""

import hashlib
from pathlib import Path
from typing import BinaryIO

LINE = 128  # more than the longest line: forty digits, a colon and a count


def is_breached(file: Path, password: str) -> bool:
    """Whether the file names this password's SHA-1, or a beginning of it.

    The file is Have I Been Pwned's own download: one "HASH:count" a line, in the order of the hashes.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            start, found = _line_at(lines, middle)
            if wanted.startswith(found) and found:
                return True
            if found and found < wanted:
                low = max(lines.tell(), middle + 1)
            else:
                high = min(start, middle)
    return False


def _line_at(lines: BinaryIO, place: int) -> tuple[int, str]:
    """Where the line around this place begins, and its hash; the file then stands behind that line."""
    before = max(0, place - LINE)
    lines.seek(before)
    start = before + lines.read(place - before).rfind(b"\n") + 1
    lines.seek(start)
    return start, lines.readline().partition(b":")[0].strip().decode("ascii", "replace").upper()
