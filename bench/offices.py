"""A fresh office for a measurement: its own PostgreSQL in a temporary folder, durable as in real use."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.transactions import Office
from models.schema import migrate
from runtime.database import make_engine, sqlalchemy_url
from runtime.embedded.postgres import APP, OWNER, PostgresServer, start_postgres


@dataclass(frozen=True, slots=True)
class Bench:
    """What a measurement works on; the folder goes with it."""

    folder: Path
    postgres: PostgresServer
    engine: AsyncEngine
    office: Office
    database: str = "claimdesk"


@asynccontextmanager
async def fresh_office(pool_size: int = 20) -> AsyncIterator[Bench]:
    """An empty, migrated office that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-bench-") as name:
        folder = Path(name)
        with start_postgres(folder, port=0, say=lambda _: None) as postgres:
            migrate(sqlalchemy_url(postgres.url(OWNER)))
            engine = make_engine(postgres.url(APP), pool_size)
            yield Bench(folder, postgres, engine, Office.of(engine, undo_seconds=0))
            await engine.dispose()
