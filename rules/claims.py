"""The words for where a claim is and whose move it is."""

from enum import StrEnum


class Stage(StrEnum):
    """Where the claim is; the order is the billing cycle's."""

    SCRUBBING = "scrubbing"
    HELD = "held"
    BLOCKED = "blocked"
    READY = "ready"
    SENT = "sent"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    DENIED = "denied"
    UNDERPAID = "underpaid"
    APPEALED = "appealed"
    PATIENT = "patient"
    CLOSED = "closed"


class Turn(StrEnum):
    """Whose move it is."""

    OURS = "ours"
    PAYER = "payer"
    PROVIDER = "provider"
    PATIENT = "patient"
    NOBODY = "nobody"


class Frequency(StrEnum):
    """CLM05-3: what the claim is to the payer."""

    ORIGINAL = "1"
    REPLACEMENT = "7"
    VOID = "8"


TURN_OF_STAGE = {
    Stage.SCRUBBING: Turn.OURS,
    Stage.HELD: Turn.OURS,
    Stage.BLOCKED: Turn.OURS,
    Stage.READY: Turn.OURS,
    Stage.SENT: Turn.PAYER,
    Stage.REJECTED: Turn.OURS,
    Stage.ACCEPTED: Turn.PAYER,
    Stage.DENIED: Turn.OURS,
    Stage.UNDERPAID: Turn.OURS,
    Stage.APPEALED: Turn.PAYER,
    Stage.PATIENT: Turn.PATIENT,
    Stage.CLOSED: Turn.NOBODY,
}
