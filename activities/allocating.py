"""Tasks find their people: the rules of today tried on each one, loads and accounts kept as they fill."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from activities import bulk
from activities.alerts import raise_alert
from activities.staffing import Roster, roster, with_loads
from activities.transactions import Work
from models import allocation, task_facts
from models.task_facts import TaskSeen
from models.tasks import Task
from rules.access import Permission
from rules.alerts import AlertKind
from rules.allocation import Account, Facts, Given, Rule, Staff, allocate, catches, may_have
from rules.tasks import LIVE

TOGETHER = text(
    "select pg_advisory_xact_lock(hashtextextended(account, 7))"
    " from (select unnest(cast(:ids as text[])) account order by 1) sorted"
)  # two tasks of one account are never given at the same moment
BOARD = "board:unallocated"


@dataclass(slots=True)
class Dealing:
    """Tasks being given one after another: who has how much, and who has which account, so far."""

    rules: Sequence[Rule]
    known: Roster
    staff: Staff
    accounts: dict[UUID, Account]
    last: dict[UUID, UUID]

    def give(self, task: Facts) -> Given:
        """As the rules say; the next task sees what this one changed."""
        given = allocate(task, self.rules, self.staff, self.account_of(task), self.last)
        self.note(task, given)
        return given

    def account_of(self, task: Facts) -> Account:
        return self.accounts.get(task.account_id, Account()) if task.account_id else Account()

    def note(self, task: Facts, given: Given) -> None:
        """The task went there."""
        if task.account_id and (given.owner_id or given.team_id):
            account = self.account_of(task).with_task(given.owner_id, given.team_id)
            self.accounts[task.account_id] = account
        if given.owner_id is None:
            return
        if given.rule_id is not None:
            self.last[given.rule_id] = given.owner_id
        person = self.staff.people[given.owner_id]
        weight = self.known.weights.kinds[task.kind] / self.known.capacities[given.owner_id]
        fuller = replace(person, load=person.load + weight, today=person.today + weight)
        people = {**self.staff.people, person.id: fuller}
        self.staff = replace(self.staff, people=people)


def facts_of(work: Work, row: TaskSeen) -> Facts:
    """A row of models.task_facts as the rules see it."""
    today = work.today(row.time_zone)
    category = row.detail.get("category")
    return Facts(
        practice_id=row.practice_id,
        kind=row.kind,
        money=row.money,
        payer_id=row.payer_id,
        program=row.program,
        state=row.payer_state or row.practice_state,
        category=str(category) if category else None,
        language=row.language,
        age=(today - row.service_on).days if row.service_on else None,
        level=row.level,
        account_id=row.account_id,
        access_class=row.access_class,
        requested_by=row.requested_by,
    )


async def deal(
    work: Work,
    rules: Sequence[Rule],
    tasks: Collection[Facts],
    leaving: Collection[UUID],
    without: UUID | None = None,
) -> Dealing:
    """Ready to give these tasks; `leaving` are their ids, `without` is somebody who gets none."""
    known = await roster(work)
    hit = [rule for rule in rules if any(catches(rule.conditions, task) for task in tasks)]
    ids = {task.account_id for task in tasks if task.account_id}
    accounts = await task_facts.accounts(work.session, ids, leaving, work.now)
    staff = await with_loads(work, known, _in_question(known.staff, hit, accounts.values()))
    if without is not None and without in staff.people:
        away = replace(staff.people[without], is_absent=True)
        staff = replace(staff, people={**staff.people, away.id: away})
    last = await task_facts.last_given(work.session, [rule.id for rule in hit])
    return Dealing(rules, known, staff, accounts, last)


def _in_question(staff: Staff, hit: Sequence[Rule], accounts: Iterable[Account]) -> set[UUID]:
    """Whom these rules may pick, and who has the accounts."""
    named = {each for rule in hit for each in (staff.teams.get(rule.team_id, ()) if rule.team_id else ())}
    named |= {rule.user_id for rule in hit if rule.user_id}
    return named | {hand.person_id for each in accounts for hand in each.hands} if hit else set()


async def allocate_new(work: Work, ids: Sequence[UUID]) -> None:
    """Give these new tasks to whom today's rules say; without rules they stay everybody's."""
    rules = await allocation.rules_on(work.session, work.now) if ids else []
    if not rules:
        return
    rows = await task_facts.read(work.session, tuple(ids))
    tasks = {row.id: facts_of(work, row) for row in rows if row.owner_id is None}
    accounts = [str(task.account_id) for task in tasks.values() if task.account_id]
    if accounts:
        await work.session.execute(TOGETHER, {"ids": accounts})
    dealing = await deal(work, rules, tasks.values(), tasks)
    given = {task_id: dealing.give(task) for task_id, task in tasks.items()}
    await write_down(work, given, tasks, versioned=False)
    await tell_unallocated(work, [tasks[each] for each, found in given.items() if found.rule_id is None])


async def allocate_waiting(work: Work, ids: Sequence[UUID]) -> int:
    """Tasks whose patient the rules see with other eyes now: those in nobody's hand go where they belong.

    Gives how many moved; an open page of one becomes old.
    """
    rules = await allocation.rules_on(work.session, work.now) if ids else []
    if not rules:
        return 0
    rows = await task_facts.read(work.session, tuple(await task_facts.lock(work.session, tuple(ids))))
    waiting = [row for row in rows if row.state in LIVE and row.owner_id is None and not _is_held(work, row)]
    tasks = {row.id: facts_of(work, row) for row in waiting}
    dealing = await deal(work, rules, tasks.values(), tasks)
    dealt = {row.id: (row.team_id, dealing.give(tasks[row.id])) for row in waiting}
    given = {each: to for each, (team, to) in dealt.items() if (to.owner_id, to.team_id) != (None, team)}
    await write_down(work, given, tasks, versioned=True)
    await tell_unallocated(work, [tasks[each] for each, to in given.items() if to.rule_id is None])
    return len(given)


def _is_held(work: Work, row: TaskSeen) -> bool:
    return row.leased_by is not None and row.leased_until is not None and row.leased_until > work.now


async def allocate_again(work: Work, ids: Sequence[UUID]) -> int:
    """Tasks that climbed, or whose person is away or gone: whoever cannot do it now gives it up.

    Gives how many moved. A rule about climbed tasks moves them even from somebody who is here.
    """
    await work.session.flush()
    rules = await allocation.rules_on(work.session, work.now) if ids else []
    rows = await task_facts.read(work.session, tuple(ids)) if ids else []
    tasks = {row.id: facts_of(work, row) for row in rows if row.state in LIVE}
    dealing = await deal(work, rules, tasks.values(), tasks)
    given = {}
    for row in rows:
        if row.id in tasks and _moves(dealing, row.owner_id, tasks[row.id]):
            found = dealing.give(tasks[row.id])
            if (found.owner_id, found.team_id) != (row.owner_id, row.team_id):
                given[row.id] = found
    await write_down(work, given, tasks, versioned=True)
    await tell_unallocated(work, [tasks[each] for each, to in given.items() if rules and to.rule_id is None])
    await bulk.refresh(work.session, Task, given)
    return len(given)


def _moves(dealing: Dealing, owner_id: UUID | None, task: Facts) -> bool:
    """Whether this task leaves whoever has it: they cannot do it now, or a rule moves what climbed."""
    upward = (rule for rule in dealing.rules if rule.conditions.level_from)
    if any(catches(rule.conditions, task) for rule in upward):
        return True
    person = dealing.staff.people.get(owner_id) if owner_id else None
    able = person is not None and not person.is_absent and may_have(task, person, dealing.staff.skills)
    return owner_id is not None and not able


async def write_down(
    work: Work,
    given: dict[UUID, Given],
    tasks: dict[UUID, Facts],
    *,
    versioned: bool,
    undo: Mapping[UUID, dict[str, Any]] | None = None,
) -> None:
    """Put owners and teams into the tasks and say so in the trail; `versioned`: open pages become old.

    `undo` is what each task remembers, where the move may be taken back.
    """
    rows: list[bulk.Row] = [(each, *_columns(to)) for each, to in given.items()]
    columns: tuple[str, ...] = ("owner_id", "team_id", "allocation_rule_id", "leased_by", "leased_until")
    if undo is not None:
        rows = [(*row, json.dumps(undo[row[0]])) for row in rows]
        columns = (*columns, "undo")
    if rows:
        await bulk.update(work.session, "task", columns, rows, versioned)
    for task_id, to in given.items():
        told = {"to": str(to.owner_id or ""), "team": str(to.team_id or ""), "rule": str(to.rule_id or "")}
        work.record("allocated", f"task:{task_id}", tasks[task_id].practice_id, because=to.why, **told)
        work.ring_task(task_id)


def _columns(to: Given) -> bulk.Row:
    return (to.owner_id, to.team_id, to.rule_id, None, None)


async def tell_unallocated(work: Work, left: Sequence[Facts]) -> None:
    """Those who manage teams hear that tasks belong to nobody."""
    for practice_id in sorted({each.practice_id for each in left}):
        told = "No rule takes some new tasks: they wait in Unallocated."
        everyone = Permission.MANAGE_TEAMS
        await raise_alert(work, AlertKind.UNALLOCATED, BOARD, practice_id, to=everyone, told=told)
