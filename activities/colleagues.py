"""To whom a task can be handed: who works for its practice, sees it from where they are, and was trained."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from activities.reach import reach
from activities.transactions import Work
from models.colleagues import ColleagueRow, workers_of
from models.rulebook import task_skills
from rules.access import Permission, Role, may
from rules.allocation import Colleague, Facts, may_have
from rules.skills import Skill
from rules.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class Receiver:
    """One person to whom it can go."""

    id: UUID
    name: str
    role: Role


class Handed(Protocol):
    """Whatever has these columns of a task."""

    @property
    def practice_id(self) -> UUID: ...
    @property
    def kind(self) -> TaskKind: ...
    @property
    def money(self) -> Decimal: ...
    @property
    def access_class(self) -> str: ...
    @property
    def requested_by(self) -> UUID | None: ...


def _facts(task: Handed) -> Facts:
    return Facts(
        task.practice_id,
        task.kind,
        task.money,
        access_class=task.access_class,
        requested_by=task.requested_by,
    )


async def receivers(work: Work, practice_id: UUID, tasks: Collection[Handed]) -> tuple[Receiver, ...]:
    """Who may have at least one of these tasks of a practice, by name, without whoever asks."""
    skills, facts = task_skills(work.now.date()), [_facts(each) for each in tasks]
    people = await workers_of(work.session, practice_id)
    seen = await _seen(work, practice_id, people)
    return tuple(
        Receiver(each.id, each.name, each.role)
        for each in people
        if each.id != work.actor.id
        and _has_one(_as_colleague(each, practice_id, seen[each.site.id]), facts, skills)
    )


def _has_one(person: Colleague, tasks: Iterable[Facts], skills: Mapping[TaskKind, Skill | None]) -> bool:
    return any(may_have(task, person, skills) for task in tasks)


async def why_not(work: Work, task: Handed, user_id: UUID) -> str:
    """Why this person may not have the task, in words after their name; empty: they may."""
    people = {each.id: each for each in await workers_of(work.session, task.practice_id)}
    person = people.get(user_id)
    if person is None:
        return "works no tasks of this practice"
    seen = await _seen(work, task.practice_id, [person])
    colleague = _as_colleague(person, task.practice_id, seen[person.site.id])
    if not colleague.may_see(task.practice_id, task.access_class):
        return "may not see this task from where they work"
    if not may_have(_facts(task), colleague, task_skills(work.now.date())):
        return "is not trained for it, or may not decide it"
    return ""


async def _seen(
    work: Work, practice_id: UUID, people: Sequence[ColleagueRow]
) -> Mapping[UUID, frozenset[str] | None]:
    """By site what is seen of the practice there; None: everything."""
    sites = {each.site.id: each.site for each in people}
    return {site_id: await reach(work, site, [practice_id]) for site_id, site in sites.items()}


def _as_colleague(row: ColleagueRow, practice_id: UUID, classes: frozenset[str] | None) -> Colleague:
    return Colleague(
        id=row.id,
        name=row.name,
        skills=row.skills,
        practices=frozenset({practice_id}),
        classes=classes,
        approves=may(row.role, Permission.APPROVE_WRITE_OFF),
        is_absent=False,
    )
