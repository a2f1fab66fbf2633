"""Performance: what was finished over a period, how well, and how it was the period before."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from activities.days import office_day
from models import performance_boards
from models.performance_rows import Figure
from models.rulebook import performance_rules
from rules.access import Permission
from rules.errors import Conflict
from rules.performance import BASIS, EXCLUDED, FORMULAS, period_of
from web.pages import SignedIn
from web.performance_lists import read_rows
from web.performance_screens import By, figured, read_board

router = APIRouter(prefix="/boards/performance")


@router.get("")
async def performance(
    page: SignedIn, first: date | None = None, last: date | None = None, by: By = By.PERSON
) -> Response:
    """Accounts a day, outcomes, first touch, minutes, rework and quality, by person, team, site or kind."""
    page.require(Permission.SEE_TEAM)
    problem = ""
    async with page.reading() as work:
        today = await office_day(work)
        try:
            period = period_of(first, last, today)
        except Conflict as conflict:
            period, problem = period_of(None, None, today), str(conflict)
        board = await read_board(work, period, by)
        rules = performance_rules(today)
    facts: dict[str, Any] = {"board": board, "period": period, "by": by, "ways": By, "problem": problem}
    facts |= {"formulas": FORMULAS, "basis": BASIS, "excluded": EXCLUDED, "rules": rules}
    status = 409 if problem else 200
    return page.show("performance.html", here="/boards/performance", status=status, today=today, **facts)


@router.get("/tasks")
async def behind(
    page: SignedIn,
    figure: Figure,
    first: date,
    last: date,
    by: By = By.PERSON,
    of: str = "",
    outcome: str = "",
    after: str = "",
) -> Response:
    """The finished tasks, or the reviews, behind one number of the board."""
    page.require(Permission.SEE_TEAM)
    async with page.reading() as work:
        today = await office_day(work)
        period = period_of(first, last, today)
        people = await performance_boards.everybody(work.session)
        meant, name = figured(figure, period, by, of, outcome, people)
        shown = await read_rows(page, work, meant, after)
    asked = {"figure": figure, "first": first, "last": last, "by": by, "of": of, "outcome": outcome}
    facts: dict[str, Any] = {"shown": shown, "meant": meant, "name": name, "asked": asked, "by": by}
    return page.show("performance_tasks.html", here="/boards/performance", today=today, **facts)
