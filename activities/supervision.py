"""Moving the work behind a number of the board: shown first, then done, and told to whoever gets it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from activities.actors import Actor
from activities.alerts import raise_alert
from activities.allocation import Moved, Reassign, ToPerson, ToRules, ToTeam, preview_reassign, reassign
from activities.bulk import among
from activities.moving_back import MoveBack, undo_reassign
from activities.transactions import Office
from models import team_board
from models.outbox import Receipt
from models.tasks import Task
from models.team_board import Picked
from rules.access import Permission, Role, require
from rules.alerts import AlertKind


@dataclass(frozen=True, slots=True)
class MoveWork:
    """The ticked tasks, or without any all that a number of the board means, to somebody else."""

    key: UUID
    picked: Picked
    ticked: tuple[UUID, ...]
    to: ToPerson | ToTeam | ToRules
    why: str = ""


async def preview_move(office: Office, actor: Actor, said: MoveWork) -> list[Moved]:
    """What `move_work` would do now, row by row. Raises NotAllowed or Unknown."""
    require(Role(actor.role), Permission.TRANSFER_ANY)
    return await preview_reassign(office, actor, await _named(office, actor, said))


async def move_work(office: Office, actor: Actor, said: MoveWork) -> list[Moved]:
    """Move it; a result for each row, none when this key has been carried out before.

    Raises NotAllowed, or Unknown for no such person or team.
    """
    require(Role(actor.role), Permission.TRANSFER_ANY)
    async with office.begin(actor) as work:
        if await work.session.get(Receipt, said.key):
            return []
    return await give_away(office, actor, await _named(office, actor, said))


async def give_away(office: Office, actor: Actor, said: Reassign) -> list[Moved]:
    """Move these tasks, or a whole heap, and tell whoever has more work now; none when done before."""
    require(Role(actor.role), Permission.TRANSFER_ANY)
    results = await reassign(office, actor, said)
    moved = {each.task_id for each in results if each.moved}
    await tell_owners(office, actor, said.key, await owners_of(office, actor, moved), "moved {} to you")
    return results


async def undo_move(office: Office, actor: Actor, said: MoveBack) -> list[Moved]:
    """Take one's own move back, with a result for each row; whoever had got the work hears that it went.

    None when this key has been carried out before. Raises NotAllowed, or Refusal for too many.
    """
    had = await owners_of(office, actor, said.tasks)
    results = await undo_reassign(office, actor, said)
    back = {each.task_id: had[each.task_id] for each in results if each.moved and each.task_id in had}
    await tell_owners(office, actor, said.key, back, "took {} back that had been moved to you")
    return results


async def _named(office: Office, actor: Actor, said: MoveWork) -> Reassign:
    """The same with its tasks by name."""
    if said.ticked:
        return Reassign(said.key, said.ticked, said.to, said.why)
    async with office.begin(actor) as work:
        every = await team_board.ids(work.session, said.picked, work.now)
    return Reassign(said.key, tuple(every), said.to, said.why)


Owners = Mapping[UUID, tuple[UUID, UUID]]  # owner and practice by task


async def owners_of(office: Office, actor: Actor, ids: Collection[UUID]) -> Owners:
    """Who has each of these tasks now; nobody's are missing."""
    async with office.begin(actor) as work:
        theirs = select(Task.id, Task.owner_id, Task.practice_id).where(among(Task.id, ids))
        return {
            row.id: (row.owner_id, row.practice_id)
            for row in await work.session.execute(theirs)
            if row.owner_id
        }


async def tell_owners(office: Office, actor: Actor, key: UUID, owners: Owners, words: str) -> None:
    """Whoever has more or less work now hears of it: one alert a practice."""
    async with office.begin(actor) as work:
        for (owner_id, practice_id), count in sorted(Counter(owners.values()).items()):
            told = f"{actor.name} {words.format(f'{count} task' + 's' * (count > 1))}."
            subject = f"queue:mine:{key}"
            await raise_alert(work, AlertKind.MOVED, subject, practice_id, to=[owner_id], told=told)
