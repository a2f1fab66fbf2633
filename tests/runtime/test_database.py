"""The engine's cursor says of every statement what psycopg's own would say."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from runtime.database import MOST_KNOWN, KnowingCursor
from runtime.embedded.postgres import APP, PostgresServer


@pytest.fixture
async def line(postgres: PostgresServer, database: str) -> AsyncIterator[psycopg.AsyncConnection]:
    async with await psycopg.AsyncConnection.connect(postgres.url(APP, database)) as line:
        yield line


@pytest.mark.parametrize(
    "said",
    ["select 1 as one, 'x' as word", "select", "set local statement_timeout = 0", "select now() as at"],
)
async def test_columns_are_described_as_psycopg_describes_them(
    line: psycopg.AsyncConnection, said: str
) -> None:
    plain = await line.cursor().execute(said)
    for _ in range(2):  # the second time from what is known
        knowing = await KnowingCursor(line).execute(said)
        assert list(map(tuple, knowing.description or [])) == list(map(tuple, plain.description or []))
        assert (knowing.description is None) == (plain.description is None)


async def test_a_statement_whose_columns_changed_is_described_anew(line: psycopg.AsyncConnection) -> None:
    cursor = KnowingCursor(line)
    for columns in ("a int", "a int, b int"):
        await cursor.execute("drop table if exists pair")
        await cursor.execute(f"create temporary table pair ({columns})")
        await cursor.execute("select * from pair")
        assert [each.name for each in cursor.description or []] == [each[0] for each in columns.split(", ")]


async def test_what_is_known_does_not_grow_without_end(line: psycopg.AsyncConnection) -> None:
    cursor = KnowingCursor(line)
    for number in range(MOST_KNOWN + 2):
        await cursor.execute(f"select {number} as number")
        assert cursor.description
    assert len(KnowingCursor.known) <= MOST_KNOWN


async def test_the_engine_reads_through_it(engine: AsyncEngine) -> None:
    said = "select 7 as seven, null as nothing"
    async with engine.connect() as connection:
        for _ in range(2):
            row = (await connection.execute(text(said))).one()
            assert (row.seven, row.nothing) == (7, None)
    assert said in KnowingCursor.known
