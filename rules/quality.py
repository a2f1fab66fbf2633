"""Quality review: which finished tasks are looked at again, and what a scorecard says of them."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Where a drawn task stands."""

    DRAWN = "drawn"
    REVIEWED = "reviewed"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Verdict(StrEnum):
    """What the reviewer says of one criterion."""

    MET = "met"
    NOT_MET = "not met"
    DOES_NOT_APPLY = "does not apply"
