"""How a workflow sleeps: until something changes or a moment of the office's calendar comes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from temporalio import workflow

LONGEST = timedelta(days=30)  # a cancelled timer stays in the store until it is due


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
