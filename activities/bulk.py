"""Thousands of rows at once: copied into a temporary table, then inserted or laid over the rows they name.

Row-level security forbids COPY straight into a table that has it, so the second step goes through its checks.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from typing import cast as typed

from psycopg import AsyncConnection, sql
from sqlalchemy import ColumnElement, FromClause, Table, any_, cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.util import identity_key

from models.base import Base

MANY = 20  # rows from which copying is quicker than sending them one by one
Row = Sequence[Any]  # in the order of the columns; None is null, JSON is text, a list is an array


def among(column: InstrumentedAttribute[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """The column is one of these values, sent as one array: quicker than `in` for hundreds."""
    return column == any_(cast(list(values), ARRAY(column.type)))


async def add(session: AsyncSession, table: FromClause, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert all rows: a few as any statement does, many by copying. A dict becomes JSON."""
    if len(rows) < MANY:
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        await session.execute(typed(Table, table).insert(), named)
        return
    as_text = ([json.dumps(each) if isinstance(each, dict) else each for each in row] for row in rows)
    await insert(session, typed(Table, table).name, columns, as_text)


async def insert(
    session: AsyncSession, table: str, columns: Sequence[str], rows: Iterable[Row], once: str = ""
) -> list[Any]:
    """Insert all rows and return [].

    With `once`, the name of a unique column: rows whose value is there already are left out, and the values
    of the inserted ones are returned.
    """
    connection = await _copied(session, table, columns, rows)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("insert into {} ({}) select {} from {}").format(
        sql.Identifier(table), names, names, sql.Identifier(_incoming(table, columns))
    )
    if not once:
        await connection.execute(statement)
        return []
    unique = sql.Identifier(once)
    only_new = sql.SQL("{} on conflict ({}) do nothing returning {}").format(statement, unique, unique)
    return [value for (value,) in await (await connection.execute(only_new)).fetchall()]


async def update(
    session: AsyncSession, table: str, columns: Sequence[str], rows: Iterable[Row], versioned: bool = False
) -> None:
    """Set `columns` of the rows whose id comes first in each row; `versioned` ones count one version up."""
    connection = await _copied(session, table, ("id", *columns), rows)
    pairs = [sql.SQL("{0} = n.{0}").format(sql.Identifier(name)) for name in columns]
    if versioned:
        pairs.append(sql.SQL("version = o.version + 1").format())
    await connection.execute(
        sql.SQL("update {} o set {} from {} n where o.id = n.id").format(
            sql.Identifier(table),
            sql.SQL(", ").join(pairs),
            sql.Identifier(_incoming(table, ("id", *columns))),
        )
    )


def _incoming(table: str, columns: Sequence[str]) -> str:
    return f"incoming_{table}_{len(columns)}_{'_'.join(columns)}"[:63]


async def _copied(
    session: AsyncSession, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> AsyncConnection[Any]:
    """The rows in a temporary table of this connection, which is empty again after the commit."""
    await session.flush()
    raw = await (await session.connection()).get_raw_connection()
    connection = typed("AsyncConnection[Any]", raw.driver_connection)
    incoming = sql.Identifier(_incoming(table, columns))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    await connection.execute(
        sql.SQL(
            "create temp table if not exists {} on commit delete rows as select {} from {} with no data"
        ).format(incoming, names, sql.Identifier(table))
    )
    await connection.execute(sql.SQL("delete from {}").format(incoming))
    cursor = connection.cursor()
    async with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(incoming, names)) as copy:
        for row in rows:
            await copy.write_row(row)
    return connection


async def refresh(session: AsyncSession, model: type[Base], ids: Iterable[Any]) -> None:
    """Read again what this session has loaded of these rows, which were changed behind its back."""
    for each in ids:
        loaded = session.identity_map.get(identity_key(model, each))
        if loaded is not None:
            await session.refresh(loaded)
