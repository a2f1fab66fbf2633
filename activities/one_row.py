"""One row that an act changes: locked for its transaction."""

from typing import TypeVar
from uuid import UUID

from activities.transactions import Work
from models.base import Base
from rules.errors import Unknown

R = TypeVar("R", bound=Base)


async def locked(work: Work, kind: type[R], row_id: UUID, none: str) -> R:
    """The row of this kind; raises Unknown, in these words, when there is none that this actor may see."""
    row = await work.session.get(kind, row_id, with_for_update=True)
    if row is None:
        raise Unknown(none)
    return row
