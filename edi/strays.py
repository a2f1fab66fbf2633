"""What stands in a file outside the facts: trailers, other sets, pieces nobody expected."""

from dataclasses import dataclass

from edi.faults import Fault


@dataclass(frozen=True, slots=True)
class Stray:
    """Segments that belong to nothing typed, in place and as they were read."""

    texts: tuple[str, ...]
    segment: int  # number of the first one
    faults: tuple[Fault, ...] = ()
