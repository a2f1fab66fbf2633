"""Which papers may be kept with a task: told by their content, never by their name."""

from codecs import getincrementaldecoder
from enum import StrEnum

from rules.errors import Refusal

MOST_BYTES = 20 * 1024 * 1024  # a fax of a hundred pages is about 10 MB
HEAD = 4096  # bytes from the beginning that tell the kind
LONGEST_NAME = 120
PICTURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tiff",
    "text/plain": "txt",
}


class Scan(StrEnum):
    """What the scanner said of a paper; a refused one is never kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not scanned"


def media_type(head: bytes) -> str:
    """What these first bytes are. Raises Refusal for anything but PDF, PNG, JPEG, TIFF and plain text."""
    for begins, kind in PICTURES:
        if head.startswith(begins):
            return kind
    if _is_text(head):
        return "text/plain"
    raise Refusal("Only PDF, PNG, JPEG, TIFF and plain text can be kept with a task.")


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; a character cut at the end of the head does no harm."""
    try:
        text = getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(each.isprintable() or each in "\t\r\n\f" for each in text)


def kept_name(given: str) -> str:
    """The last part of a path, without what file systems and headers stumble over."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in last if each.isprintable() and each not in '"<>|:*?;')
    return plain.strip(" .")[:LONGEST_NAME] or "paper"
