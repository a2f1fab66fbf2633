"""What a claim's workflow is told: where the claim is and when to act, never whose it is."""

from dataclasses import dataclass
from datetime import datetime

from rules.claims import Stage


@dataclass(frozen=True, slots=True)
class ClaimLook:
    """The claim as it stood at `seen_at`, office time; an instant is None when that clock does not run."""

    stage: Stage
    seen_at: datetime
    act_at: datetime | None  # the stage's own date: acknowledgement due, follow-up, decision
    climb_at: datetime | None  # when its overdue task moves up
    guard_at: datetime | None  # the filing guard's next step
