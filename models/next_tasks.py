"""Which tasks wait for one person: their own, their teams' pools, or nobody's while they are in no team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.tasks import Task
from models.teams import Team, TeamMember
from rules.skills import Skill
from rules.tasks import LIVE, SECOND_PERSON, TaskKind

STANDING = text("""
select
  array(select team_id from team_member join team on team.id = team_id where user_id = :me and team.active),
  array(select skill from person_skill where user_id = :me),
  array(select task_id from task_skip where user_id = :me and at >= :midnight)
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """The teams somebody is in, what they were trained for, and the tasks they passed over today."""

    teams: tuple[UUID, ...]
    skills: frozenset[Skill]
    skipped: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a task waits for somebody, and the priority of the first; no team: it is their own."""

    team_id: UUID | None
    best: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks for the next task, and what it must be."""

    me: UUID
    now: datetime
    approves: bool
    kinds: frozenset[TaskKind] | None = None
    narrow: Sequence[ColumnElement[bool]] = ()
    but_not: frozenset[UUID] = frozenset()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Live, awake, in nobody else's hands, and none of `but_not`."""
        awake = or_(Task.snoozed_until.is_(None), Task.snoozed_until <= self.now.date())
        lapsed = or_(Task.leased_until.is_(None), Task.leased_until < self.now)
        found = [Task.state.in_(LIVE), awake, or_(lapsed, Task.leased_by == self.me), *self.narrow]
        if self.but_not:
            found.append(Task.id.not_in(self.but_not))
        if self.kinds is not None:
            found.append(Task.kind.in_(self.kinds))
        if self.approves:
            found.append(or_(Task.requested_by.is_(None), Task.requested_by != self.me))
        else:
            found.append(Task.kind.not_in(SECOND_PERSON))
        return found

    def in_pool(self, team_id: UUID) -> list[ColumnElement[bool]]:
        """Nobody's yet in this team, and no task of its account is in somebody else's hands."""
        return [
            *self.conditions(),
            Task.team_id == team_id,
            Task.owner_id.is_(None),
            ~self._account_is_taken(),
        ]

    def _account_is_taken(self) -> ColumnElement[bool]:
        other = aliased(Task)
        owned = and_(other.owner_id.is_not(None), other.owner_id != self.me)
        held = and_(other.leased_by != self.me, other.leased_until > self.now)
        same = select(other.id).where(other.account_id == Task.account_id, other.id != Task.id)
        return same.where(other.state.in_(LIVE), or_(owned, held)).exists()

    def own(self) -> list[ColumnElement[bool]]:
        """Given to this person by name."""
        return [*self.conditions(), Task.owner_id == self.me]

    def anybodys(self) -> list[ColumnElement[bool]]:
        """Of a person without a team: their own and what neither a person nor a team has."""
        nobodys = and_(Task.owner_id.is_(None), Task.team_id.is_(None))
        return [*self.conditions(), or_(nobodys, Task.owner_id == self.me)]


def best(conditions: Sequence[ColumnElement[bool]]) -> Select[Task]:
    """The first of these that nobody else is taking at this moment, locked."""
    first = select(Task).where(*conditions).order_by(Task.priority.desc(), Task.id).limit(1)
    return first.with_for_update(skip_locked=True, of=Task)


async def standing(session: AsyncSession, user_id: UUID, now: datetime) -> Standing:
    """In one query, since every "work next" asks for it."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = (await session.execute(STANDING, {"me": user_id, "midnight": midnight})).one()
    return Standing(tuple(found[0]), frozenset(map(Skill, found[1])), frozenset(found[2]))


async def sources(session: AsyncSession, wanted: Wanted, teams: Sequence[UUID]) -> list[Source]:
    """Where something waits for this person, the most urgent first; their own before a pool's."""
    parts = [_first(literal(None, Uuid), wanted.own())]
    parts += [_first(literal(each, Uuid), wanted.in_pool(each)) for each in teams]
    rows = await session.execute(union_all(*parts))
    return sorted((Source(*row) for row in rows), key=lambda each: (-each.best, each.team_id is not None))


def _first(
    team: ColumnElement[UUID | None], conditions: Sequence[ColumnElement[bool]]
) -> Select[UUID | None, int]:
    first = select(Task.priority).where(*conditions).order_by(Task.priority.desc(), Task.id).limit(1)
    found = first.subquery()
    return select(team, found.c.priority)


def guides(user_id: UUID | InstrumentedAttribute[UUID]) -> Select[str]:
    """The name of a team of theirs that works by "work next" alone; null: they may choose."""
    mine = select(func.min(Team.name)).join(TeamMember, TeamMember.team_id == Team.id)
    return mine.where(TeamMember.user_id == user_id, Team.guided, Team.active)
