"""Which services need a referring or ordering provider, by plan and procedure range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.claim_facts import Range
from rules.filing_limits import PlanKind
from rules.tables import in_force, read_rows

TABLE = "referring_rules.csv"


@dataclass(frozen=True, slots=True)
class ReferringRule:
    """Procedures of this range need somebody who ordered or referred."""

    rule_id: str
    plan_kind: PlanKind
    procedures: Range
    effective_from: date | None
    effective_to: date | None
    source: str
    verified: bool
    checked_on: date | None

    @property
    def conflict(self) -> bool:
        return False


def parse_referring_rules(text: str) -> tuple[ReferringRule, ...]:
    """The rules in table order. Raises Unreadable naming line and column."""
    return tuple(
        ReferringRule(
            rule_id=row.text("rule_id"),
            plan_kind=row.read("plan_kind", PlanKind),
            procedures=(row.text("procedure_from"), row.text("procedure_to")),
            effective_from=row.day("effective_from"),
            effective_to=row.day("effective_to"),
            source=row.text("source"),
            verified=row.flag("verified"),
            checked_on=row.day("checked_on"),
        )
        for row in read_rows(text, TABLE)
    )


def referring_ranges(rules: Sequence[ReferringRule], plan_kind: str, on: date) -> tuple[Range, ...]:
    """The procedure ranges that need one under such a plan on that service date."""
    return tuple(
        rule.procedures
        for rule in rules
        if rule.plan_kind == plan_kind and in_force(rule.effective_from, rule.effective_to, on)
    )
