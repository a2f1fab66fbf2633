"""Taking back a move of many tasks: each goes where it was, or says why it stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from activities.actors import Actor
from activities.allocation import BUSY, Moved
from activities.bulk import among
from activities.receipts import first_time
from activities.taking_back import OneOfMany, done_at, put_where_it_was, still_open
from activities.transactions import Office, Work
from models import allocation
from models.task_facts import MOST
from models.tasks import Task
from rules.access import Permission, Role, require
from rules.errors import Conflict, Refusal


@dataclass(frozen=True, slots=True)
class MoveBack:
    """Take the move of this key (`act`) back on these tasks."""

    key: UUID
    act: UUID
    tasks: tuple[UUID, ...]


async def undo_reassign(office: Office, actor: Actor, said: MoveBack) -> list[Moved]:
    """Put each task where it was before one's own move; none when this key has been carried out before.

    What somebody touched since stays and says so. Raises NotAllowed, or Refusal for too many.
    """
    require(Role(actor.role), Permission.TRANSFER_ANY)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return []
        return await move_back(work, said, office.undo_seconds)


async def move_back(work: Work, said: MoveBack, seconds: float) -> list[Moved]:
    """What `undo_reassign` does, within an act that asked for its key itself. Raises Refusal for too many."""
    if len(said.tasks) > MOST:
        raise Refusal(f"At most {MOST} tasks can be changed at once: narrow the list.")
    ended = await done_at(work, dict.fromkeys(said.tasks, said.act))
    of, names = OneOfMany(said.act, ended), await allocation.names(work.session)
    theirs = among(Task.id, said.tasks)
    free = select(Task.id).where(theirs).order_by(Task.id).with_for_update(skip_locked=True)
    held = frozenset(await work.session.scalars(free))
    found = await work.session.scalars(select(Task).where(theirs).order_by(Task.priority.desc(), Task.id))
    return [_back(work, task, of, seconds, names, held) for task in found.all()]


def _back(
    work: Work, task: Task, of: OneOfMany, seconds: float, names: Mapping[UUID, str], held: frozenset[UUID]
) -> Moved:
    had = task.owner_id, task.team_id
    try:
        if task.id not in held:
            raise Conflict(BUSY)
        undo = still_open(work, task, of, seconds)
        put_where_it_was(work, task, undo["was"])
    except Conflict as stays:
        return _told(task, had, str(stays), names, moved=False)
    task.undo = task.leased_by = task.leased_until = None
    work.record("took back", f"task:{task.id}", task.practice_id, act=str(of.act))
    work.ring_task(task.id)
    return _told(task, had, "Taken back.", names, moved=True)


def _told(
    task: Task, had: tuple[UUID | None, UUID | None], words: str, names: Mapping[UUID, str], *, moved: bool
) -> Moved:
    owner, team, owner_now, team_now = (
        names.get(each, "") if each else "" for each in (*had, task.owner_id, task.team_id)
    )
    return Moved(task.id, task.kind, task.money, moved, owner, team, owner_now, team_now, words)
