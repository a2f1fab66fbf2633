"""Who gets a task: dated rules tried from top to bottom, then the people of the team that is named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from rules.allocation_conditions import Conditions as Conditions
from rules.allocation_conditions import Facts as Facts
from rules.allocation_conditions import catches as catches
from rules.allocation_conditions import in_force as in_force
from rules.skills import Skill
from rules.tasks import SECOND_PERSON, TaskKind

A_DAY = Decimal(1)  # what one person can take in a day, the unit of a load


class How(StrEnum):
    """How a rule picks one person of its team."""

    LEAST_LOADED = "least loaded"
    STICKY = "sticky owner"
    ROUND = "round"
    POOL = "the team's pool"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person as a rule weighs them: `load` is open work in days of theirs, `today` what of it is due.

    A backlog of weeks makes nobody's day full: what is due today and what was just given to them does.
    """

    id: UUID
    name: str
    skills: frozenset[Skill] | None  # None: in no team, so nobody asks for skills
    practices: frozenset[UUID] | None  # None: all
    classes: frozenset[str] | None  # "<practice>/medicaid/TX", seen from where they work; None: all
    approves: bool
    is_absent: bool
    load: Decimal = Decimal(0)
    today: Decimal = Decimal(0)
    is_off: bool = False  # nothing is left of their hours today

    @property
    def busy(self) -> str:
        """What stands between them and more work today, in words after "who"; empty: there is room."""
        if self.today >= A_DAY:
            return "has a full day"
        return "is off for the rest of today" if self.is_off else ""

    def may_see(self, practice_id: UUID, access_class: str) -> bool:
        """The one answer to whether a task of this practice and class may be theirs."""
        works_there = self.practices is None or practice_id in self.practices
        return works_there and (self.classes is None or f"{practice_id}/{access_class}" in self.classes)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the list; exactly one of team and person is named."""

    id: UUID
    name: str
    conditions: Conditions
    how: How
    team_id: UUID | None
    user_id: UUID | None


class Hand(NamedTuple):
    """A person with a live task, and the team it was given to them in."""

    person_id: UUID
    team_id: UUID | None


@dataclass(frozen=True, slots=True)
class Account:
    """Who has the other live tasks of this patient's account, and who had the last finished one."""

    hands: tuple[Hand, ...] = ()  # more than one when skills, an absence or a person parted it
    team_id: UUID | None = None  # in whose pool one of them waits
    last_owner_id: UUID | None = None

    def with_task(self, person_id: UUID | None, team_id: UUID | None) -> "Account":
        """The same once this person, or nobody yet in this team, has one more of its tasks."""
        if person_id is None:
            return replace(self, team_id=self.team_id or team_id)
        if any(each.person_id == person_id for each in self.hands):
            return self
        return replace(self, hands=(*self.hands, Hand(person_id, team_id)))


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who can be given work; a team lists its people by name."""

    people: Mapping[UUID, Colleague]
    teams: Mapping[UUID, Sequence[UUID]]
    skills: Mapping[TaskKind, Skill | None]


@dataclass(frozen=True, slots=True)
class Given:
    """Where a task goes and why; no team and no person means Unallocated."""

    why: str
    rule_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None


UNCAUGHT = Given("No rule takes it.")


def may_have(task: Facts, person: Colleague, skills: Mapping[TaskKind, Skill | None]) -> bool:
    """Whether this person may see the task, was trained for it, and did not ask for it themselves."""
    needed = skills[task.kind]
    if task.kind in SECOND_PERSON and (not person.approves or task.requested_by == person.id):
        return False
    if not person.may_see(task.practice_id, task.access_class):
        return False
    return needed is None or person.skills is None or needed in person.skills


def allocate(
    task: Facts, rules: Iterable[Rule], staff: Staff, account: Account, last_given: Mapping[UUID, UUID]
) -> Given:
    """The first rule that takes the task and has somebody who may do it; `last_given` by rule, for rounds.

    An account stays together: who has its other live tasks gets this one too, unless they may not have it
    or the rule is one for climbed tasks. Whom a rule picks out of a team has room today, while anybody has.
    """
    for rule in rules:
        if catches(rule.conditions, task):
            given = _together(task, rule, staff, account) or _by(task, rule, staff, account, last_given)
            if given is not None:
                return given
    return UNCAUGHT


def _together(task: Facts, rule: Rule, staff: Staff, account: Account) -> Given | None:
    """One account, one owner: with a person, else with the team, that has its other tasks."""
    if rule.conditions.level_from:
        return None
    for person_id, team_id in account.hands:
        person = staff.people.get(person_id)
        if person and not person.is_absent and may_have(task, person, staff.skills):
            busy = f", and {person.busy}" if person.busy else ""
            return Given(f"{person.name} has this account already{busy}.", rule.id, team_id, person.id)
    waits = None if account.hands else account.team_id
    team = [staff.people[each] for each in staff.teams.get(waits, ())] if waits else []
    if any(may_have(task, each, staff.skills) for each in team):
        return Given(f"The account waits in this team already ({rule.name}).", rule.id, waits)
    return None


def _by(
    task: Facts, rule: Rule, staff: Staff, account: Account, last_given: Mapping[UUID, UUID]
) -> Given | None:
    """As the rule says; None when nobody it names may have the task."""
    named = staff.teams.get(rule.team_id, ()) if rule.team_id else [rule.user_id] if rule.user_id else ()
    people = [staff.people[each] for each in named if each in staff.people]
    able = [each for each in people if may_have(task, each, staff.skills)]
    if not able:
        return None
    here = [each for each in able if not each.is_absent]
    if rule.how is How.POOL or not here:
        if rule.team_id is None:
            return None  # the person is away: the next rule is asked
        return Given(f"Rule “{rule.name}”: the team's pool.", rule.id, rule.team_id)
    chosen, why = _choose(rule, here, account, last_given.get(rule.id))
    return Given(f"Rule “{rule.name}”: {why}.", rule.id, rule.team_id, chosen.id)


def _choose(
    rule: Rule, here: Sequence[Colleague], account: Account, last: UUID | None
) -> tuple[Colleague, str]:
    """One of those who are here, and why: never lost, and with somebody who has room where anybody has."""
    if rule.user_id is not None:
        busy = f", who {here[0].busy}" if here[0].busy else ""
        return here[0], f"for {here[0].name}{busy}"
    wanted, why = _pick(rule, here, here, account, last)
    if not wanted.busy:
        return wanted, why
    room = [each for each in here if not each.busy]
    if not room:
        least = _least(here)
        return least, f"nobody has room today, {least.name} has the least to do"
    chosen, why = _pick(rule, here, room, account, last)
    return chosen, f"{wanted.name} {wanted.busy}, {why}"


def _pick(
    rule: Rule, here: Sequence[Colleague], room: Sequence[Colleague], account: Account, last: UUID | None
) -> tuple[Colleague, str]:
    """One of `room` as the rule says; turns go round all who are here."""
    if rule.how is How.ROUND:
        in_turn = sorted(here, key=lambda each: (each.name, each.id))
        after = next((at for at, each in enumerate(in_turn, 1) if each.id == last), 0)
        chosen = next(each for each in (*in_turn[after:], *in_turn) if each in room)
        return chosen, f"{chosen.name}'s turn"
    if rule.how is How.STICKY:
        known = next((each for each in room if each.id == account.last_owner_id), None)
        if known is not None:
            return known, f"{known.name} knows this account"
    least = _least(room)
    return least, f"{least.name} has the least to do"


def _least(people: Sequence[Colleague]) -> Colleague:
    return min(people, key=lambda each: (each.load, each.name, each.id))


def compare(
    tasks: Iterable[Facts], before: Sequence[Rule], after: Sequence[Rule], staff: Staff
) -> Counter[tuple[UUID | None, UUID | None]]:
    """How many of these tasks another list of rules sends elsewhere: from and to a team, a person or nowhere.

    Each task stands alone: who has its account and who has how much to do plays no part.
    """
    moved: Counter[tuple[UUID | None, UUID | None]] = Counter()
    for task in tasks:
        here, there = (_place(allocate(task, rules, staff, Account(), {})) for rules in (before, after))
        if here != there:
            moved[here, there] += 1
    return moved


def _place(given: Given) -> UUID | None:
    return given.team_id or given.owner_id
