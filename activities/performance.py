"""Adding up what was finished, day by day, so that the boards read small tables."""

from datetime import date, timedelta

from sqlalchemy import delete, func, select

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from models.performance import ALONE, ROLL_UP, PerformanceDay
from models.rulebook import performance_rules, service_levels
from models.users import SYSTEM
from rules.performance import LATER_TOUCH
from rules.tasks import TaskKind

LONGEST_OPEN = timedelta(days=120)  # what was given longer ago is in time for no promise
A_DAY = timedelta(days=1)


async def count_today(office: Office) -> int:
    """Add up yesterday and today again; gives the rows."""
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        return await _count(work, today - A_DAY, today + A_DAY)


async def count_again(office: Office) -> int:
    """Add up every day on which rework can still show; gives the rows."""
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        back = timedelta(days=performance_rules(today).look_back_days)
        return await _count(work, today - back, today + A_DAY)


async def _count(work: Work, first: date, last: date) -> int:
    """Both days included; nobody else adds up meanwhile."""
    rules, levels = performance_rules(work.now.date()), service_levels(work.now.date())
    limits = [
        (kind.value, given, level.limit(given))
        for level in levels
        for kind in sorted(level.kinds)
        for given in _days(first - LONGEST_OPEN, last)
    ]
    await work.session.execute(ALONE)
    days = PerformanceDay.day.between(first, last)
    await work.session.execute(delete(PerformanceDay).where(days))
    await work.session.execute(
        ROLL_UP,
        {
            "first": first,
            "last": last,
            "now": work.now,
            "system": SYSTEM,
            "kinds": [kind for kind, _, _ in limits],
            "given": [given for _, given, _ in limits],
            "limits": [limit for _, _, limit in limits],
            "promised_kinds": [kind.value for kind in TaskKind if any(kind in each.kinds for each in levels)],
            "later": list(LATER_TOUCH),
            "rework_kinds": [kind.value for kind in rules.rework_kinds],
            "rework_days": rules.rework_days,
            "longest_gap": rules.longest_gap_seconds,
        },
    )
    return await work.session.scalar(select(func.count()).where(days)) or 0


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
