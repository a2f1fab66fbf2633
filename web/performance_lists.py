"""The list behind a number of the performance board as it is shown, with how the number is reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from activities.transactions import Work
from models import counted_rows, performance_rows
from models.listings import PAGE
from models.performance_rows import Figure, Figured
from models.rulebook import performance_rules
from rules.performance import Tally
from web.pages import Page
from web.paging import cut, cut_moments, moment


@dataclass(frozen=True, slots=True)
class Shown:
    """One page, what all of them come to, and what the number is a part of; `more` begins the next."""

    rows: Sequence[Any]
    count: int
    money: Decimal
    whole: Tally
    more: str


async def read_rows(page: Page, work: Work, of: Figured, after: str) -> Shown:
    """The newest first; four statements, or two for reviews. Raises Unknown for a place we did not seal."""
    if of.figure is Figure.REVIEWS:
        return await _reviews(page, work, of, after)
    rules = performance_rules(work.now.date())
    sums = await counted_rows.sums(work.session, of.part())
    whole = await performance_rows.whole(work.session, of, rules)
    found = await counted_rows.rows(work.session, of.part(), moment(page, after))
    rows, more = cut_moments(page, found)
    work.record("saw", "board:performance", tasks=[str(each.task_id) for each in rows])
    return Shown(rows, sums.tasks, sums.money, whole, more)


async def _reviews(page: Page, work: Work, of: Figured, after: str) -> Shown:
    whole = await performance_rows.reviewed(work.session, of)
    found = await performance_rows.reviews(work.session, of, moment(page, after))
    last = found[PAGE - 1] if len(found) > PAGE else None
    rows, more = cut(page, found, *((last.reviewed_at.isoformat(), last.id) if last else ()))
    return Shown(rows, whole.reviewed, Decimal(0), whole, more)
