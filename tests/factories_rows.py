"""One row for any table, made from the table's own columns: for tests that walk the whole schema."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import Column, Enum, Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import Boolean, Date, DateTime, Integer, Numeric, Uuid

from models.base import new_id

SAMPLES: tuple[tuple[type, object], ...] = (
    (JSONB, Jsonb({})),
    (ARRAY, []),
    (DateTime, datetime(2026, 3, 2, 15, tzinfo=UTC)),
    (Date, date(2026, 3, 2)),
    (Boolean, True),
    (Integer, 14),
    (Numeric, Decimal("14.00")),
)


def row_of(table: Table, practice_id: UUID) -> dict[str, object]:
    """Values for every column that must have one; the row belongs to this practice."""
    needed = [each for each in table.columns if not each.nullable and each.identity is None]
    row = {each.name: sample(each) for each in needed}
    if "practices" in table.columns:
        row["practices"] = [practice_id]
    if "task_id" in table.columns:
        row["task_id"] = task_of(practice_id)
    if table.name == "task":
        row["id"] = task_of(practice_id)
    owner = "id" if table.name == "practice" else "practice_id"
    return {**row, **({owner: practice_id} if owner in table.columns else {})}


def task_of(practice_id: UUID) -> UUID:
    """The one task of a practice: what hangs on a task is fenced by it."""
    return uuid5(practice_id, "task")


def sample(column: Column[object]) -> object:
    """A value that this column takes."""
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    if isinstance(column.type, Uuid):
        return new_id()
    return next((value for kind, value in SAMPLES if isinstance(column.type, kind)), str(new_id()))


def put(line: psycopg.Connection, table: str, row: Mapping[str, object]) -> None:
    """Insert this row as whoever `line` is."""
    names = ", ".join(f'"{each}"' for each in row)
    values = ", ".join(f"%({each})s" for each in row)
    line.execute(f'insert into "{table}" ({names}) values ({values})'.encode(), row)  # noqa: S608 - names from our own schema


def put_alone(line: psycopg.Connection, table: str, row: Mapping[str, object]) -> None:
    """Insert this row without the rows it points at: a superuser's privilege, triggers asleep."""
    line.execute("set session_replication_role = replica")
    put(line, table, row)
    line.execute("set session_replication_role = origin")
