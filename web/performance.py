"""Performance: what was finished over a period, how well, and how it was the period before."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from models.rulebook import performance_rules
from rules.access import Permission
from rules.errors import Conflict
from rules.performance import BASIS, EXCLUDED, FORMULAS, period_of
from web.pages import SignedIn
from web.performance_screens import By, read_board

router = APIRouter(prefix="/boards/performance")


@router.get("")
async def performance(
    page: SignedIn, first: date | None = None, last: date | None = None, by: By = By.PERSON
) -> Response:
    """Accounts a day, outcomes, first touch, minutes, rework and quality, by person, team, site or kind."""
    page.require(Permission.SEE_TEAM)
    problem = ""
    async with page.reading() as work:
        today = work.now.date()
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
