"""Counts the statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

SIGN_OF_LIFE = "UPDATE login_session SET last_active_at="


@contextmanager
def queries(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements sent while inside, in order.

    Without the sign of life that a session gets every half minute, which is of no page.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(SIGN_OF_LIFE):
            seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
