"""What the file workflows are told: ids, counts and waits, never what is in a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubmissionLook:
    """The clearinghouse's outgoing side: claims ready to go, batches made but not yet uploaded."""

    ready: int
    to_upload: int
    window_seconds: float  # how long ready claims wait for company
    checking: int = 0  # claims that may be ready in a moment


@dataclass(frozen=True, slots=True)
class MailboxLook:
    """Files stored and waiting to be read, and how long to sleep when nobody wakes us."""

    unread: tuple[str, ...]
    poll_seconds: float


@dataclass(frozen=True, slots=True)
class RemittanceLook:
    """The payments of one file: how many were found in it, how many still have to be posted."""

    payments: int
    unposted: int


@dataclass(frozen=True, slots=True)
class SweepLook:
    """What a sweep looked at, and how many things it found wrong."""

    seen: int
    wrong: int
