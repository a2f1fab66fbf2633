from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.values import (
    AMOUNTS,
    DAYS,
    MOST_REMEMBERED,
    amount,
    clock,
    day,
    number_text,
    period,
    period_text,
    quantity,
    readable,
    short_day,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "NaN",
        "Infinity",
        "1E5",
        "1_000",
        "1,000",
        "+1",
        "١٢",
        "1.234",
        "12345678901",
        ".",
        "-",
        "1\n",
    ],
)
def test_an_amount_is_a_plain_number_with_two_decimals_or_none_at_all(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        amount(text)
    with pytest.raises(ValueError, match="amount"):
        AMOUNTS[text]


@pytest.mark.parametrize(
    ("text", "value"), [("34.00", "34"), ("-.5", "-0.5"), ("7.", "7"), ("-0", "0"), ("0000000001", "1")]
)
def test_amounts_compare_by_value(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


def test_units_may_have_three_decimals() -> None:
    assert quantity("1.125") == Decimal("1.125")
    with pytest.raises(ValueError, match="quantity"):
        quantity("1.1255")


@given(st.decimals(min_value=-9_999_999_999, max_value=9_999_999_999, places=2))
def test_an_amount_written_and_read_is_the_same(value: Decimal) -> None:
    assert amount(number_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("34.00", "34"),
        ("0.50", ".5"),
        ("-0.50", "-.5"),
        ("0.00", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("1E+2", "100"),
    ],
)
def test_numbers_are_written_in_their_shortest_form(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


def test_the_memo_of_amounts_does_not_grow_without_end() -> None:
    for cents in range(3 * MOST_REMEMBERED):
        assert AMOUNTS[str(cents)] == cents
    assert len(AMOUNTS) <= MOST_REMEMBERED


@pytest.mark.parametrize("text", ["20230230", "2023-1-1", "", "２０２３０１０１", "00000101"])  # noqa: RUF001 - full-width digits are no digits
def test_what_is_no_calendar_date_is_none(text: str) -> None:
    assert day(text) is None


def test_dates_and_periods_are_read_and_written() -> None:
    assert day("10010101") == date(1001, 1, 1)
    assert short_day("991231") == date(1999, 12, 31)
    assert short_day("261120") == date(2026, 11, 20)
    assert period("RD8", "20260101-20260103") == (date(2026, 1, 1), date(2026, 1, 3))
    assert period("RD8", "20260101") == (None, None)
    assert period_text(date(2026, 1, 1), date(2026, 1, 1)) == ("D8", "20260101")
    assert clock("0932") == time(9, 32)
    assert clock("102497") is None


def test_names_are_read_as_their_sender_meant_them() -> None:
    assert readable("José".encode().decode("latin-1")) == "José"
    assert readable(b"Jos\xe9 \x93x\x94".decode("latin-1")) == "José “x”"


def test_the_memo_of_dates_remembers_nothing_long() -> None:
    hostile = "2" * 41
    assert DAYS[hostile] is None
    assert hostile not in DAYS
