"""Days as an office counts them: business days, federal holidays, clamped months and time zones."""

from calendar import monthrange
from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.errors import Unknown

MONDAY, THURSDAY, SATURDAY = 0, 3, 5
NO_CLOSINGS: frozenset[date] = frozenset()
JUNETEENTH_SINCE = 2021


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """The days federal offices close in that calendar year, as observed. Source: 5 USC 6103.

    A holiday on a Saturday closes the Friday before, so 31 December may belong to the next New Year.
    """
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed += [date(year + 1, 1, 1)] if year < date.max.year else []
    fixed += [date(year, 6, 19)] if year >= JUNETEENTH_SINCE else []
    observed = {_observed(day) for day in fixed}
    observed |= {_nth(year, 1, MONDAY, 3), _nth(year, 2, MONDAY, 3), _nth(year, 9, MONDAY, 1)}
    observed |= {_nth(year, 10, MONDAY, 2), _nth(year, 11, THURSDAY, 4)}
    observed.add(date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday()))  # last Monday of May
    return frozenset(day for day in observed if day.year == year)


def _observed(day: date) -> date:
    """Friday for a Saturday, Monday for a Sunday, else the day itself."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def is_business_day(day: date, closings: Set[date] = NO_CLOSINGS) -> bool:
    """Neither weekend nor federal holiday nor one of the payer's own closings."""
    return day.weekday() < SATURDAY and day not in federal_holidays(day.year) and day not in closings


def business_day_on_or_after(day: date, closings: Set[date] = NO_CLOSINGS) -> date:
    while not is_business_day(day, closings):
        day += timedelta(days=1)
    return day


def business_day_on_or_before(day: date, closings: Set[date] = NO_CLOSINGS) -> date:
    while not is_business_day(day, closings):
        day -= timedelta(days=1)
    return day


def add_business_days(day: date, count: int, closings: Set[date] = NO_CLOSINGS) -> date:
    """The count-th business day after `day`, or before it when negative; 0 gives the day itself."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day, closings):
            day += step
    return day


def business_days_between(start: date, end: date, closings: Set[date] = NO_CLOSINGS) -> int:
    """Business days after `start` up to and including `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=each) for each in range(1, (end - start).days + 1))
    return sum(is_business_day(day, closings) for day in days)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_calendar_years(day: date, count: int) -> date:
    """The same date of a later year, never a number of days; 29 February gives 28 February."""
    return add_months(day, 12 * count)


def practice_zone(name: str) -> tzinfo:
    """Raises Unknown when there is no such time zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as missing:
        raise Unknown(f"There is no time zone named {name}.") from missing


def business_date(at: datetime, zone: tzinfo) -> date:
    """The calendar date at the practice at that instant."""
    return at.astimezone(zone).date()


def opening(day: date, zone: tzinfo, hour: int = 8) -> datetime:
    """The instant, in UTC, at which the practice's working day begins."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
