"""Money, quantities, dates and names: from X12 text and back, strictly."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

AMOUNT = re.compile(r"-?(?:[0-9]{1,10}(?:\.[0-9]{0,2})?|\.[0-9]{1,2})").fullmatch  # fits numeric(12,2)
QUANTITY = re.compile(r"-?(?:[0-9]{1,12}(?:\.[0-9]{0,3})?|\.[0-9]{1,3})").fullmatch
ZERO = Decimal(0)
MOST_REMEMBERED, LONGEST_REMEMBERED = 32_768, 40  # every price to 327.67
Value = TypeVar("Value")


def amount(text: str) -> Decimal:
    """Money with at most two decimals; raises ValueError on all else (NaN, 1E5, 1_000, full-width digits)."""
    if AMOUNT(text) is None:
        raise ValueError("not an amount")
    return Decimal(text)


def quantity(text: str) -> Decimal:
    """Units with at most three decimals; raises ValueError on all else."""
    if QUANTITY(text) is None:
        raise ValueError("not a quantity")
    return Decimal(text)


class Memo(dict[str, Value]):
    """Values by their text, for the hot path: `AMOUNTS[text]` is `amount(text)`.

    Fee schedules and dates repeat, so most are read once; bounded against hostile files.
    """

    def __init__(self, read: Callable[[str], Value]) -> None:
        self.read = read

    def __missing__(self, text: str) -> Value:
        value = self.read(text)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        if len(text) <= LONGEST_REMEMBERED:
            self[text] = value
        return value


def number_text(value: Decimal) -> str:
    """The shortest form X12 allows: 34.00 becomes 34, 0.50 becomes .5, never an exponent."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits = digits[1:] if digits.startswith("0.") else digits
    return sign + digits if digits.strip("0.") else "0"


def day(text: str) -> date | None:
    """A CCYYMMDD date; None when it is none."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def short_day(text: str) -> date | None:
    """The six-digit date of an ISA; years 70 to 99 are the last century's."""
    if len(text) != 6:
        return day(text)
    return day(("19" if text >= "7" else "20") + text)


AMOUNTS = Memo(amount)
QUANTITIES = Memo(quantity)
DAYS = Memo(day)


def period(kind: str, text: str) -> tuple[date | None, date | None]:
    """First and last day of a D8 or RD8 value; a single day has no last, an unreadable value no first."""
    if kind != "RD8":
        return day(text[:8] if kind == "DT" else text), None
    first, _, last = text.partition("-")
    start, end = day(first), day(last)
    if start is None or end is None:
        return None, None
    return start, end if end != start else None


def day_text(value: date) -> str:
    """CCYYMMDD."""
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def period_text(first: date, last: date | None) -> tuple[str, str]:
    """Qualifier and value of a DTP segment: D8 for one day, RD8 for several."""
    if last is None or last == first:
        return "D8", day_text(first)
    return "RD8", f"{day_text(first)}-{day_text(last)}"


def clock(text: str) -> time | None:
    """A time as HHMM, HHMMSS or with hundredths; None when it is none."""
    if len(text) not in (4, 6, 7, 8) or not (text.isascii() and text.isdigit()):
        return None
    try:
        return time(int(text[:2]), int(text[2:4]), int(text[4:6] or 0))
    except ValueError:
        return None


def clock_text(value: time) -> str:
    """HHMM, or HHMMSS where there are seconds."""
    return value.strftime("%H%M%S" if value.second else "%H%M")


def readable(text: str) -> str:
    """Latin-1 text as its sender meant it: UTF-8 when valid, else Windows-1252."""
    if text.isascii():
        return text
    data = text.encode("latin-1", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
