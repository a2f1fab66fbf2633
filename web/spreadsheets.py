"""Rows as CSV that a spreadsheet only shows and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0")  # ASVS 1.2.10


def cell(value: object) -> str:
    """The text of a cell; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RUNS) else text


def lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV text."""
    out = io.StringIO()
    csv.writer(out).writerows([cell(each) for each in row] for row in rows)
    return out.getvalue()
