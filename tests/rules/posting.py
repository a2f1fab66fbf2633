"""Remittance claims in short writing, and the entry each makes."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

from rules.denials import parse_adjustment_classes, parse_denial_routes
from rules.ledger import Account, Leg, total
from rules.posting_book import PostingRules
from rules.posting_verdicts import Verdict
from rules.remittances import PaidClaim, PaidLine, Reduction, Standing

US, NEXT = UUID(int=1), UUID(int=2)  # the payer of the remittance, the one after it
L1, L2, L3 = UUID(int=11), UUID(int=12), UUID(int=13)
LINES = {"L1": L1, "L2": L2, "L3": L3}
TODAY = date(2026, 11, 23)


def table(name: str) -> str:
    return files("rules").joinpath("data", name).read_text(encoding="utf-8")


RULES = PostingRules(
    parse_adjustment_classes(table("adjustment_classes.csv")), parse_denial_routes(table("denial_routes.csv"))
)
BOOK = RULES.book(TODAY)
Entry = dict[str, Decimal]


def reductions(*texts: str) -> tuple[Reduction, ...]:
    """ "CO45 85": group, reason, amount."""
    pairs = [text.split() for text in texts]
    return tuple(Reduction(code[:2], code[2:], Decimal(amount)) for code, amount in pairs)


def line(text: str, *taken: str, remarks: str = "") -> PaidLine:
    """ "L1 200 90": our line, charge, paid."""
    name, charge, paid = text.split()
    return PaidLine(
        LINES.get(name), Decimal(charge), Decimal(paid), 20, reductions(*taken), tuple(remarks.split())
    )


def claim(text: str, *lines: PaidLine, taken: tuple[str, ...] = (), problem: str = "") -> PaidClaim:
    """ "1 200 90": status, charge, paid."""
    status, charge, paid = text.split()
    return PaidClaim(status, Decimal(charge), Decimal(paid), 19, lines, reductions(*taken), (), problem)


def owes(**lines: str | int) -> Standing:
    """What this payer owes by line."""
    return Standing(US, {LINES[name]: Decimal(amount) for name, amount in lines.items()})


def entry(verdict: Verdict) -> Entry:
    """The legs by account; insurance by line, the next payer's apart."""
    assert total(verdict.legs) == 0
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for leg in verdict.legs:
        sums[_place(leg)] += leg.amount
    return {place: amount for place, amount in sums.items() if amount}


def _place(leg: Leg) -> str:
    if leg.account is not Account.INSURANCE:
        return leg.account.value
    name = next((name for name, line_id in LINES.items() if line_id == leg.line_id), "claim")
    return f"next {name}" if leg.payer_id == NEXT else name


def expected(**amounts: str | int) -> Entry:
    return {place.replace("_", " "): Decimal(amount) for place, amount in amounts.items()}


A1 = claim("1 200 90", line("L1 200 90", "CO45 85", "PR3 25"))
A1_REVERSED = claim("22 -200 -90", line("L1 -200 -90", "CO45 -85", "PR3 -25"))


def with_next_payer(standing: Standing, **more: Decimal) -> Standing:
    return Standing(
        standing.payer_id,
        standing.owed,
        has_next_payer=True,
        next_payer_id=NEXT,
        patient=more.get("patient", Decimal(0)),
    )
