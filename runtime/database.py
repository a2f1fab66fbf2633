"""The way to PostgreSQL: one engine a process."""

from typing import Any, Self

from psycopg import AsyncCursor, Column, OperationalError
from psycopg.errors import UndefinedColumn, UndefinedTable
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

MOST_KNOWN = 2000  # statements


class KnowingCursor(AsyncCursor[Any]):
    """Describes the columns of a statement once in a process, not three times at every turn.

    SQLAlchemy knows its own statements' columns and asks only whether there are any; psycopg would look up
    the type of each anew, which came to a fifteenth of the time of a page.
    """

    known: dict[Any, list[Column]] = {}  # noqa: RUF012 - shared by all connections on purpose
    said: Any = None

    async def execute(self, query: Any, params: Any = None, **more: Any) -> Self:
        """As its base does; remembers what was asked."""
        self.said = query if isinstance(query, str) else None
        return await super().execute(query, params, **more)

    @property
    def description(self) -> list[Column] | None:
        """The columns of the rows that came, None without any."""
        result = self.pgresult
        if self.said is None or result is None or not result.nfields:
            return super().description
        found = self.known.get(self.said)
        if found is None or len(found) != result.nfields:
            found = super().description or []
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[self.said] = found
        return found


def sqlalchemy_url(url: str) -> str:
    """A plain postgresql:// URL as SQLAlchemy wants it for psycopg."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def make_engine(url: str, pool_size: int = 10) -> AsyncEngine:
    """An engine that never waits for ever on a server that is gone.

    `Office.begin` replaces a broken connection; the one used last is used next, for its prepared statements.
    """
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_use_lifo=True,
        connect_args={
            "application_name": "claimdesk",
            "connect_timeout": 5,
            "tcp_user_timeout": 15_000,
            "cursor_factory": KnowingCursor,
        },
    )


def in_one_line(fault: Exception) -> str | None:
    """What an operator should know of a database that is away, refuses us or is too old; else None."""
    original = getattr(fault, "orig", fault)  # SQLAlchemy wraps the driver's own
    if isinstance(original, UndefinedTable | UndefinedColumn):
        return "The database is older than this program: run `claimdesk migrate`."
    if not isinstance(original, OperationalError):
        return None
    said = str(original).partition("\n")[0].removeprefix("connection failed: ").rstrip(".")
    return f"The database does not serve us: {said}."
