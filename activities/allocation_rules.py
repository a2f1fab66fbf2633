"""The list of allocation rules: written, put in order, tried on past tasks, switched on and off."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from activities.actors import Actor
from activities.allocating import facts_of
from activities.one_row import locked
from activities.staffing import roster
from activities.transactions import Office, Work
from models import allocation, task_facts
from models.allocation import AllocationRule
from models.base import new_id
from rules.access import Permission, Role, require
from rules.allocation import Conditions, How, compare
from rules.errors import Conflict, Refusal, Stale, Unknown

TRIED_ON = timedelta(days=30)
NEWEST = 20_000  # tasks that a trial looks at, the newest first


@dataclass(frozen=True, slots=True)
class SaveRule:
    """A rule as it shall be; no id: a new one at the end of the list, switched off."""

    rule_id: UUID | None
    version: int
    name: str
    conditions: Conditions
    how: How
    team_id: UUID | None
    user_id: UUID | None
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done with past tasks: how many, how many elsewhere, and from where to where."""

    looked_at: int
    moved: int
    table: list[tuple[str, str, int]]  # from, to, tasks: most first


async def save_rule(office: Office, actor: Actor, said: SaveRule) -> UUID:
    """Write a rule down. Raises NotAllowed, Unknown, Refusal for half a rule, Stale for an old page."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    _check(said)
    async with office.begin(actor) as work:
        rule = await _one(work, said.rule_id, said.version) if said.rule_id else await _new(work)
        rule.name, rule.how = said.name.strip(), said.how
        rule.conditions = said.conditions.model_dump(mode="json", exclude_defaults=True)
        rule.team_id, rule.user_id = said.team_id, said.user_id
        rule.effective_from, rule.effective_to = said.effective_from, said.effective_to
        work.session.add(rule)
        await work.session.flush()
        told = {"conditions": rule.conditions, "how": said.how, "from": str(said.effective_from)}
        work.record("wrote an allocation rule", f"rule:{rule.id}", detail=told)
    return rule.id


async def switch_on(office: Office, actor: Actor, rule_id: UUID, version: int) -> None:
    """From now on the rule is tried. Raises NotAllowed, Unknown or Stale."""
    await _switch(office, actor, rule_id, version, active=True)


async def switch_off(office: Office, actor: Actor, rule_id: UUID, version: int) -> None:
    """The rule rests; tasks it gave stay where they are. Raises NotAllowed, Unknown or Stale."""
    await _switch(office, actor, rule_id, version, active=False)


async def _switch(office: Office, actor: Actor, rule_id: UUID, version: int, *, active: bool) -> None:
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    async with office.begin(actor) as work:
        rule = await _one(work, rule_id, version)
        rule.active = active
        work.record("switched on" if active else "switched off", f"rule:{rule_id}")


async def move_up(office: Office, actor: Actor, rule_id: UUID) -> None:
    """Try the rule before the one above it. Raises NotAllowed, Unknown or Conflict at the top."""
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    async with office.begin(actor) as work:
        ordered = select(AllocationRule).order_by(AllocationRule.position, AllocationRule.id)
        rules = list(await work.session.scalars(ordered.with_for_update()))
        at = next((at for at, rule in enumerate(rules) if rule.id == rule_id), None)
        if at is None:
            raise Unknown("There is no such rule.")
        if at == 0:
            raise Conflict("It is the first one already.")
        rules[at - 1], rules[at] = rules[at], rules[at - 1]
        for position, rule in enumerate(rules, 1):
            rule.position = position
        work.record("moved up", f"rule:{rule_id}", position=at)


async def try_rule(office: Office, actor: Actor, rule_id: UUID) -> Trial:
    """The tasks of the last 30 days with this rule in its place, against the list without it.

    Raises NotAllowed or Unknown. Nothing changes.
    """
    require(Role(actor.role), Permission.MANAGE_TEAMS)
    async with office.begin(actor) as work:
        if await work.session.get(AllocationRule, rule_id) is None:
            raise Unknown("There is no such rule.")
        rules = await allocation.rules_on(work.session, work.now, also=rule_id)
        rows = await task_facts.since(work.session, work.now - TRIED_ON, NEWEST)
        known = await roster(work)
        names = await allocation.names(work.session)
        without = [rule for rule in rules if rule.id != rule_id]
        found = compare([facts_of(work, row) for row in rows], without, rules, known.staff)
    table = Counter({(_place(a, names), _place(b, names)): count for (a, b), count in found.items()})
    rows_of = [(before, after, count) for (before, after), count in table.most_common()]
    return Trial(len(rows), sum(table.values()), rows_of)


def _place(of: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(of, "") if of else "Unallocated"


def _check(said: SaveRule) -> None:
    if not said.name.strip():
        raise Refusal("A rule needs a name.").about("name")
    if (said.team_id is None) == (said.user_id is None):
        raise Refusal("A rule names one team or one person.").about("to")
    if said.effective_to is not None and said.effective_to < said.effective_from:
        raise Refusal("A rule ends after it begins.").about("effective_to")


async def _new(work: Work) -> AllocationRule:
    last = await work.session.scalar(select(func.coalesce(func.max(AllocationRule.position), 0)))
    return AllocationRule(id=new_id(), position=(last or 0) + 1, active=False)


async def _one(work: Work, rule_id: UUID, version: int) -> AllocationRule:
    rule = await locked(work, AllocationRule, rule_id, "There is no such rule.")
    if rule.version != version:
        raise Stale("Somebody else changed this rule: here it is as it stands now.")
    return rule
