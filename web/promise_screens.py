"""What the office promised as it is shown: how far each promise is kept, who misses it, and which tasks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from activities.days import office_day
from activities.staffing import OFFICE_ZONE
from activities.transactions import Work
from models import counted_rows, promises, team_board, team_people
from models.rulebook import service_levels
from models.team_board import NOBODY, Picked
from rules.errors import Unknown
from rules.service_levels import Kept, MeasuredIn, ServiceLevel
from web.pages import Page
from web.paging import cut_moments, cut_tasks, moment, task_place

NOTHING = Decimal("0.00")
WORST = 5


@dataclass(frozen=True, slots=True)
class MissedBy:
    """Somebody with how much of a promise was late; `owner` as a link names them."""

    name: str
    owner: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One promise with how far it is kept and by whom it is missed most."""

    level: ServiceLevel
    kept: Kept
    missed_by: Sequence[MissedBy]


def level_named(name: str, today: date) -> ServiceLevel:
    """The promise of this name in force today. Raises Unknown."""
    found = next((each for each in service_levels(today) if each.name == name), None)
    if found is None:
        raise Unknown("There is no such promise.")
    return found


def given_before(level: ServiceLevel, today: date) -> datetime:
    """What was given before this moment and is still open is late."""
    return datetime.combine(level.given_by(today) + timedelta(days=1), time(0), ZoneInfo(OFFICE_ZONE))


async def read_levels(work: Work, picked: Picked) -> list[LevelRow]:
    """How far each promise is kept: finished work from the days added up, open work from the tasks."""
    today = await office_day(work)
    levels = service_levels(today)
    if not levels:
        return []
    given = [(level, given_before(level, today)) for level in levels]
    finished = await promises.finished(work.session, levels, today, picked)
    late = await promises.late(work.session, given, picked)
    ids = {each.user_id for each in finished} | {each.owner_id for each in late if each.owner_id}
    names = await team_people.names(work.session, ids)
    return [_level(each, finished, late, names) for each in levels]


def _level(
    level: ServiceLevel,
    finished: Sequence[promises.Finished],
    late: Sequence[promises.Late],
    names: dict[UUID, str],
) -> LevelRow:
    in_time = too_late = waiting = Decimal(0)
    missed: dict[UUID | None, Decimal] = defaultdict(Decimal)
    for each in finished:
        if each.kind in level.kinds:
            kept = _measured(level, each.in_time, each.in_time_money)
            over = _measured(level, each.tasks, each.money) - kept
            in_time, too_late = in_time + kept, too_late + over
            missed[each.user_id] += over
    for task in late:
        if task.kind in level.kinds:
            amount = _measured(level, task.tasks, task.money)
            waiting, missed[task.owner_id] = waiting + amount, missed[task.owner_id] + amount
    by = [
        MissedBy(names.get(who, "A former colleague") if who else "Nobody", str(who or NOBODY), amount)
        for who, amount in missed.items()
        if amount
    ]
    worst = sorted(by, key=lambda each: (-each.amount, each.name))
    return LevelRow(level, Kept(in_time, too_late, waiting), worst[:WORST])


def _measured(level: ServiceLevel, tasks: int, money: Decimal) -> Decimal:
    return money if level.measured_in is MeasuredIn.DOLLARS else Decimal(tasks)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the tasks behind a number, and what all come to; `more` is where the next one begins."""

    rows: Sequence[Any]
    count: int
    money: Decimal
    more: str


async def finished_part(
    page: Page, work: Work, level: ServiceLevel, picked: Picked, after: str, *, in_time: bool
) -> Part:
    """The finished tasks that kept the promise, or missed it; the newest first."""
    asked = promises.finished_of(level, await office_day(work), picked, in_time=in_time)
    sums = await counted_rows.sums(work.session, asked)
    rows, more = cut_moments(page, await counted_rows.rows(work.session, asked, moment(page, after)))
    return Part(rows, sums.tasks, sums.money, more)


async def open_part(page: Page, work: Work, level: ServiceLevel, picked: Picked, after: str) -> Part:
    """The open tasks that are past the promise; the most urgent first."""
    asked = promises.open_of(level, given_before(level, await office_day(work)), picked)
    count, money = await team_board.total(work.session, asked)
    rows, more = cut_tasks(page, await team_board.rows(work.session, asked, task_place(page, after)))
    return Part(rows, count, money, more)
