"""What an edit is, and the list on which every edit enters itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rules.claim_facts import ClaimFacts, LineFacts, Range

Place = int | None  # a line's number, or None for the claim
Check = Callable[[ClaimFacts, date], Iterable[Place]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend before the claim may go; the texts never name a person."""

    code: str
    text: str
    hint: str
    field: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A check and its words; `since` is the first service date it looks at."""

    code: str
    field: str
    text: str
    hint: str
    source: str
    since: date
    check: Check

    def findings(self, claim: ClaimFacts, today: date) -> Iterable[Finding]:
        if (claim.first_day or today) < self.since:
            return
        for line in self.check(claim, today):
            yield Finding(self.code, self.text, self.hint, self.field, line)


EDITS: dict[str, Edit] = {}


def edit(
    code: str, field: str, text: str, hint: str, source: str, since: date = date.min
) -> Callable[[Check], Check]:
    """Enter the check under this code; the source is what a reviewer opens."""

    def enter(check: Check) -> Check:
        EDITS[code] = Edit(code, field, text, hint, source, since, check)
        return check

    return enter


def once(found: object) -> tuple[Place, ...]:
    """One finding about the claim when there is anything to find."""
    return (None,) if found else ()


def lines_where(claim: ClaimFacts, wrong: Callable[[LineFacts], object]) -> tuple[Place, ...]:
    """The numbers of the lines that are wrong."""
    return tuple(line.number for line in claim.lines if wrong(line))


def within(procedure: str, ranges: Iterable[Range]) -> bool:
    """Is the procedure in one of the ranges?"""
    return any(first <= procedure <= last for first, last in ranges)
