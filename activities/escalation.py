"""Work that is left climbs: who is asked next comes from the chain of its team, and hears of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from activities import tasks
from activities.actors import Actor
from activities.alerts import raise_alert
from activities.days import office_day
from activities.transactions import Office, Work
from models import supervision
from models.base import new_id
from models.practices import Practice
from models.rulebook import working_times
from models.supervision import EscalationRung
from models.tasks import Task
from models.users import Membership, User
from rules.access import Permission, Role, require
from rules.alerts import AlertKind
from rules.errors import Conflict
from rules.escalation import Chain, Rung, chain_of, require_rung, times_with
from rules.follow_ups import Level, climb_step, climbs_on
from rules.tasks import LIVE

NAMED = 3  # people of a rung whom the trail and an alert name
WORDS = {Level.SUPERVISOR: "the supervisor", Level.MANAGER: "the manager"}


async def chain_for(work: Work, task: Task, today: date) -> Chain:
    """Who is asked about this task, level by level, as set on that day."""
    return chain_of(await supervision.rungs(work.session), task.team_id, today, working_times(today))


async def climb_date(work: Work, task: Task, today: date) -> date | None:
    """When the task comes back from a snooze or a question, or else moves up; None above the manager."""
    if task.snoozed_until:
        return task.snoozed_until
    chain = await chain_for(work, task, today)
    return climbs_on(task.due_on, task.level, times_with(chain, working_times(today)))


async def climb(work: Work, task: Task, today: date) -> None:
    """Put an overdue task before the next rung; one that is put aside stays there."""
    if task.snoozed_until is not None:
        return
    chain = await chain_for(work, task, today)
    level = climb_step(task.due_on, today, task.level, times_with(chain, working_times(today)))
    if level is not None:
        tasks.raise_to(task, level, today)
        await put_before(work, task, chain[level])


async def put_before(work: Work, task: Task, rung: Rung, **more: str) -> None:
    """Write down before whom the task stands now, and let them hear of it."""
    people = await asked(work, rung, task.practice_id)
    to = whom(rung.level, people.values())
    work.record("escalated", f"task:{task.id}", task.practice_id, level=int(rung.level), to=to, **more)
    work.ring_task(task.id)
    left = f"{task.kind.capitalize()} of ${task.money:,.2f}, due {task.due_on}, was left undone"
    told = f"{left}: it moved up to {to}."
    about = f"task:{task.id}"
    await raise_alert(work, AlertKind.ESCALATED, about, task.practice_id, to=list(people), told=told)


def whom(level: Level, names: Iterable[str]) -> str:
    """ "the supervisor, Priya Nair": the rung and, where they are few, who it asks."""
    people = list(names)
    few = people[:NAMED] + ([f"{len(people) - NAMED} more"] if len(people) > NAMED else [])
    return ", ".join([WORDS[level], *few]) if people else f"{WORDS[level]}, but nobody is there"


async def asked(work: Work, rung: Rung, practice_id: UUID) -> dict[UUID, str]:
    """The people of this rung at this practice, with their names."""
    found = select(User.id, User.name).order_by(User.name, User.id)
    if rung.asks_id is not None:
        found = found.where(User.id == rung.asks_id)
    else:
        found = found.join(Membership, Membership.user_id == User.id)
        found = found.where(Membership.practice_id == practice_id, User.active, User.role == rung.asks_role)
    return {user_id: name for user_id, name in await work.session.execute(found)}  # noqa: C416 - rows are no pairs


async def escalate_task(office: Office, actor: Actor, task_id: UUID, version: int, why: str) -> Level:
    """Put a task before the next rung now. Raises NotAllowed, Unknown, Stale, or Conflict at the top."""
    require(Role(actor.role), Permission.TRANSFER_ANY)
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id, version)
        if task.state not in LIVE or task.level >= Level.MANAGER:
            raise Conflict("It is before the manager already: nobody is asked after that.")
        practice = await work.session.get_one(Practice, task.practice_id)
        today = work.today(practice.time_zone)
        level = Level(task.level + 1)
        tasks.raise_to(task, level, today)
        await put_before(work, task, (await chain_for(work, task, today))[level], why=why)
        return level


async def set_rung(office: Office, actor: Actor, rung: Rung) -> None:
    """From a day on, these are asked so late. Raises NotAllowed, or Conflict for a rung that cannot be."""
    require(Role(actor.role), Permission.SET_ESCALATION)
    async with office.begin(actor) as work:
        require_rung(rung, await office_day(work))
        person = await work.session.get(User, rung.asks_id) if rung.asks_id else None
        if rung.asks_id and (person is None or not person.active):
            raise Conflict("There is no such colleague.")
        work.session.add(
            EscalationRung(
                id=new_id(),
                team_id=rung.team_id,
                level=int(rung.level),
                after_business_days=rung.after,
                asks_role=rung.asks_role,
                asks_id=rung.asks_id,
                effective_from=rung.since,
                set_by=actor.id,
                set_at=work.now,
            )
        )
        who = str(rung.asks_role or rung.asks_id)
        since, team = str(rung.since), str(rung.team_id or "")
        level = f"level:{int(rung.level)}"
        work.record("set an escalation rung", level, after=rung.after, asks=who, since=since, team=team)
