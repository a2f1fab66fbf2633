"""Money outside claims (PLB): which account each reason moves, and which ones a person must look into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.ledger import Account, Leg
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "provider_adjustments.csv"


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """One reason: its account, whether a person reviews it, and our words for it."""

    reason: str
    account: Account
    needs_review: bool
    words: str
    source: str


def unknown(reason: str) -> ReasonRule:
    """A reason nobody described: it stays between us and the payer until a letter explains it."""
    return ReasonRule(reason, Account.PAYER, True, "Reason not described", "")


def parse_reason_rules(text: str, on: date) -> Mapping[str, ReasonRule]:
    """The reasons in force on that day. Raises Unreadable with the line to blame."""
    return {
        row.text("reason"): ReasonRule(
            row.text("reason"),
            row.read("account", Account),
            row.flag("review"),
            row.text("words"),
            row.text("source"),
        )
        for row in read_rows(text, TABLE)
        if row.governs(on)
    }


@dataclass(frozen=True, slots=True)
class ProviderPosting:
    """The two legs of one PLB amount, and what a person is asked about it; empty: nothing."""

    legs: tuple[Leg, Leg]
    kind: TaskKind | None
    ask: str


def post_provider_adjustment(rule: ReasonRule, amount: Decimal, segment: int) -> ProviderPosting:
    """A positive amount takes away from the payment (Dr account, Cr Cash), a negative one adds to it.

    Source: 005010X221A1, PLB. The amount decides, not the reason's usual sign.
    """
    legs = (
        Leg(rule.account, amount, segment=segment),
        Leg(Account.CASH, -amount, segment=segment),
    )
    if not rule.needs_review:
        return ProviderPosting(legs, None, "")
    moved = "took away" if amount > 0 else "added"
    ask = f"{rule.words} ({rule.reason}): the payer {moved} ${abs(amount):,.2f}; find out why"
    return ProviderPosting(legs, TaskKind.PROVIDER_ADJUSTMENT, ask)
