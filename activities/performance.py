"""Adding up what was finished, day by day, so that the boards read small tables."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from models.performance import ADD_UP, ALONE, COUNT, CountedTask, PerformanceDay, first_uncounted
from models.rulebook import performance_rules, service_levels
from models.users import SYSTEM
from rules.performance import LATER_TOUCH
from rules.tasks import TaskKind

LONGEST_OPEN = timedelta(days=120)  # what was given longer ago is in time for no promise
A_DAY = timedelta(days=1)


async def count_today(office: Office) -> int:
    """Add up yesterday and today again; gives the rows."""
    async with office.begin(CLAIMDESK) as work:
        since = counted_since(work.now)  # in UTC; in the west it may be yesterday
        return await _count(work, since, work.now.date() + A_DAY)


async def count_again(office: Office) -> int:
    """Add up every day on which rework can still show, and older ones that nobody counted; gives the rows."""
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        back = timedelta(days=performance_rules(today).look_back_days)
        rows = await _count(work, today - back, today + A_DAY)
    return rows + await count_missing(office)


async def count_missing(office: Office, tell: Callable[[date, date], None] | None = None) -> int:
    """Add up the older days that nobody counted, as after an upgrade, the newest month first; gives the rows.

    `tell` hears after each month from which day on everything is counted, and where it ends.
    """
    async with office.begin(CLAIMDESK) as work:
        gap = await first_uncounted(work.session, SYSTEM, counted_since(work.now))
    rows = 0
    for first, last in _months(*gap) if gap else ():
        async with office.begin(CLAIMDESK) as work:
            rows += await _count(work, first, last)
        if tell and gap:
            tell(first, gap[0])
    return rows


def counted_since(now: datetime) -> date:
    """From this day on every hour counts again."""
    return now.date() - 2 * A_DAY


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Thirty days at a time, the newest first: what a stop leaves is older than what was counted."""
    while last >= first:
        begin = max(first, last - timedelta(days=29))
        yield begin, last
        last = begin - A_DAY


async def _count(work: Work, first: date, last: date) -> int:
    """Both days included; nobody else adds up meanwhile."""
    await work.session.execute(ALONE)
    for table in (CountedTask, PerformanceDay):
        await work.session.execute(delete(table).where(table.day.between(first, last)))
    asked = _asked(first, last, work.now.date())
    await work.session.execute(COUNT, asked)
    await work.session.execute(ADD_UP, {"first": first, "last": last, "now": work.now})
    added = select(func.count()).where(PerformanceDay.day.between(first, last))
    return await work.session.scalar(added) or 0


def _asked(first: date, last: date, today: date) -> dict[str, Any]:
    """What the count asks of today's rules."""
    rules, levels = performance_rules(today), service_levels(today)
    limits = [
        (kind.value, given, level.limit(given))
        for level in levels
        for kind in sorted(level.kinds)
        for given in _days(first - LONGEST_OPEN, last)
    ]
    return {
        "first": first,
        "last": last,
        "system": SYSTEM,
        "kinds": [kind for kind, _, _ in limits],
        "given": [given for _, given, _ in limits],
        "limits": [limit for _, _, limit in limits],
        "promised_kinds": [kind.value for kind in TaskKind if any(kind in each.kinds for each in levels)],
        "later": list(LATER_TOUCH),
        "rework_kinds": [kind.value for kind in rules.rework_kinds],
        "rework_days": rules.rework_days,
        "longest_gap": rules.longest_gap_seconds,
    }


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
