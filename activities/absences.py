"""Who is away, and who does their work meanwhile: what falls due before they are back finds somebody else."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.allocating import allocate_again
from activities.receipts import first_time
from activities.staffing import OFFICE_ZONE
from activities.transactions import Office, Work
from models import staffing
from models.base import new_id
from models.teams import Absence, Engagement
from models.users import User
from rules.access import Permission, Role, require
from rules.errors import Conflict, Refusal, Unknown

CHUNK = 500


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """Somebody will not work on these days, both included."""

    key: UUID
    user_id: UUID
    from_on: date
    until_on: date
    why: str


async def add_absence(office: Office, actor: Actor, said: AddAbsence) -> None:
    """Write the absence down; what falls due in it moves at once when it has begun.

    Raises NotAllowed, Unknown for no such person, Refusal for days in the wrong order or no reason.
    """
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    if said.until_on < said.from_on or not said.why.strip():
        raise Refusal("An absence has a first day, a last day that is not before it, and a reason.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        if await work.session.get(User, said.user_id) is None:
            raise Unknown("There is no such person.")
        absence = Absence(id=new_id(), user_id=said.user_id, from_on=said.from_on, until_on=said.until_on)
        absence.why = said.why.strip()
        work.session.add(absence)
        days = f"{said.from_on} to {said.until_on}"
        work.record("wrote down an absence", f"user:{said.user_id}", days=days)
    await cover_absences(office)


async def end_absence(office: Office, actor: Actor, absence_id: UUID) -> None:
    """The person is back, or never goes. Raises NotAllowed, Unknown, Conflict when it had ended already."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    async with office.begin(actor) as work:
        absence = await work.session.get(Absence, absence_id, with_for_update=True)
        if absence is None:
            raise Unknown("There is no such absence.")
        if absence.ended_at is not None:
            raise Conflict("This absence was ended already.")
        absence.ended_at = work.now
        work.record("ended an absence", f"user:{absence.user_id}")


async def cover_absences(office: Office) -> int:
    """Give away what people cannot do who are away or gone; gives how many tasks moved."""
    moved = 0
    async with office.begin(CLAIMDESK) as work:
        away = await _away(work)
    for user_id, until in away:
        while True:
            async with office.begin(CLAIMDESK) as work:
                ids = await staffing.due_of(work.session, user_id, until, CHUNK)
                now = await allocate_again(work, ids)
            moved += now
            if len(ids) < CHUNK or not now:
                break
    return moved


async def _away(work: Work) -> list[tuple[UUID, date | None]]:
    """Who is away by their own calendar until which day, and who is gone for good (None)."""
    zones = select(Engagement.user_id, Engagement.time_zone)
    zone_of = {row.user_id: row.time_zone for row in await work.session.execute(zones)}
    absences = await staffing.absences(work.session, work.now.date() - timedelta(days=1))
    here = (
        (user, each, work.today(zone_of.get(user, OFFICE_ZONE)))
        for user, them in absences.items()
        for each in them
    )
    away: list[tuple[UUID, date | None]] = [
        (user, each.until_on) for user, each, day in here if each.covers(day)
    ]
    return [*away, *((user, None) for user in await staffing.gone(work.session))]
