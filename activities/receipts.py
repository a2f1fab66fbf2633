"""A command counts once: its key is kept with what it said."""

import hashlib
from uuid import UUID

from sqlalchemy import select, text

from activities.transactions import Work
from models.outbox import Receipt
from rules.errors import Conflict

KEEP = text(
    "insert into receipt (key, command, at) values (:key, :said, :at) on conflict do nothing returning true"
)


async def first_time(work: Work, key: UUID, command: object) -> bool:
    """True when this key is new; a twin waits here until the first one has committed.

    Raises Conflict when the key was used for another command.
    """
    said = hashlib.sha256(repr(command).encode()).hexdigest()
    if await work.session.scalar(KEEP, {"key": key, "said": said, "at": work.real_now}):
        return True
    known = await work.session.scalar(select(Receipt.command).where(Receipt.key == key))
    if known != said:
        raise Conflict("This form was already sent with other answers: open the task again.")
    return False
