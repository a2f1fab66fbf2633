"""Our own words in statements: written out, so that a plan made once can use the indexes that name them."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, literal_column
from sqlalchemy.orm import InstrumentedAttribute


def among(column: InstrumentedAttribute[Any], words: Collection[StrEnum]) -> ColumnElement[bool]:
    """The column is one of these words."""
    return column.in_([word(each) for each in sorted(words)])


def word(own: str) -> ColumnElement[str]:
    """One of our own words, never what somebody typed."""
    return literal_column("'{}'".format(own.replace("'", "''")), String)
