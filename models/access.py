"""The first fence: what a list shows is asked for in its query, before row-level security says it again."""

from typing import Any

from sqlalchemy import ColumnElement, String, Uuid, and_, any_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from models.claims import Claim
from models.tasks import Task


def mine(table: type[Task] | type[Claim]) -> ColumnElement[bool]:
    """Rows of the practices and classes that this transaction works for."""
    practices = cast(_once(func.claimdesk_practices()), ARRAY(Uuid))
    classes = cast(_once(func.claimdesk_classes()), ARRAY(String))
    entry = cast(table.practice_id, String) + "/" + table.access_class
    return and_(
        or_(_once(func.claimdesk_sees_all()), table.practice_id == any_(practices)),
        or_(_once(func.claimdesk_sees_all_classes()), entry == any_(classes)),
    )


def _once(function: Any) -> Any:
    """Asked once a statement, not once a row."""
    return select(function).scalar_subquery()
