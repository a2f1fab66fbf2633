"""What may be seen from abroad: refused, unless dated rules leave it to a contract that allows it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address
from uuid import UUID

from rules.tables import Row, read_rows

TABLE = "offshore_rules.csv"
EVERYWHERE, NOT_NAMED = "US", "other"


class Program(StrEnum):
    """Who pays, as far as rules on access from abroad care; the first half of an access class."""

    COMMERCIAL = "commercial"
    SELF_FUNDED = "self_funded"
    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    TRICARE = "tricare"
    VA = "va"
    OFFICE = "office"  # work of a practice that concerns no payer
    UNKNOWN = "unknown"  # nobody said yet what this payer is


class Said(StrEnum):
    """What a rule says about access from abroad."""

    PROHIBITED = "prohibited"
    UNKNOWN = "unknown"
    CONTRACT = "contract"  # the practice's contract decides


class About(StrEnum):
    """What a rule is about; only the first two decide who may look."""

    ALL = "all"
    ACCESS = "access"
    STORAGE = "storage"
    PAYMENT = "payment"
    ATTESTATION = "attestation"


@dataclass(frozen=True, slots=True)
class OffshoreRule:
    """One dated rule; program None governs every program, state US every state."""

    rule_id: str
    program: Program | None
    state: str
    about: About
    decision: Said
    conditions: str
    effective_from: date
    effective_to: date
    conflict: bool
    source: str
    checked_on: date | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Term:
    """What a practice's contract says about one class, in a country or at one of its sites."""

    practice_id: UUID
    program: str
    state: str
    country: str
    site_id: UUID | None
    allowed: bool
    source: str
    effective_from: date
    effective_to: date | None

    @property
    def access_class(self) -> str:
        return f"{self.program}/{self.state}"

    def reaches(self, place: "Place", on: date) -> bool:
        """Whether it speaks of this place on that day."""
        here = self.country == place.country and self.site_id in (None, place.site_id)
        return here and self.effective_from <= on <= (self.effective_to or date.max)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works."""

    site_id: UUID
    country: str


@dataclass(frozen=True, slots=True)
class Decision:
    """May it be seen, and the rule or term that says so."""

    allowed: bool
    by: str
    why: str


def parse_offshore_rules(text: str) -> tuple[OffshoreRule, ...]:
    """Raises Unreadable naming line and column."""
    return tuple(_rule(row) for row in read_rows(text, TABLE))


def _rule(row: Row) -> OffshoreRule:
    return OffshoreRule(
        rule_id=row.text("rule_id"),
        program=None if row.text("program") == "any" else row.read("program", Program),
        state=row.text("state"),
        about=row.read("about", About),
        decision=row.read("decision", Said),
        conditions=row.text("conditions"),
        effective_from=row.day("effective_from") or date.min,
        effective_to=row.day("effective_to") or date.max,
        conflict=row.flag("conflict"),
        source=row.text("source"),
        checked_on=row.day("checked_on"),
        verified=row.flag("verified"),
    )


def parse_onshore_countries(text: str, on: date) -> frozenset[str]:
    """The countries in which nobody is offshore on that day, two letters each."""
    rows = read_rows(text, "onshore_countries.csv")
    return frozenset(
        row.text("code")
        for row in rows
        if (row.day("effective_from") or date.min) <= on <= (row.day("effective_to") or date.max)
    )


def judge(
    rules: Iterable[OffshoreRule],
    terms: Iterable[Term],
    access_class: str,
    practice_state: str,
    place: Place,
    on: date,
) -> Decision:
    """May claims of this class be seen from this place; `terms` are those of the claim's practice.

    A prohibition beats a contract; unknown and disputed rules refuse; without a contract nothing is allowed.
    Source: 45 CFR 164.308(b) leaves it to contracts, and the rows of offshore_rules.csv narrow it.
    """
    program, _, state = access_class.partition("/")
    known = {each.value for each in Program} - {Program.UNKNOWN}
    if program not in known:
        return Decision(False, "default", "Nobody recorded which program this payer belongs to.")
    governing = _governing(rules, Program(program), state, practice_state, on)
    if hard := _hard(governing):
        return Decision(False, hard.rule_id, hard.conditions)
    said = [each for each in terms if each.access_class == access_class and each.reaches(place, on)]
    if refusing := next((each for each in said if not each.allowed), None):
        return Decision(False, "contract", refusing.source)
    if not said or not governing:
        return Decision(False, "default", "No contract allows it for this site.")
    return Decision(True, governing[-1].rule_id, f"{governing[-1].conditions} ({said[0].source})")


def _governing(
    rules: Iterable[OffshoreRule], program: Program, state: str, practice_state: str, on: date
) -> list[OffshoreRule]:
    """Those in force that say who may look, the most general first."""
    looking = [
        each
        for each in rules
        if each.about in (About.ALL, About.ACCESS) and each.effective_from <= on <= each.effective_to
    ]
    here = EVERYWHERE, practice_state
    everyone = [each for each in looking if each.program is None and each.state in here]
    own = [each for each in looking if each.program is program]
    named = [each for each in own if each.state in (EVERYWHERE, state)]
    return everyone + (named or [each for each in own if each.state == NOT_NAMED])


def _hard(governing: Sequence[OffshoreRule]) -> OffshoreRule | None:
    """The rule that no contract overcomes, prohibitions before doubts."""
    for decision in (Said.PROHIBITED, Said.UNKNOWN):
        if found := next((each for each in governing if each.decision is decision), None):
            return found
    return next((each for each in governing if each.conflict), None)


def is_at(networks: Collection[IPv4Network | IPv6Network], address: str, *, is_offshore: bool) -> bool:
    """Whether the address is one of the site's; with no networks every one is, but never offshore."""
    if not networks:
        return not is_offshore
    try:
        at = ip_address(address)
    except ValueError:
        return False
    return any(at in network for network in networks)


def entries(
    rules: Collection[OffshoreRule],
    terms: Collection[Term],
    practices: Mapping[UUID, tuple[str, date]],
    place: Place,
) -> frozenset[str]:
    """What may be seen from this place, each "<practice>/medicaid/TX"; of each practice its state and day."""
    return frozenset(
        f"{practice_id}/{access_class}"
        for practice_id, access_class in {(each.practice_id, each.access_class) for each in terms}
        if practice_id in practices
        and judge(
            rules,
            [each for each in terms if each.practice_id == practice_id],
            access_class,
            practices[practice_id][0],
            place,
            practices[practice_id][1],
        ).allowed
    )
