"""Access reviews: once a quarter somebody looks at every person's rights (45 CFR 164.308(a)(4)(ii)(C))."""

from datetime import date


def quarter_of(day: date) -> str:
    """The quarter of this day, like "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
