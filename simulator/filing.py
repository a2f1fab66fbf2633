"""Whether a claim came too late for its payer, by the same published limits the desk works to."""

from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from rules.deadlines import Circumstances
from rules.errors import Unknown
from rules.filing import PlanFacts, Service, filing_deadline_for_claim
from rules.filing_limits import FilingLimit, PlanKind, parse_filing_limits
from rules.working_times import WorkingTimes, parse_working_times
from simulator.claims import SeenClaim
from simulator.payers import PayerCard

Dates = tuple[tuple[date | None, date | None], ...]  # first and last day of each line


@lru_cache(maxsize=4096)
def last_day(dates: Dates, card: PayerCard, today: date) -> date | None:
    """The last lawful day for a claim of these dates at this payer; None when they do not tell."""
    kind = PlanKind(card.plan_kind)
    plan = PlanFacts(card.program or "", card.state or "", kind, filing_rule=card.filing_rule)
    services = [Service(first, last or first) for first, last in dates if first]
    now = Circumstances(today, _working_times(today))
    try:
        return filing_deadline_for_claim(_filing_limits(), plan, services, now).legal
    except Unknown:
        return None


def is_late(claim: SeenClaim, card: PayerCard, received_on: date) -> bool:
    """Whether a claim received on this day came after its last lawful day."""
    dates = tuple((line.service_from, line.service_to) for line in claim.lines)
    last = last_day(dates, card, received_on)
    return last is not None and last < received_on


@cache
def _filing_limits() -> tuple[FilingLimit, ...]:
    return parse_filing_limits(_table("filing_limits.csv"))


@cache
def _working_times(on: date) -> WorkingTimes:
    return parse_working_times(_table("working_times.csv"), on)


def _table(name: str) -> str:
    return files("rules").joinpath("data", name).read_text(encoding="utf-8")
