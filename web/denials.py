"""What payers' codes mean, in our own words, and what to do first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.rulebook import denial_routes
from rules.denials import Adjusted, Strategy, route_code


@dataclass(frozen=True, slots=True)
class CodeWords:
    """One code: "CO-197", "no authorization", what to do, and the amount where it has one."""

    code: str
    words: str
    action: str
    amount: Decimal | None = None
    strategy: Strategy | None = None  # the way out that usually works


def code_words(codes: Iterable[str], today: date) -> list[CodeWords]:
    """Codes such as "CO-197"; what has no group and number is a remark and only chooses among routes."""
    told = [str(code) for code in codes]
    remarks = [code for code in told if "-" not in code]
    pairs = [code.split("-", 1) for code in told if "-" in code]
    return [_words(group, carc, None, remarks, today) for group, carc in pairs]


def adjustment_words(
    adjustments: Sequence[Sequence[Any]], remarks: Sequence[str], today: date
) -> list[CodeWords]:
    """A remittance's adjustments as they are kept: group, reason, amount, quantity."""
    return [
        _words(group, reason, Decimal(amount), remarks, today) for group, reason, amount, *_ in adjustments
    ]


def _words(group: str, carc: str, amount: Decimal | None, remarks: Sequence[str], today: date) -> CodeWords:
    route = route_code(denial_routes(), Adjusted(group, carc, amount or Decimal(0)), remarks, today)
    return CodeWords(f"{group}-{carc}", route.wording, route.first_action, amount, route.strategy)
