"""What a payer's adjustment means for us, and how a denied line is worked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.tables import Row, in_force, read_rows

ROUTES, CLASSES = "denial_routes.csv", "adjustment_classes.csv"
ANY = "*"


class Category(StrEnum):
    """Why it was not paid as billed."""

    PATIENT_RESPONSIBILITY = "patient_responsibility"
    CONTRACTUAL = "contractual"
    CODING = "coding"
    BUNDLING = "bundling"
    DOCUMENTATION = "documentation"
    MEDICAL_NECESSITY = "medical_necessity"
    AUTHORIZATION = "authorization"
    ELIGIBILITY = "eligibility"
    COORDINATION_OF_BENEFITS = "coordination_of_benefits"
    CREDENTIALING = "credentialing"
    TIMELY_FILING = "timely_filing"
    DUPLICATE = "duplicate"
    OTHER = "other"
    UNMAPPED = "unmapped"  # the mapping queue: a person decides how the code is worked


class Strategy(StrEnum):
    """The way out that usually works."""

    CORRECT_AND_RESUBMIT = "correct_and_resubmit"
    APPEAL = "appeal"
    BILL_NEXT_PAYER = "bill_next_payer"
    BILL_PATIENT = "bill_patient"
    WRITE_OFF_CONTRACTUAL = "write_off_contractual"
    INVESTIGATE = "investigate"


class AdjustmentClass(StrEnum):
    """What an adjustment is to the ledger; an unmapped one never writes anything off."""

    CONTRACTUAL = "contractual"
    PATIENT = "patient"
    PRIOR_PAYER = "prior_payer"
    DENIAL = "denial"
    TRANSFER = "transfer"
    CAPITATED = "capitated"
    INTEREST = "interest"
    UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRule:
    """One row about a reason code; "*" in payer or group stands for any."""

    rule_id: str
    payer: str
    group_code: str
    carc: str
    effective_from: date | None
    effective_to: date | None
    source: str
    verified: bool
    checked_on: date | None

    @property
    def conflict(self) -> bool:
        return False

    def fits(self, payer: str, group: str, carc: str, on: date) -> bool:
        """Whether it speaks of this code of this payer on that day."""
        return (
            self.carc == carc
            and self.group_code in (ANY, group)
            and self.payer.casefold() in (ANY, payer.casefold())
            and in_force(self.effective_from, self.effective_to, on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialRoute(CodeRule):
    """How a denial is worked; "*" in remark stands for any."""

    rarc: str
    wording: str  # our own few words, for screens
    category: Category
    correctable: bool  # a change to the claim or behind it can make it payable
    strategy: Strategy
    first_action: str
    remark_decides: bool  # read the remark before anything else


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule(CodeRule):
    """How the ledger takes one reason code, by payer and group."""

    adjustment_class: AdjustmentClass


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One adjustment as the remittance gives it: group CO, PR, OA or PI, reason code, amount."""

    group: str
    carc: str
    amount: Decimal


def parse_denial_routes(text: str) -> tuple[DenialRoute, ...]:
    """The routes in table order. Raises Unreadable naming line and column."""
    return tuple(_route(row) for row in read_rows(text, ROUTES))


def _route(row: Row) -> DenialRoute:
    return DenialRoute(
        rule_id=row.text("route_id"),
        payer=row.text("payer"),
        group_code=row.text("group_code"),
        carc=row.text("carc"),
        rarc=row.text("rarc"),
        wording=row.text("wording"),
        category=row.read("category", Category),
        correctable=row.flag("correctable"),
        strategy=row.read("strategy", Strategy),
        first_action=row.text("first_action"),
        remark_decides=row.flag("remark_decides"),
        effective_from=row.day("effective_from"),
        effective_to=row.day("effective_to"),
        source=row.text("source"),
        verified=row.flag("verified"),
        checked_on=row.day("checked_on"),
    )


def parse_adjustment_classes(text: str) -> tuple[ClassRule, ...]:
    """The classes in table order. Raises Unreadable naming line and column."""
    return tuple(
        ClassRule(
            rule_id=row.text("class_id"),
            payer=row.text("payer"),
            group_code=row.text("group_code"),
            carc=row.text("carc"),
            adjustment_class=row.read("adjustment_class", AdjustmentClass),
            effective_from=row.day("effective_from"),
            effective_to=row.day("effective_to"),
            source=row.text("source"),
            verified=row.flag("verified"),
            checked_on=row.day("checked_on"),
        )
        for row in read_rows(text, CLASSES)
    )


def classify(
    classes: Sequence[ClassRule], group: str, carc: str, on: date, payer: str = ANY
) -> AdjustmentClass:
    """What the ledger makes of it on that day: the payer's own rule first, then the group's.

    Gives UNMAPPED for a code nobody has classed: a task, never a write-off.
    """
    fits = [each for each in classes if each.fits(payer, group, carc, on)]
    best = max(fits, key=lambda each: (each.payer != ANY, each.group_code != ANY), default=None)
    return best.adjustment_class if best else AdjustmentClass.UNMAPPED


def route_denial(
    routes: Sequence[DenialRoute],
    adjustments: Sequence[Adjusted],
    remarks: Collection[str],
    on: date,
    payer: str = ANY,
) -> DenialRoute:
    """How to work a denied line: the route of the adjustment that denies the most money.

    A share that is the patient's or the contract's counts only when nothing else is there.
    """
    found = [(route_code(routes, each, remarks, on, payer), abs(each.amount)) for each in adjustments]
    ranked = max(found, key=lambda each: (_denies(each[0]), each[1]), default=None)
    return ranked[0] if ranked else unmapped("", "")


def route_code(
    routes: Sequence[DenialRoute], adjusted: Adjusted, remarks: Collection[str], on: date, payer: str = ANY
) -> DenialRoute:
    """The most telling route of one code: payer before remark before group before any; else unmapped."""
    fits = [
        each
        for each in routes
        if each.fits(payer, adjusted.group, adjusted.carc, on) and each.rarc in (ANY, *remarks)
    ]
    best = max(fits, key=_precision, default=None)
    return best or unmapped(adjusted.group, adjusted.carc)


def _precision(route: DenialRoute) -> tuple[bool, bool, bool]:
    return (route.payer != ANY, route.rarc != ANY, route.group_code != ANY)


def _denies(route: DenialRoute) -> bool:
    harmless = (Category.CONTRACTUAL, Category.PATIENT_RESPONSIBILITY)
    return route.category not in harmless and route.strategy is not Strategy.WRITE_OFF_CONTRACTUAL


def unmapped(group: str, carc: str) -> DenialRoute:
    """Where a code without a route goes: to a person who decides and maps it."""
    return DenialRoute(
        rule_id="unmapped",
        payer=ANY,
        group_code=group or ANY,
        carc=carc,
        rarc=ANY,
        wording="code without a route",
        category=Category.UNMAPPED,
        correctable=False,
        strategy=Strategy.INVESTIGATE,
        first_action="Decide how this code is worked, then map it.",
        remark_decides=False,
        effective_from=None,
        effective_to=None,
        source="house rule: nothing is written off unread",
        verified=True,
        checked_on=None,
    )


def in_words(
    routes: Sequence[DenialRoute], group: str, carc: str, remarks: Collection[str], on: date, payer: str = ANY
) -> str:
    """For screens: "CO-197 no authorization"; remarks that no route knows follow in brackets."""
    route = route_code(routes, Adjusted(group, carc, Decimal(0)), remarks, on, payer)
    unread = [each for each in remarks if each != route.rarc]
    known = f"{group}-{carc} {route.wording}"
    return f"{known} ({', '.join(unread)})" if unread else known
