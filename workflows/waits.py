"""How a workflow sleeps: until something changes or a moment of the office's calendar comes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from temporalio import workflow

LONGEST = timedelta(days=30)  # a cancelled timer stays in the store until it is due
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def sleep_until(moment: datetime | None, ahead: timedelta, changed: Callable[[], bool]) -> bool:
    """True as soon as `changed()` holds, False when the moment comes first; None never comes.

    `ahead` is how far the office's calendar runs before this workflow's clock.
    """
    while True:
        left = LONGEST if moment is None else moment - ahead - workflow.now()
        if moment is not None and left <= timedelta(0):
            return changed()
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(changed, timeout=min(left, LONGEST))
        if changed():
            return True


def calendar_ahead(
    known: timedelta, seen_at: datetime, asked_at: datetime, answered_at: datetime
) -> timedelta:
    """How far the office's calendar runs before our clock, after an answer given at `seen_at`, office time.

    Both move together, in the demo by whole days, so what is known stands unless the answer contradicts
    it: given before it was asked for, or more than a day after it came.
    """
    too_early = seen_at < asked_at + known - MINUTE
    too_late = seen_at > answered_at + known + DAY
    return seen_at - asked_at if too_early or too_late else known
