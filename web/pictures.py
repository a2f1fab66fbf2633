"""A QR picture as the shapes of an SVG: our policy allows no style of its own in a page."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4  # empty modules that readers need on every side


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` draws the dark modules on a square of `size` units."""

    size: int
    path: str


def picture_of(text: str) -> Picture:
    """The QR picture of this text."""
    code = segno.make(text, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    dark = (
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module & 1
    )
    return Picture(len(rows) + 2 * QUIET_ZONE, "".join(dark))
