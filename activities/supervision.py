"""Moving the work behind a number of the board: shown first, then done, and told to whoever gets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from activities.actors import Actor
from activities.alerts import raise_alert
from activities.allocation import Moved, Reassign, ToPerson, ToRules, ToTeam, preview_reassign, reassign
from activities.bulk import among
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
    results = await reassign(office, actor, await _named(office, actor, said))
    await _tell(office, actor, said.key, [each.task_id for each in results if each.moved])
    return results


async def _named(office: Office, actor: Actor, said: MoveWork) -> Reassign:
    """The same with its tasks by name."""
    if said.ticked:
        return Reassign(said.key, said.ticked, said.to, said.why)
    async with office.begin(actor) as work:
        every = await team_board.ids(work.session, said.picked, work.now)
    return Reassign(said.key, tuple(every), said.to, said.why)


async def _tell(office: Office, actor: Actor, key: UUID, moved: Sequence[UUID]) -> None:
    """Whoever has more work now hears of it: one alert a practice."""
    async with office.begin(actor) as work:
        theirs = select(Task.owner_id, Task.practice_id, func.count()).where(
            among(Task.id, moved), Task.owner_id.is_not(None)
        )
        rows = (await work.session.execute(theirs.group_by(Task.owner_id, Task.practice_id))).all()
        for owner_id, practice_id, count in rows:
            told = f"{actor.name} moved {count} task{'s' if count > 1 else ''} to you."
            subject = f"queue:mine:{key}"
            await raise_alert(
                work, AlertKind.MOVED, subject, practice_id, to=[owner_id] if owner_id else [], told=told
            )
