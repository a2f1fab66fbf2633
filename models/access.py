"""The first fence: what a list shows is asked for in its query, before row-level security says it again."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, any_, cast, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.tasks import Task

SOME = "sees some classes only"  # said of a session by whoever opens the transaction
CLASS_AT = 38  # where the class begins in "<practice>/medicaid/TX"


def mine(table: type[Task] | type[Claim]) -> ColumnElement[bool]:
    """Rows of the practices and classes that this transaction works for."""
    practices = cast(_once(func.claimdesk_practices()), ARRAY(Uuid))
    classes = cast(_once(func.claimdesk_classes()), ARRAY(String))
    entry = cast(table.practice_id, String) + "/" + table.access_class
    return and_(
        or_(_once(func.claimdesk_sees_all()), table.practice_id == any_(practices)),
        or_(_once(func.claimdesk_sees_all_classes()), entry == any_(classes)),
    )


def sees_some(session: AsyncSession) -> bool:
    """Whether this transaction sees some classes only, as sites abroad do."""
    return bool(session.info.get(SOME))


def class_by_class(found: Select[*tuple[Any, ...]]) -> Select[Any]:
    """What this select of tasks finds, looked for in each class that may be seen: no other row is read.

    Its limit, and with it its order, hold within each class: order and limit the result once more.
    """
    classes = func.unnest(func.claimdesk_classes(), type_=String)
    entries = classes.table_valued("entry").render_derived("entries")
    access_class = func.substr(entries.c.entry, CLASS_AT)
    here = Task.practice_id == cast(func.split_part(entries.c.entry, "/", 1), Uuid)
    # A range of one: for an equality the planner trusts its statistics, and where nearly all tasks are of one
    # class it would rather read them all in order of priority.
    one = found.where(here, Task.access_class.between(access_class, access_class)).lateral("one")
    return select(one).select_from(entries).join(one, true())


def _once(function: Any) -> Any:
    """Asked once a statement, not once a row."""
    return select(function).scalar_subquery()
