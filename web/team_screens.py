"""The supervisors' board as it is shown: one reading of the numbers, added up every way it is looked at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from activities.staffing import OFFICE_ZONE
from activities.transactions import Work
from models import performance, team_board, team_people, workload
from models.rulebook import service_levels, task_weights
from models.team_board import Age, Heap, Picked
from models.team_people import Held, Member
from rules.service_levels import Kept, MeasuredIn, ServiceLevel
from rules.workload import Day, next_days, plan

K = TypeVar("K")
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Sum:
    """Overdue and due today, with the money that is overdue."""

    overdue: int = 0
    today: int = 0
    money: Decimal = NOTHING
    money_today: Decimal = NOTHING
    oldest: date | None = None

    def __add__(self, other: "Sum") -> "Sum":
        oldest = min((each for each in (self.oldest, other.oldest) if each), default=None)
        return Sum(
            self.overdue + other.overdue,
            self.today + other.today,
            self.money + other.money,
            self.money_today + other.money_today,
            oldest,
        )


def _sum(heap: Heap) -> Sum:
    if heap.age is Age.TODAY:
        return Sum(today=heap.count, money_today=heap.money)
    return Sum(overdue=heap.count, money=heap.money, oldest=heap.oldest)


def add_up(heaps: Iterable[Heap], by: Callable[[Heap], K]) -> dict[K, Sum]:
    """The heaps added up by owner, team, kind or age."""
    sums: dict[K, Sum] = defaultdict(Sum)
    for heap in heaps:
        sums[by(heap)] += _sum(heap)
    return dict(sums)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with what they have, did and passed over."""

    member: Member
    work: Sum
    aside: int
    done: int
    moved: Decimal
    skips: int
    held: Held | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One promise with how far it is kept and by whom it is missed: name, id, and how much was late."""

    level: ServiceLevel
    kept: Kept
    missed_by: Sequence[tuple[str, UUID | None, Decimal]]


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """Everything on the board."""

    total: Sum
    by_age: Mapping[Age, Sum]
    by_kind: Sequence[tuple[str, Sum]]
    by_team: Sequence[tuple[UUID | None, str, Sum]]
    people: Sequence[PersonRow]
    nobody: Sum
    aside_of_nobody: int
    levels: Sequence[LevelRow]
    counted_at: datetime | None
    days: Sequence[Day]
    teams: Sequence[tuple[UUID, str]]
    practices: Sequence[tuple[UUID, str]]


async def read_board(work: Work, picked: Picked) -> TeamBoard:
    """The board of one team or practice, or of everything the reader may see; thirteen statements."""
    session, now = work.session, work.now
    heaps = await team_board.heaps(session, picked, now)
    owners = add_up(heaps, lambda each: each.owner_id)
    aside = await team_people.aside(session)
    rows = await _people(work, picked, owners, aside)
    teams = await team_people.teams(session)
    names: dict[UUID | None, str] = {None: "No team", **dict(teams)}
    by_team = add_up(heaps, lambda each: each.team_id)
    by_kind = add_up(heaps, lambda each: each.kind.value)
    return TeamBoard(
        total=sum(owners.values(), Sum()),
        by_age=add_up(heaps, lambda each: each.age),
        by_kind=sorted(by_kind.items(), key=lambda each: -each[1].money),
        by_team=[(team, names.get(team, "A former team"), of) for team, of in by_team.items()],
        people=rows,
        nobody=owners.get(None, Sum()),
        aside_of_nobody=aside.get(None, 0),
        levels=await _levels(work, {each.member.id: each.member.name for each in rows}),
        counted_at=await performance.counted_at(session),
        days=await _days(work, picked, [each.member for each in rows]),
        teams=teams,
        practices=await team_people.practices(session),
    )


async def _people(
    work: Work, picked: Picked, owners: Mapping[UUID | None, Sum], aside: Mapping[UUID | None, int]
) -> list[PersonRow]:
    session, now = work.session, work.now
    done = await team_people.done_today(session, now)
    skips = await team_people.skips(session, now)
    held = await team_people.held(session, now)
    people = await team_people.members(session, now, picked.team, picked.practice)
    rows = [
        PersonRow(
            member=each,
            work=owners.get(each.id, Sum()),
            aside=aside.get(each.id, 0),
            done=done.get(each.id, (0, NOTHING))[0],
            moved=done.get(each.id, (0, NOTHING))[1],
            skips=skips.get(each.id, 0),
            held=held.get(each.id),
            is_here=each.last_seen is not None and each.last_seen > work.real_now - team_people.HERE,
        )
        for each in people
    ]
    return sorted(rows, key=lambda each: (-each.work.overdue, -each.work.today, each.member.name))


async def _levels(work: Work, names: Mapping[UUID, str]) -> list[LevelRow]:
    """How far each promise is kept: finished work from the days added up, open work from the tasks."""
    today = work.now.date()
    levels = service_levels(today)
    if not levels:
        return []
    since = today - timedelta(days=max(each.over_days for each in levels))
    finished = await performance.promises(work.session, since)
    opened = {kind: _morning_after(each.given_by(today)) for each in levels for kind in each.kinds}
    open_late = await performance.late(work.session, opened)
    rows = []
    for level in levels:
        late: dict[UUID | None, Decimal] = defaultdict(Decimal)
        in_time = everything = Decimal(0)
        for done in finished:
            if done.kind in level.kinds:
                all_of_it, kept = _measured(level, done.tasks, done.money, done.in_time, done.in_time_money)
                in_time, everything = in_time + kept, everything + all_of_it
                late[done.user_id] += all_of_it - kept
        waiting = Decimal(0)
        for task in open_late:
            if task.kind in level.kinds:
                amount, _ = _measured(level, task.tasks, task.money, 0, NOTHING)
                waiting, late[task.owner_id] = waiting + amount, late[task.owner_id] + amount
        missed = [
            (names.get(who, "Nobody") if who else "Nobody", who, amount) for who, amount in late.items()
        ]
        worst = sorted((each for each in missed if each[2]), key=lambda each: -each[2])
        rows.append(LevelRow(level, Kept(in_time, everything - in_time, waiting), worst[:5]))
    return rows


def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(OFFICE_ZONE))


def _measured(
    level: ServiceLevel, tasks: int, money: Decimal, in_time: int, in_time_money: Decimal
) -> tuple[Decimal, Decimal]:
    if level.measured_in is MeasuredIn.DOLLARS:
        return money, in_time_money
    return Decimal(tasks), Decimal(in_time)


async def _days(work: Work, picked: Picked, people: Sequence[Member]) -> list[Day]:
    days = next_days(work.now.date())
    weights = task_weights(work.now.date())
    loads = await workload.upcoming(work.session, days[-1], picked.team, picked.practice)
    there = frozenset(each.id for each in people)
    calendars = await workload.calendars(work.session, work.now, OFFICE_ZONE, there, weights)
    return plan(loads, calendars, days, weights)
