"""Who is away, and who does their work meanwhile: what falls due before they are back finds somebody else."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.allocating import allocate_again
from activities.allocation import Moved, Reassign, ToCover, move, would_move
from activities.moving_back import MoveBack, move_back
from activities.one_row import locked
from activities.receipts import first_time
from activities.staffing import OFFICE_ZONE
from activities.supervision import owners_of, tell_owners
from activities.transactions import Office, Work
from models import staffing
from models.base import new_id
from models.task_facts import MOST
from models.teams import Absence, Engagement
from models.users import User
from rules.access import Permission, Role, require
from rules.capacity import Away
from rules.errors import Conflict, Refusal, Unknown

CHUNK = 500
AWAY = "Its owner is away."


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """Somebody will not work on these days, both included."""

    key: UUID
    user_id: UUID
    from_on: date
    until_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Covering:
    """What an absence does to a person's work, row by row, where the reader may see it."""

    name: str
    rows: list[Moved]
    begun: bool  # by their own clock, so that the work moves at once; else it waits for the first day
    absence_id: UUID | None = None  # None: nothing is written down so far


async def preview_absence(office: Office, actor: Actor, said: AddAbsence) -> Covering:
    """What `add_absence` would do by today's rules; for a later one, what would move if it began now.

    Raises what `add_absence` raises.
    """
    _check(actor, said)
    async with office.begin(actor) as work:
        user, zone = await _person(work, said.user_id)
        begun, over = said.from_on <= work.today(zone), said.until_on < work.today(zone)
        rows = [] if over else await would_move(work, await _work_in(work, said))
        return Covering(user.name, rows, begun)


async def add_absence(office: Office, actor: Actor, said: AddAbsence) -> Covering | None:
    """Write the absence down; what falls due in it moves at once when it has begun. None when done before.

    What this actor moved can be taken back for a while (`undo_absence`); what they may not see moves too.
    Raises NotAllowed, Unknown for no such person, Refusal for days in the wrong order or no reason.
    """
    _check(actor, said)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return None
        user, zone = await _person(work, said.user_id)
        absence = Absence(id=new_id(), user_id=said.user_id, from_on=said.from_on, until_on=said.until_on)
        absence.why = said.why.strip()
        work.session.add(absence)
        days = f"{said.from_on} to {said.until_on}"
        work.record("wrote down an absence", f"user:{said.user_id}", days=days)
        await work.session.flush()
        begun = Away(said.from_on, said.until_on).covers(work.today(zone))
        rows = await move(work, await _work_in(work, said)) if begun else []
    got = await owners_of(office, actor, [each.task_id for each in rows if each.moved])
    await tell_owners(office, actor, said.key, got, "moved {} to you")
    await cover_absences(office)
    return Covering(user.name, rows, begun, absence.id)


def _check(actor: Actor, said: AddAbsence) -> None:
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    words = "An absence has a first day, a last day that is not before it, and a reason."
    if said.until_on < said.from_on:
        raise Refusal(words).about("until_on")
    if not said.why.strip():
        raise Refusal(words).about("why")


async def _person(work: Work, user_id: UUID) -> tuple[User, str]:
    """This person, and the time zone of their own clock."""
    user = await work.session.get(User, user_id)
    if user is None:
        raise Unknown("There is no such person.")
    zone, _ = await staffing.hours(work.session, user_id)
    return user, zone or OFFICE_ZONE


async def _work_in(work: Work, said: AddAbsence) -> Reassign:
    """What falls due before they are back, to whomever the rules choose."""
    ids = await staffing.due_of_now(work.session, said.user_id, said.until_on, MOST)
    return Reassign(said.key, tuple(ids), ToCover(said.user_id), AWAY)


async def undo_absence(office: Office, actor: Actor, absence_id: UUID, said: MoveBack) -> list[Moved]:
    """Take one's own absence back: each task goes where it was, or says why it stays; whoever had it hears.

    The absence ends with the first task that goes back; where none does it stands. None when this key has
    been carried out before. Raises NotAllowed, Unknown, or Refusal for too many.
    """
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    had = await owners_of(office, actor, said.tasks)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, (absence_id, said)):
            return []
        absence = await _one(work, absence_id)
        rows = await move_back(work, said, office.undo_seconds)
        if absence.ended_at is None and any(each.moved for each in rows):
            _end(work, absence)
    back = {each.task_id: had[each.task_id] for each in rows if each.moved and each.task_id in had}
    await tell_owners(office, actor, said.key, back, "took {} back that had been moved to you")
    return rows


async def end_absence(office: Office, actor: Actor, absence_id: UUID) -> None:
    """The person is back, or never goes. Raises NotAllowed, Unknown, Conflict when it had ended already."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    async with office.begin(actor) as work:
        absence = await _one(work, absence_id)
        if absence.ended_at is not None:
            raise Conflict("This absence was ended already.")
        _end(work, absence)


async def _one(work: Work, absence_id: UUID) -> Absence:
    return await locked(work, Absence, absence_id, "There is no such absence.")


def _end(work: Work, absence: Absence) -> None:
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
