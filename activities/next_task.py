"""Work next: the best task that is one's own or waits in a team's pool; one account stays in one hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, select, text

from activities import tasks
from activities.actors import Actor
from activities.receipts import first_time
from activities.staffing import calendar_of
from activities.transactions import Office, Work
from models import next_tasks
from models.allocation import TaskSkip
from models.audit import AuditEvent
from models.next_tasks import Source, Standing, Upcoming, Wanted
from models.rulebook import task_skills
from models.tasks import Task
from rules.access import Permission, Role, may
from rules.errors import NotAllowed, Refusal
from rules.tasks import OFFICE_WIDE, TaskKind

ALONE = text(
    "select pg_try_advisory_xact_lock(hashtextextended(:account, 7))"
)  # the key of allocating.TOGETHER
TRIES = 5  # accounts that somebody else is taking at this very moment
CHOOSING = "{team} works by “Work next”: take what comes, or skip it with a reason."
ONES_OWN = "Somebody else reviews your own emergency access."
PUT_AWAY = ("snoozed", "asked", "finished")  # deeds that one may go back on oneself


@dataclass(frozen=True, slots=True)
class SkipTask:
    """Pass over the task that "work next" gave; the supervisor sees how often and why."""

    key: UUID
    task_id: UUID
    reason: str


async def next_task(
    work: Work,
    after: UUID | None,
    kinds: Sequence[TaskKind] | None,
    narrow: Sequence[ColumnElement[bool]] = (),
) -> Task | None:
    """The most urgent task for the actor, locked; None when there is none. `after` is passed over."""
    wanted, standing = await _wanted(work, after, kinds, narrow)
    if not standing.teams:
        return await next_tasks.best(work.session, wanted, Source.ANYBODYS)
    teams: Sequence[UUID] = standing.teams
    if len(teams) > 1:
        teams = await next_tasks.most_urgent_first(work.session, wanted, teams)
    return await _best_of(work, wanted, standing.own, teams)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes for a person: the first of what waits, and whether they have a task open already."""

    first: Upcoming | None
    has_one_open: bool


async def look_ahead(work: Work) -> Ahead:
    """What `next_task` would give the actor once what they have open is done; nothing is taken."""
    asked, standing = await _wanted(work)
    wanted = asked.put_down()
    pools = [wanted.in_pool(each) for each in standing.teams]
    sources = [wanted.own(), *pools] if pools else [wanted.anybodys()]
    first = await next_tasks.upcoming(work.session, wanted, sources)
    return Ahead(first, await next_tasks.has_one_open(work.session, asked))


async def _wanted(
    work: Work,
    after: UUID | None = None,
    kinds: Sequence[TaskKind] | None = None,
    narrow: Sequence[ColumnElement[bool]] = (),
) -> tuple[Wanted, Standing]:
    """What the actor may be given now, and where they stand; in a team only what they were trained for."""
    approves = work.actor.role == "system" or may(Role(work.actor.role), Permission.APPROVE_WRITE_OFF)
    chosen = frozenset(kinds) if kinds else None
    but_not = frozenset([after] if after else [])
    abroad = work.actor.classes is not None
    wanted = Wanted(work.actor.id, work.now, approves, abroad, chosen, tuple(narrow), but_not)
    standing = await next_tasks.standing(work.session, wanted.me, work.now)
    wanted = replace(wanted, but_not=wanted.but_not | standing.skipped)
    return (_trained_for(work, wanted, standing) if standing.teams else wanted), standing


async def _best_of(work: Work, wanted: Wanted, own: int | None, teams: Sequence[UUID]) -> Task | None:
    """What a pool holds above one's own work, then one's own, then the rest of the pools."""
    if own is None:
        return await _from_pools(work, wanted, teams)
    urgent = replace(wanted, narrow=(*wanted.narrow, Task.priority > own))
    task = await _from_pools(work, urgent, teams[:1])
    task = task or await next_tasks.best(work.session, wanted, Source.OWN)
    return task or await _from_pools(work, wanted, teams)


async def _from_pools(work: Work, wanted: Wanted, teams: Sequence[UUID]) -> Task | None:
    for team_id in teams:
        if task := await _from_pool(work, wanted, team_id):
            return task
    return None


def _trained_for(work: Work, wanted: Wanted, standing: Standing) -> Wanted:
    needed = task_skills(work.now.date())
    able = frozenset(kind for kind, skill in needed.items() if skill is None or skill in standing.skills)
    return replace(wanted, kinds=able if wanted.kinds is None else able & wanted.kinds)


async def _from_pool(work: Work, wanted: Wanted, team_id: UUID) -> Task | None:
    """The best of this pool whose account nobody else is taking or has."""
    for _ in range(TRIES):
        task = await next_tasks.best(work.session, wanted, Source.POOL, team_id)
        if task is None or task.account_id is None or await _is_alone(work, wanted, task):
            return task
        wanted = replace(wanted, but_not=wanted.but_not | {task.id})
    return None


async def _is_alone(work: Work, wanted: Wanted, task: Task) -> bool:
    """Whether the account is ours to take; looked at again once nobody else can be taking it."""
    if not await work.session.scalar(ALONE, {"account": str(task.account_id)}):
        return False
    return not await next_tasks.is_taken(work.session, task, wanted)


async def skip_task(office: Office, actor: Actor, said: SkipTask) -> None:
    """Give the task back with a reason; it is not offered to this person again today.

    Raises Unknown for no such task, Refusal without a reason, NotAllowed when it was not given to them.
    """
    if not said.reason.strip():
        raise Refusal("Say why you skip it: your supervisor counts the reasons.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        task = await tasks.one(work, said.task_id)
        await must_be_given(work, task)
        work.session.add(
            TaskSkip(
                practice_id=task.practice_id,
                task_id=task.id,
                user_id=actor.id,
                reason=said.reason.strip(),
                at=work.now,
            )
        )
        if task.leased_by == actor.id:
            task.leased_by = task.leased_until = None
        work.record("skipped", f"task:{task.id}", task.practice_id, why=said.reason.strip())
        work.ring_task(task.id)


async def guided_by(work: Work) -> str | None:
    """The team that asks the actor to work by "work next" alone; None for those who lead others."""
    if work.actor.role == "system" or may(Role(work.actor.role), Permission.TRANSFER_ANY):
        return None
    return await work.session.scalar(next_tasks.guides(work.actor.id))


def must_be_free_to_choose(guided_by: str | None, actor: Actor, task: Task) -> None:
    """Raises NotAllowed when a guided person opens a task that is neither theirs nor given to them."""
    if guided_by and actor.id not in (task.owner_id, task.leased_by, task.finished_by):
        raise NotAllowed(CHOOSING.format(team=guided_by))


def must_be_about_another(actor: Actor, task: Task) -> None:
    """Raises NotAllowed when the task is to look at what this very person did."""
    if task.kind in OFFICE_WIDE and task.requested_by == actor.id:
        raise NotAllowed(ONES_OWN)


async def must_be_given(work: Work, task: Task, but: Collection[str] = ()) -> None:
    """Raises NotAllowed when a guided person acts on a task by its id that was not given to them, and when
    anybody acts on one that is about themselves.

    `but` are deeds of theirs after which it still counts as given, when nobody put it away since.
    """
    must_be_about_another(work.actor, task)
    if work.actor.id in (task.owner_id, task.leased_by, task.finished_by):
        return
    guide = await guided_by(work)
    if guide is None or (but and await _put_away_by(work, task, but) == work.actor.id):
        return
    must_be_free_to_choose(guide, work.actor, task)


async def _put_away_by(work: Work, task: Task, deeds: Collection[str]) -> UUID | None:
    about = select(AuditEvent.actor_id).where(AuditEvent.subject == f"task:{task.id}")
    last = about.where(AuditEvent.action.in_(deeds)).order_by(AuditEvent.at.desc(), AuditEvent.number.desc())
    return await work.session.scalar(last.limit(1))


async def is_on_duty(office: Office, actor: Actor) -> bool:
    """Whether these are the actor's working hours; work is given at any hour, but said to be outside."""
    async with office.begin(actor) as work:
        return (await calendar_of(work, actor.id)).is_on_duty(work.now)
