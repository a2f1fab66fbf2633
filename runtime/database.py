"""The way to PostgreSQL: one engine a process."""

from psycopg import OperationalError
from psycopg.errors import UndefinedColumn, UndefinedTable
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


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
        connect_args={"application_name": "claimdesk", "connect_timeout": 5, "tcp_user_timeout": 15_000},
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
