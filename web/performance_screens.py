"""The performance board as it is shown: two periods side by side, by person, team, site or kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from activities.transactions import Work
from models import performance, performance_boards
from models.performance_boards import OutcomeRow, Who
from models.rulebook import performance_rules
from rules.performance import Period, Tally


class By(StrEnum):
    """What the rows are."""

    PERSON = "person"
    TEAM = "team"
    SITE = "site"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of the board; `before` is the period of the same length just before."""

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


async def read_board(work: Work, period: Period, by: By) -> PerformanceBoard:
    """Nine statements, however many people and days there are."""
    people = await performance_boards.everybody(work.session)
    now = await _tallies(work, period, by, people)
    before = await _tallies(work, period.before, by, people)
    names = sorted(now.keys() | before.keys(), key=lambda name: (-now.get(name, Tally()).finished, name))
    rows = [Compared(name, now.get(name, Tally()), before.get(name, Tally())) for name in names if name]
    everyone = Compared("Together", now[""], before[""])
    outcomes = await performance_boards.outcomes(work.session, period)
    return PerformanceBoard(rows, everyone, outcomes, await performance.counted_at(work.session))


async def _tallies(work: Work, period: Period, by: By, people: Mapping[UUID, Who]) -> dict[str, Tally]:
    """The sums by the name of each row; "" is everything together."""
    rules = performance_rules(work.now.date())
    finished = await performance_boards.by_person_and_kind(work.session, period, rules)
    days = await performance_boards.days_worked(work.session, period)
    reviews = await performance_boards.reviewed(work.session, period)
    sums: dict[str, Tally] = defaultdict(Tally)
    for who in finished.keys() | reviews.keys():
        whole = sum(finished.get(who, {}).values(), Tally())
        whole = replace(whole, person_days=days.get(who, 0)) + reviews.get(who, Tally())
        sums[""] += whole
        for name in _names(by, people[who]):
            sums[name] += whole
        if by is By.KIND:
            for kind, tally in finished.get(who, {}).items():
                sums[kind] += replace(tally, person_days=days.get(who, 0))
    sums[""] += Tally()
    return dict(sums)


def _names(by: By, who: Who) -> Iterable[str]:
    named: dict[By, Callable[[], Iterable[str]]] = {
        By.PERSON: lambda: (who.name,),
        By.TEAM: lambda: who.teams or ("No team",),
        By.SITE: lambda: (who.site,),
        By.KIND: lambda: (),
    }
    return named[by]()
