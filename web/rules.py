"""The rule explainer: which filing rule gives which day, counted from any date, and who says so."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from models.rulebook import filing_limits, reviews, working_times
from rules.deadlines import Circumstances, FilingDeadline, explain_deadline
from rules.errors import Refusal
from web.pages import SignedIn

router = APIRouter(prefix="/rules")


@router.get("")
async def rules(page: SignedIn, rule: str = "", on: date | None = None) -> Response:
    """Every filing rule with its source; with a rule and a date, the reckoning step by step."""
    async with page.reading() as work:
        today = work.now.date()
    explained, problem = None, ""
    if rule:
        try:
            explained = _explain(rule, on or today, today)
        except Refusal as refusal:
            problem = str(refusal)
    facts: dict[str, Any] = {
        "limits": filing_limits(),
        "reviews": reviews(today),
        "rule": rule,
        "on": on or today,
    }
    shown: dict[str, Any] = {"explained": explained, "problem": problem, "today": today}
    return page.show("rules.html", here="/rules", **facts, **shown)


def _explain(rule: str, on: date, today: date) -> FilingDeadline:
    limits = filing_limits()
    anchors = {each.anchor: on for each in limits if rule in (each.rule_id, each.rule_group)}
    return explain_deadline(limits, rule, anchors, Circumstances(today, working_times(today)))
