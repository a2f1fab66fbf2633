"""What a new release has to add up once: done beside the work, with a word after each part."""

import logging
from datetime import date

from sqlalchemy.exc import DBAPIError

from activities.performance import count_missing
from activities.transactions import Office

logger = logging.getLogger(__name__)


def _tell(since: date, oldest: date) -> None:
    logger.info("Performance is added up from %s on; it goes back to %s", since, oldest)


async def catch_up(office: Office) -> None:
    """Add up the older days of performance that nobody counted; what fails is left to the night."""
    try:
        await count_missing(office, _tell)
    except DBAPIError:
        logger.exception("Older days of performance could not be added up: the night tries again")
