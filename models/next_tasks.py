"""Which tasks wait for one person: their own, their teams' pools, or nobody's while they are in no team."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Integer,
    Select,
    TextClause,
    Uuid,
    all_,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.filters import day_there
from models.practices import Practice
from models.tasks import Task
from models.teams import Team, TeamMember
from models.words import among
from rules.skills import Skill
from rules.tasks import LIVE, SECOND_PERSON, TaskKind
from rules.time_zones import EARLIEST

MOST = 1000  # counts stop here
ONE = literal_column("1", Integer)  # written out: a plan for any limit would be made anew at every turn
ME, TEAM = bindparam("me", type_=Uuid), bindparam("team", type_=Uuid)
NOW, BUT_NOT = bindparam("now", type_=DateTime(True)), bindparam("but_not", type_=ARRAY(Uuid))
NO_ONE, NEVER = UUID(int=0), datetime.min.replace(tzinfo=UTC)  # where only the form of a question counts
Condition = ColumnElement[bool] | TextClause
STANDING = text("""
select
  array(select team_id from team_member join team on team.id = team_id where user_id = :me and team.active),
  array(select skill from person_skill where user_id = :me),
  array(select task_id from task_skip where user_id = :me and at >=
    date_trunc('day', cast(:now as timestamptz) at time zone clock.zone) at time zone clock.zone),
  (select priority from task where owner_id = :me
    and state in ('open', 'snoozed', 'escalated', 'waiting on provider')
    and (snoozed_until is null or snoozed_until <= (select (cast(:now as timestamptz)
      at time zone practice.time_zone)::date from practice where practice.id = task.practice_id))
    order by priority desc limit 1)
from (select coalesce((select time_zone from engagement where user_id = :me), :else) as zone) as clock
""")
TAKEN = text("""
select exists (select from claimdesk_hands(array[cast(:account as uuid)]) where task_id <> :task
  and state <> 'done'
  and (owner_id <> :me or (leased_by <> :me and leased_until > :now)))
""")


IN_NO_HAND = text("""
not exists (select from claimdesk_hands(array[task.account_id]) hand where hand.task_id <> task.id
  and hand.state <> 'done'
  and (hand.owner_id <> :me or (hand.leased_by <> :me and hand.leased_until > :now)))
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's teams and skills, what they passed over today (their own), how urgent their own work is."""

    teams: tuple[UUID, ...]
    skills: frozenset[Skill]
    skipped: frozenset[UUID]  # since midnight by their own clock
    own: int | None  # the highest priority of what is theirs by name; None: nothing is


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks for the next task, and what it must be.

    The conditions name who asks, when, and what is passed over as parameters, which `asked` gives: so the
    statements are built once for each kind of asker.
    """

    me: UUID
    now: datetime
    approves: bool
    is_abroad: bool = False  # then other tasks of an account may be out of sight
    kinds: frozenset[TaskKind] | None = None
    narrow: tuple[ColumnElement[bool], ...] = ()
    but_not: frozenset[UUID] = frozenset()

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters of every condition here."""
        return {"me": self.me, "now": self.now, "but_not": list(self.but_not)}

    @property
    def form(self) -> "Wanted":
        """The same for whoever asks; what narrows it is left out."""
        return Wanted(NO_ONE, NEVER, self.approves, self.is_abroad, self.kinds)

    def conditions(self) -> list[Condition]:
        """Live, awake, in nobody else's hands, and none of `but_not`."""
        awake = or_(Task.snoozed_until.is_(None), Task.snoozed_until <= day_there(NOW))
        lapsed = or_(Task.leased_until.is_(None), Task.leased_until < NOW)
        found: list[Condition] = [
            among(Task.state, LIVE),
            awake,
            or_(lapsed, Task.leased_by == ME),
            Task.id != all_(BUT_NOT),
            *self.narrow,
        ]
        if self.kinds is not None:
            found.append(among(Task.kind, self.kinds))
        if self.approves:
            found.append(or_(Task.requested_by.is_(None), Task.requested_by != ME))
        else:
            found.append(~among(Task.kind, SECOND_PERSON))
        return found

    def put_down(self) -> "Wanted":
        """The same without what this person has open already."""
        mine = and_(Task.leased_by == ME, Task.leased_until > NOW)
        return replace(self, narrow=(*self.narrow, mine.is_not(True)))

    def in_pool(self, team_id: UUID | BindParameter[UUID]) -> list[Condition]:
        """Nobody's yet in this team, and no task of its account is in somebody else's hands."""
        return [
            *self.conditions(),
            Task.team_id == team_id,
            Task.owner_id.is_(None),
            self._account_is_free(),
        ]

    def _account_is_free(self) -> Condition:
        if self.is_abroad:
            return IN_NO_HAND.bindparams(ME, NOW)
        other = aliased(Task)
        owned = and_(other.owner_id.is_not(None), other.owner_id != ME)
        held = and_(other.leased_by != ME, other.leased_until > NOW)
        same = select(other.id).where(other.account_id == Task.account_id, other.id != Task.id)
        return ~same.where(other.state.in_(LIVE), or_(owned, held)).exists()

    def own(self) -> list[Condition]:
        """Given to this person by name."""
        return [*self.conditions(), Task.owner_id == ME]

    def anybodys(self) -> list[Condition]:
        """Of a person without a team: their own and what neither a person nor a team has."""
        nobodys = and_(Task.owner_id.is_(None), Task.team_id.is_(None))
        return [*self.conditions(), or_(nobodys, Task.owner_id == ME)]


class Source(Enum):
    """Where the next task is looked for."""

    OWN = auto()
    POOL = auto()
    ANYBODYS = auto()


async def best(
    session: AsyncSession, wanted: Wanted, source: Source, team_id: UUID | None = None
) -> Task | None:
    """The first of these that nobody else is taking at this moment, locked; a pool is its team's."""
    first = _best(source, wanted.form)
    if wanted.narrow:
        first = first.where(*wanted.narrow)
    return await session.scalar(first, wanted.asked | {"team": team_id})


@cache
def _best(source: Source, wanted: Wanted) -> Select[Task]:
    conditions = {Source.OWN: wanted.own, Source.ANYBODYS: wanted.anybodys}
    chosen = wanted.in_pool(TEAM) if source is Source.POOL else conditions[source]()
    first = select(Task).where(*chosen).order_by(Task.priority.desc(), Task.id).limit(ONE)
    return first.with_for_update(skip_locked=True, of=Task)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What "work next" gives, as far as it is told before: no patient, no claim; and how many wait."""

    priority: int
    kind: TaskKind
    due_on: date
    deadline_on: date | None
    money: Decimal
    reasons: list[str]
    time_zone: str
    waiting: int  # at most one more than MOST


async def upcoming(
    session: AsyncSession, wanted: Wanted, sources: Sequence[Sequence[Condition]]
) -> Upcoming | None:
    """The first of these sources' firsts, an earlier source before a later one, and how many wait in all."""
    found = await session.execute(_looking(sources), wanted.asked)
    rows = [Upcoming(*row[1:]) for row in sorted(found, key=itemgetter(0))]
    most_urgent = max(rows, key=lambda row: row.priority, default=None)
    return most_urgent and replace(most_urgent, waiting=sum(row.waiting for row in rows))


async def has_one_open(session: AsyncSession, wanted: Wanted) -> bool:
    """Whether a live task is in this person's hands right now."""
    mine = exists().where(Task.leased_by == wanted.me, Task.leased_until > wanted.now, Task.state.in_(LIVE))
    return bool(await session.scalar(select(mine)))


def _looking(sources: Sequence[Sequence[Condition]]) -> CompoundSelect[Any]:
    return union_all(*(_ahead(at, each) for at, each in enumerate(sources)))


def _ahead(at: int, conditions: Sequence[Condition]) -> Select[Any]:
    """The first of one source, nothing locked, with the count of what waits there."""
    some = select(Task.id).where(*conditions).limit(MOST + 1).subquery()
    waiting = select(func.count()).select_from(some).scalar_subquery()
    told = (Task.priority, Task.kind, Task.due_on, Task.deadline_on, Task.money, Task.priority_reasons)
    first = select(*told, Task.practice_id).where(*conditions).order_by(Task.priority.desc(), Task.id)
    found = first.limit(ONE).subquery()
    columns = [found.c[each.key] for each in told]
    here = select(literal(at), *columns, Practice.time_zone, waiting)
    return here.join(Practice, Practice.id == found.c.practice_id)


async def standing(session: AsyncSession, user_id: UUID, now: datetime) -> Standing:
    """In one query, since every "work next" asks for it."""
    asked = {"me": user_id, "now": now, "else": EARLIEST}
    found = (await session.execute(STANDING, asked)).one()
    return Standing(tuple(found[0]), frozenset(map(Skill, found[1])), frozenset(found[2]), found[3])


async def is_taken(session: AsyncSession, task: Task, wanted: Wanted) -> bool:
    """Whether somebody else owns or has open another task of this task's account."""
    asked = {"account": task.account_id, "task": task.id, "me": wanted.me, "now": wanted.now}
    return bool(await session.scalar(TAKEN, asked))


async def most_urgent_first(session: AsyncSession, wanted: Wanted, teams: Sequence[UUID]) -> Sequence[UUID]:
    """The teams whose pool holds something for this person, by what waits first there."""
    firsts = [_first(each, wanted.in_pool(each)) for each in teams]
    found = await session.execute(union_all(*firsts), wanted.asked)
    return [row[0] for row in sorted(found, key=lambda row: -row[1])]


def _first(team_id: UUID, conditions: Sequence[Condition]) -> Select[UUID, int]:
    first = select(Task.priority).where(*conditions).order_by(Task.priority.desc(), Task.id).limit(ONE)
    found = first.subquery()
    return select(literal(team_id, Uuid), found.c.priority)


def guides(user_id: UUID | InstrumentedAttribute[UUID]) -> Select[str]:
    """The name of a team of theirs that works by "work next" alone; null: they may choose."""
    mine = select(func.min(Team.name)).join(TeamMember, TeamMember.team_id == Team.id)
    return mine.where(TeamMember.user_id == user_id, Team.guided, Team.active)
