"""The ground every table stands on: types, constraint names, ids."""

import os
import time
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Enum, MetaData, Numeric, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Instants are timestamptz, money is numeric(12,2), enums are stored as their words."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(String),
    }


def words(kind: type[StrEnum]) -> Enum:
    """A column type that stores this enum's words, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda each: [one.value for one in each],
        create_constraint=True,
        name=f"is_a_{kind.__name__.lower()}",
    )


def new_id() -> UUID:
    """A UUID of version 7: ids made later sort later, so that indexes grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    raw = milliseconds.to_bytes(6, "big") + os.urandom(10)
    number = int.from_bytes(raw, "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
