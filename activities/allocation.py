"""Moving live tasks to a person, a team or whomever the rules choose, with a result for each row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from activities.actors import Actor
from activities.allocating import Dealing, deal, facts_of, tell_unallocated, write_down
from activities.bulk import among
from activities.next_task import CHOOSING, guided_by
from activities.receipts import first_time
from activities.taking_back import OF_A_TASK, kept, remember_task
from activities.transactions import Office, Work
from models import allocation, task_facts
from models.task_facts import TaskSeen, Which
from models.tasks import Task
from rules.access import Permission, Role, may, require
from rules.allocation import Colleague, Facts, Given, Staff, may_have
from rules.errors import Unknown
from rules.tasks import LIVE, TaskKind

BY_HAND = "Moved by hand."
BUSY = "Somebody is changing it right now: try again."


@dataclass(frozen=True, slots=True)
class ToPerson:
    """To one colleague."""

    id: UUID


@dataclass(frozen=True, slots=True)
class ToTeam:
    """Into a team's pool."""

    id: UUID


@dataclass(frozen=True, slots=True)
class ToRules:
    """To whomever today's rules choose; `without` is somebody who gets none of it."""

    without: UUID | None = None


@dataclass(frozen=True, slots=True)
class ToCover:
    """To whomever today's rules choose while this person is away; what no rule takes is Unallocated."""

    away: UUID


@dataclass(frozen=True, slots=True)
class Reassign:
    """Move these live tasks, or all that match, to somebody else."""

    key: UUID
    which: Which
    to: ToPerson | ToTeam | ToRules | ToCover
    why: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came, or would come, of one task; a name is empty for nobody and for no team."""

    task_id: UUID
    kind: TaskKind
    money: Decimal
    moved: bool
    owner_before: str
    team_before: str
    owner: str
    team: str
    words: str  # why there, or why it stays


@dataclass(frozen=True, slots=True)
class _Move:
    """One row with its decision; None: it stays where it is, and `why` says why."""

    row: TaskSeen
    task: Facts
    given: Given | None
    why: str


async def reassign(office: Office, actor: Actor, said: Reassign) -> list[Moved]:
    """Move tasks; each row says what came of it. Sent again with the same key, it changes nothing.

    Each can be taken back for a while (activities.moving_back). Raises NotAllowed for all that match or by
    rules without the right, Unknown for no such person or team.
    """
    async with office.begin(actor) as work:
        return await move(work, said) if await first_time(work, said.key, said) else []


async def move(work: Work, said: Reassign) -> list[Moved]:
    """What `reassign` does, within an act that asked for its key itself."""
    held = frozenset(await task_facts.lock(work.session, said.which))
    moves, names = await _decide(work, said, held)
    given = {each.row.id: each.given for each in moves if each.given}
    tasks = {each.row.id: each.task for each in moves}
    undo = await _remember(work, said.key, given)
    await write_down(work, given, tasks, versioned=True, undo=undo)
    told = {"why": said.why, "act": str(said.key)}
    for task_id, to in given.items():
        name = _name(names, to.owner_id) or _name(names, to.team_id)
        practice = tasks[task_id].practice_id
        work.record("reassigned", f"task:{task_id}", practice, **told, to_name=name)
    if isinstance(said.to, ToCover):
        await tell_unallocated(work, [tasks[each] for each, to in given.items() if to.rule_id is None])
    return [_told(each, names) for each in moves]


async def _remember(work: Work, act: UUID, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What each of these tasks keeps of the move: their seconds run from now, not from its beginning."""
    columns = [getattr(Task, name) for name in ("id", "version", *OF_A_TASK)]
    rows = (await work.session.execute(select(*columns).where(among(Task.id, ids)))).all()
    at = work.by_now()
    return {row.id: kept(work, act, at, row.version + 1, was=remember_task(row)) for row in rows}


async def preview_reassign(office: Office, actor: Actor, said: Reassign) -> list[Moved]:
    """What `reassign` would do now, row by row; nothing changes."""
    async with office.begin(actor) as work:
        return await would_move(work, said)


async def would_move(work: Work, said: Reassign) -> list[Moved]:
    """What `move` would do now."""
    moves, names = await _decide(work, said, None)
    return [_told(each, names) for each in moves]


async def _decide(
    work: Work, said: Reassign, held: frozenset[UUID] | None
) -> tuple[list[_Move], Mapping[UUID, str]]:
    """Where each task goes; `held` are those we have locked, None in a preview."""
    _may_ask(work, said)
    rows = await task_facts.read(work.session, said.which)
    tasks = {row.id: facts_of(work, row) for row in rows if row.state in LIVE}
    by_rules, without = _without(said.to)
    rules = await allocation.rules_on(work.session, work.now) if by_rules else []
    dealing = await deal(work, rules, tasks.values(), tasks, without)
    names = await allocation.names(work.session)
    choose = _chooser(said, dealing, names)
    guide, any_of_them = await guided_by(work), _moves_any(work, said.to)
    moves = []
    for row in rows:
        if row.id in tasks:
            stays = BUSY if held is not None and row.id not in held else ""
            stays = stays or ("" if any_of_them else _stays(work, row, guide))
            given = None if stays else choose(row, tasks[row.id])
            moves.append(_Move(row, tasks[row.id], *_unless_same(row, given, stays)))
    return moves, names


def _without(to: ToPerson | ToTeam | ToRules | ToCover) -> tuple[bool, UUID | None]:
    """Whether the rules choose, and who gets none of it."""
    if isinstance(to, ToCover):
        return True, to.away
    return (True, to.without) if isinstance(to, ToRules) else (False, None)


def _may_ask(work: Work, said: Reassign) -> None:
    by_name = isinstance(said.which, tuple) and isinstance(said.to, ToPerson | ToTeam)
    if not by_name and not _moves_any(work, said.to):
        require(Role(work.actor.role), Permission.TRANSFER_ANY)


def _moves_any(work: Work, to: ToPerson | ToTeam | ToRules | ToCover) -> bool:
    """Whether this actor may move anybody's work; who says who is away moves what they cannot do."""
    needed = Permission.MANAGE_TEAMS if isinstance(to, ToCover) else Permission.TRANSFER_ANY
    return work.actor.role == "system" or may(Role(work.actor.role), needed)


def _stays(work: Work, row: TaskSeen, guide: str | None) -> str:
    """Why this task may not be moved by this person now; empty when it may."""
    me = work.actor.id
    if row.owner_id not in (None, me):
        return "It belongs to somebody else: ask a supervisor to move it."
    if row.leased_by not in (None, me) and row.leased_until and row.leased_until > work.now:
        return "Somebody has it open."
    if guide and me not in (row.owner_id, row.leased_by):
        return CHOOSING.format(team=guide)
    return ""


Choose = Callable[[TaskSeen, Facts], Given | str]


def _chooser(said: Reassign, dealing: Dealing, names: Mapping[UUID, str]) -> Choose:
    """What decides on one task: a place, or the words for why there is none."""
    staff, to = dealing.staff, said.to
    if isinstance(to, ToPerson):
        person = staff.people.get(to.id)
        if person is None:
            raise Unknown("There is no such colleague, or they work no tasks.")
        return lambda row, task: _to_person(staff, person, row, task)
    if isinstance(to, ToTeam):
        if to.id not in staff.teams:
            raise Unknown("There is no such team.")
        return lambda _, task: _to_team(staff, to.id, task)
    if isinstance(to, ToCover):
        return lambda _, task: dealing.give(task)
    return lambda _, task: _by_rules(dealing, task)


def _to_person(staff: Staff, person: Colleague, row: TaskSeen, task: Facts) -> Given | str:
    if not person.may_see(task.practice_id, task.access_class):
        return f"{person.name} may not see it."
    if not may_have(task, person, staff.skills):
        return f"{person.name} is not trained for it, or asked for it."
    theirs = [team for team, members in staff.teams.items() if person.id in members]
    team = row.team_id if row.team_id in theirs else next(iter(theirs), None)
    return Given(BY_HAND, None, team, person.id)


def _to_team(staff: Staff, team_id: UUID, task: Facts) -> Given | str:
    if any(may_have(task, staff.people[each], staff.skills) for each in staff.teams[team_id]):
        return Given(BY_HAND, None, team_id)
    return "Nobody in this team may have it."


def _by_rules(dealing: Dealing, task: Facts) -> Given | str:
    given = dealing.give(task)
    return given if given.rule_id else "No rule takes it: it stays where it is."


def _unless_same(row: TaskSeen, given: Given | str | None, stays: str) -> tuple[Given | None, str]:
    if not isinstance(given, Given):
        return None, given or stays
    if (row.owner_id, row.team_id) == (given.owner_id, given.team_id):
        return None, "It is there already."
    return given, given.why


def _told(move: _Move, names: Mapping[UUID, str]) -> Moved:
    row, given = move.row, move.given
    owner, team = (given.owner_id, given.team_id) if given else (row.owner_id, row.team_id)
    return Moved(
        task_id=row.id,
        kind=row.kind,
        money=row.money,
        moved=given is not None,
        owner_before=_name(names, row.owner_id),
        team_before=_name(names, row.team_id),
        owner=_name(names, owner),
        team=_name(names, team),
        words=move.why,
    )


def _name(names: Mapping[UUID, str], of: UUID | None) -> str:
    return names.get(of, "") if of else ""
