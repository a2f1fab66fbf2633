"""The office's own day: for what holds in every practice at once, and for boards that show many of them."""

from datetime import date

from sqlalchemy import select

from activities.transactions import Work
from models.practices import earliest_day


async def office_day(work: Work) -> date:
    """The earliest day that any practice of this actor's still has; never the day of UTC.

    What is set "from today" is refused nowhere where it is still today.
    """
    if work.own_day is None:
        work.own_day = (await work.session.scalars(select(earliest_day(work.now)))).one()
    return work.own_day
