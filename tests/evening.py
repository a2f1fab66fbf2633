"""The office's clock turned: to an American evening, at which UTC has the next day already, or to a noon."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from activities.actors import CLAIMDESK
from activities.transactions import Office

WEDNESDAY = 2


async def turn_to_evening(office: Office) -> date:
    """Half past nine on a Tuesday evening in New York, by standard time; gives that Tuesday."""
    real = datetime.now(UTC)
    there = real.replace(hour=2, minute=30, second=0, microsecond=0)
    there += timedelta(days=(WEDNESDAY - there.weekday()) % 7)
    if there < real:
        there += timedelta(days=7)
    await turn_to(office, there)
    return there.date() - timedelta(days=1)


async def turn_to_noon(office: Office) -> date:
    """The next noon in Chicago, so that no midnight comes in between, there nor in UTC; gives the day."""
    real = datetime.now(UTC)
    noon = real.replace(hour=18, minute=0, second=0, microsecond=0)
    noon += timedelta(days=noon < real)
    await turn_to(office, noon)
    return noon.date()


async def turn_to(office: Office, there: datetime) -> None:
    """The office's clock stands at this instant."""
    async with office.begin(CLAIMDESK) as work:
        ahead = (there - datetime.now(UTC)) / timedelta(days=1)
        await work.session.execute(text("update office set days_ahead = :ahead"), {"ahead": ahead})
