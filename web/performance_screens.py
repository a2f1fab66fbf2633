"""The performance board as it is shown: two periods side by side, by person, team, site or kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from activities.performance import counted_since
from activities.transactions import Work
from models import performance, performance_boards
from models.performance_boards import OutcomeRow, Who
from models.performance_rows import Figure, Figured
from models.rulebook import performance_rules
from models.users import SYSTEM
from rules.errors import Unknown
from rules.performance import Period, Tally
from rules.tasks import TaskKind


class By(StrEnum):
    """What the rows are."""

    PERSON = "person"
    TEAM = "team"
    SITE = "site"
    KIND = "kind"


EVERYBODY = ""
NO_TEAM = "none"
NO_ROW = "There is no such row on the board."
ALL = (EVERYBODY, "Together")
Key = tuple[str, str]  # how a link names a row of the board, and what stands in it


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of the board; `before` is the period of the same length just before."""

    key: str
    name: str
    now: Tally
    before: Tally


@dataclass(frozen=True, slots=True)
class PerformanceBoard:
    """Everything on the board."""

    rows: Sequence[Compared]
    together: Compared
    outcomes: Sequence[OutcomeRow]
    counted_at: datetime | None
    counted_from: date | None  # days before are still being added up; None: nothing is missing


async def read_board(work: Work, period: Period, by: By) -> PerformanceBoard:
    """Eleven statements, however many people and days there are."""
    people = await performance_boards.everybody(work.session)
    now = await _tallies(work, period, by, people)
    before = await _tallies(work, period.before, by, people)
    keys = sorted(now.keys() | before.keys(), key=lambda key: (-now.get(key, Tally()).finished, key[1]))
    rows = [Compared(*key, now.get(key, Tally()), before.get(key, Tally())) for key in keys if key != ALL]
    everyone = Compared(*ALL, now[ALL], before[ALL])
    outcomes = await performance_boards.outcomes(work.session, period)
    counted_at = await performance.counted_at(work.session)
    gap = await performance.first_uncounted(work.session, SYSTEM, counted_since(work.now))
    counted_from = gap[1] + timedelta(days=1) if gap and period.before.first <= gap[1] else None
    return PerformanceBoard(rows, everyone, outcomes, counted_at, counted_from)


async def _tallies(work: Work, period: Period, by: By, people: Mapping[UUID, Who]) -> dict[Key, Tally]:
    """The sums by the key of each row; ALL is everything together."""
    rules = performance_rules(work.now.date())
    finished = await performance_boards.by_person_and_kind(work.session, period, rules)
    days = await performance_boards.days_worked(work.session, period)
    reviews = await performance_boards.reviewed(work.session, period)
    sums: dict[Key, Tally] = defaultdict(Tally)
    for who in finished.keys() | reviews.keys():
        whole = sum(finished.get(who, {}).values(), Tally())
        whole = replace(whole, person_days=days.get(who, 0)) + reviews.get(who, Tally())
        sums[ALL] += whole
        for key in _keys(by, people[who]):
            sums[key] += whole
        if by is By.KIND:
            for kind, tally in finished.get(who, {}).items():
                sums[kind, kind] += replace(tally, person_days=days.get(who, 0))
    sums[ALL] += Tally()
    return dict(sums)


def _keys(by: By, who: Who) -> Iterable[Key]:
    """In which rows this person's work stands; by kind it is no person's."""
    if by is By.PERSON:
        return [(str(who.id), who.name)]
    if by is By.TEAM:
        return [(str(team), name) for team, name in who.teams] or [(NO_TEAM, "No team")]
    return [(str(who.site[0]), who.site[1])] if by is By.SITE else []


def figured(
    figure: Figure, period: Period, by: By, of: str, outcome: str, people: Mapping[UUID, Who]
) -> tuple[Figured, str]:
    """What a link of the board means, and what its row is called. Raises Unknown for a row that is none."""
    if of == EVERYBODY:
        return Figured(figure, period, outcome=outcome), ALL[1]
    if by is By.KIND:
        if of not in set(TaskKind):
            raise Unknown(NO_ROW)
        return Figured(figure, period, kind=of, outcome=outcome), of
    theirs = {who.id: name for who in people.values() for key, name in _keys(by, who) if key == of}
    if not theirs:
        raise Unknown(NO_ROW)
    return Figured(figure, period, frozenset(theirs), outcome=outcome), next(iter(theirs.values()))
