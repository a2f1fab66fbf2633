"""The supervisors' board as it is shown: one reading of the numbers, added up every way it is looked at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from activities.days import office_day
from activities.staffing import OFFICE_ZONE
from activities.transactions import Work
from models import performance, team_board, team_people, workload
from models.rulebook import task_weights
from models.team_board import Age, Heap, Picked
from models.team_people import Held, Member
from rules.workload import Day, next_days, plan
from web.promise_screens import LevelRow, read_levels

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
    everybody: Sequence[Member]  # whoever could be chosen, whatever the board is narrowed to
    teams: Sequence[tuple[UUID, str]]
    practices: Sequence[tuple[UUID, str]]


async def read_board(work: Work, picked: Picked) -> TeamBoard:
    """The board of one team, practice, person or kind, or of everything the reader may see."""
    session, now = work.session, work.now
    heaps = await team_board.heaps(session, picked, now)
    owners = add_up(heaps, lambda each: each.owner_id)
    everybody = await team_people.members(session, now, picked.team, picked.practice)
    people = [each for each in everybody if picked.owner in (None, each.id) and not picked.nobody]
    aside = await team_people.aside(session, picked)
    teams = await team_people.teams(session)
    names: dict[UUID | None, str] = {None: "No team", **dict(teams)}
    by_team = add_up(heaps, lambda each: each.team_id)
    by_kind = add_up(heaps, lambda each: each.kind.value)
    return TeamBoard(
        total=sum(owners.values(), Sum()),
        by_age=add_up(heaps, lambda each: each.age),
        by_kind=sorted(by_kind.items(), key=lambda each: -each[1].money),
        by_team=[(team, names.get(team, "A former team"), of) for team, of in by_team.items()],
        people=await _people(work, picked, people, owners, aside),
        nobody=owners.get(None, Sum()),
        aside_of_nobody=aside.get(None, 0),
        levels=await read_levels(work, picked),
        counted_at=await performance.counted_at(session),
        days=await _days(work, picked, people),
        everybody=everybody,
        teams=teams,
        practices=await team_people.practices(session),
    )


async def _people(
    work: Work,
    picked: Picked,
    people: Sequence[Member],
    owners: Mapping[UUID | None, Sum],
    aside: Mapping[UUID | None, int],
) -> list[PersonRow]:
    session, now = work.session, work.now
    done = await team_people.done_today(session, now, picked)
    skips = await team_people.skips(session, now, picked)
    held = await team_people.held(session, now)
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


async def _days(work: Work, picked: Picked, people: Sequence[Member]) -> list[Day]:
    today = await office_day(work)
    days, weights = next_days(today), task_weights(today)
    loads = await workload.upcoming(work.session, days[-1], picked)
    there = frozenset(each.id for each in people)
    calendars = await workload.calendars(work.session, work.now, OFFICE_ZONE, there, weights)
    return plan(loads, calendars, days, weights)
