"""Whom a biller asks when the answer is not in our papers."""

from enum import StrEnum


class Asked(StrEnum):
    """Whose turn it is until the answer comes."""

    PRACTICE = "practice"
    CODER = "coder"
