"""Calendars: the days an office counts."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import (
    add_business_days,
    add_calendar_years,
    add_months,
    business_date,
    business_day_on_or_after,
    business_day_on_or_before,
    business_days_between,
    federal_holidays,
    is_business_day,
    month_end,
    opening,
    practice_zone,
)
from rules.errors import Unknown

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def test_the_federal_holidays_of_2026_are_the_published_ones() -> None:
    published = "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"
    assert federal_holidays(2026) == {date.fromisoformat(f"2026-{day}") for day in published.split()}


def test_a_new_year_on_a_saturday_closes_the_last_day_of_the_old_year() -> None:
    assert date(2027, 12, 31) in federal_holidays(2027)
    assert date(2028, 1, 1) not in federal_holidays(2028)


def test_a_holiday_on_a_sunday_closes_the_monday() -> None:
    assert date(2027, 7, 5) in federal_holidays(2027)


def test_juneteenth_begins_in_2021() -> None:
    assert date(2020, 6, 19) not in federal_holidays(2020)
    assert date(2021, 6, 18) in federal_holidays(2021)


def test_the_last_year_of_the_calendar_has_holidays_too() -> None:
    assert date(9999, 1, 1) in federal_holidays(9999)


def test_a_payers_own_closing_is_no_business_day() -> None:
    assert is_business_day(date(2026, 11, 27))
    assert not is_business_day(date(2026, 11, 27), {date(2026, 11, 27)})


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_clamp_to_the_month_end(start: str, count: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), count) == date.fromisoformat(expected)


def test_a_calendar_year_is_no_number_of_days() -> None:
    assert add_calendar_years(date(2023, 3, 1), 1) == date(2024, 3, 1)
    assert add_calendar_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_calendar_years(date(2023, 2, 28), 1) == date(2024, 2, 28)


def test_month_ends_know_leap_years() -> None:
    assert (month_end(date(2024, 2, 3)), month_end(date(2026, 2, 28))) == (
        date(2024, 2, 29),
        date(2026, 2, 28),
    )


@given(days, st.integers(-40, 40))
def test_business_days_counted_forth_are_counted_back(day: date, count: int) -> None:
    there = add_business_days(day, count)
    assert there == day if count == 0 else is_business_day(there)
    if count > 0:
        assert business_days_between(day, there) == count


@given(days)
def test_the_nearest_business_days_enclose_every_day(day: date) -> None:
    before, after = business_day_on_or_before(day), business_day_on_or_after(day)
    assert before <= day <= after
    assert (before == after) == is_business_day(day)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert business_days_between(date(2026, 3, 2), date(2026, 3, 1)) == 0


def test_late_in_the_evening_utc_it_is_still_the_same_day_at_the_practice() -> None:
    zone = practice_zone("America/Chicago")
    assert business_date(datetime(2026, 3, 3, 4, tzinfo=UTC), zone) == date(2026, 3, 2)
    assert opening(date(2026, 1, 5), zone) == datetime(2026, 1, 5, 14, tzinfo=UTC)
    assert opening(date(2026, 7, 6), zone, hour=9) == datetime(2026, 7, 6, 14, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc"])
def test_a_wrong_time_zone_is_refused(name: str) -> None:
    with pytest.raises(Unknown, match="no time zone"):
        practice_zone(name)
