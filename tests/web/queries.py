"""Counts the statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from activities import sessions


@contextmanager
def queries(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements sent while inside, in order; no session gives a sign of life meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    every, sessions.TOUCH_EVERY = sessions.TOUCH_EVERY, timedelta(days=1)
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        sessions.TOUCH_EVERY = every
