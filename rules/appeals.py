"""By when a decision must be contested, level by level."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from rules.deadlines import Circumstances, FilingDeadline, rolled, working_day
from rules.denials import Category
from rules.errors import Unknown
from rules.filing_limits import CountsFrom, PlanKind, Rollover, Unit
from rules.tables import Row, in_force, read_rows

TABLE = "appeal_levels.csv"
ASSUMED = "assumed-appeal"
BY_PLAN_KIND = frozenset({PlanKind.MEDICARE, PlanKind.TRICARE, PlanKind.SELF_FUNDED})
UNPROCESSABLE = "MA130"  # returned before any determination


class AppealKind(StrEnum):
    """What the step is."""

    APPEAL = "appeal"
    REOPENING = "reopening"
    OVERPAYMENT = "overpayment"
    DISPUTE = "dispute"
    WAIT = "wait"  # nothing to file before this day


@dataclass(frozen=True, slots=True)
class AppealLevel:
    """One step against a decision, with its time and whom it goes to."""

    rule_id: str
    program: str
    plan_kind: PlanKind
    kind: AppealKind
    level: int
    name: str
    decided_by: str
    amount: int
    unit: Unit
    anchor: str
    first_day: int  # 1 where the day of the letter itself is day 1
    presumed_days: int  # a decision is taken as received so many days after its date
    counts_from: CountsFrom
    rollover: Rollover
    decision_within: int | None  # None: no time is known
    decision_unit: Unit | None
    least_money: Decimal | None  # None: any amount
    effective_from: date | None  # by the day of the request
    effective_to: date | None
    note: str
    source: str
    verified: bool
    checked_on: date | None

    @property
    def conflict(self) -> bool:
        return False

    def governs(self, day: date) -> bool:
        return in_force(self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is contested: whose decision, of what date, and at which level we stand."""

    program: str
    plan_kind: PlanKind
    notice_on: date
    level: int = 1
    kind: AppealKind = AppealKind.APPEAL
    received_on: date | None = None  # None: not shown, receipt is presumed


def parse_appeal_levels(text: str) -> tuple[AppealLevel, ...]:
    """The levels in table order. Raises Unreadable naming line and column."""
    return tuple(_level(row) for row in read_rows(text, TABLE))


def _level(row: Row) -> AppealLevel:
    return AppealLevel(
        rule_id=row.text("level_id"),
        program=row.text("payer_or_program"),
        plan_kind=row.read("plan_kind", PlanKind),
        kind=row.read("kind", AppealKind),
        level=row.read("level", int),
        name=row.text("name"),
        decided_by=row.text("decided_by"),
        amount=row.read("file_within", int),
        unit=row.read("file_unit", Unit),
        anchor=row.text("anchor"),
        first_day=row.read("first_day", int),
        presumed_days=row.optional("receipt_presumed_days", int) or 0,
        counts_from=row.read("counts_from", CountsFrom),
        rollover=row.read("rollover", Rollover),
        decision_within=row.optional("decision_within", int),
        decision_unit=row.optional("decision_unit", Unit),
        least_money=row.optional("min_amount_usd", Decimal),
        effective_from=row.day("effective_from"),
        effective_to=row.day("effective_to"),
        note=row.text("note"),
        source=row.text("source"),
        verified=row.flag("verified"),
        checked_on=row.day("checked_on"),
    )


def appeal_deadline(levels: Sequence[AppealLevel], decision: Decision, now: Circumstances) -> FilingDeadline:
    """By when the next step must be in; of several ways at one level the shorter, without any the assumed."""
    found = [each for each in levels if _concerns(each, decision) and each.governs(now.today)]
    found = found or [each for each in levels if each.rule_id == ASSUMED]
    deadlines = [_reckon(each, decision.notice_on, decision.received_on, now) for each in found]
    return min(deadlines, key=lambda each: each.legal)


def _concerns(level: AppealLevel, decision: Decision) -> bool:
    if (level.kind, level.level, level.plan_kind) != (decision.kind, decision.level, decision.plan_kind):
        return False
    return level.program.casefold() == decision.program.casefold() or level.plan_kind in BY_PLAN_KIND


def explain_appeal(
    levels: Sequence[AppealLevel], level_id: str, notice_on: date, now: Circumstances
) -> FilingDeadline:
    """The deadline by one named level. Raises Unknown when there is no such level."""
    level = next((each for each in levels if each.rule_id == level_id), None)
    if level is None:
        raise Unknown(f"There is no appeal level named {level_id}.")
    return _reckon(level, notice_on, None, now)


def _reckon(
    level: AppealLevel, notice_on: date, received_on: date | None, now: Circumstances
) -> FilingDeadline:
    assumed = level.program == "*"
    length = f"{level.amount} {level.unit.replace('_', ' ')}"
    reasons = [f"{'Assumed, no rule is loaded: ' * assumed}{level.rule_id} gives {length}: {level.name}."]
    start = _start(level, notice_on, received_on, reasons)
    last = level.unit.after(start, level.amount - level.first_day)
    legal = rolled(level.rollover, last, now.closings, reasons)
    work_by = working_day(level.counts_from, legal, now, reasons)
    reasons.append(f"Source: {level.source}{'' if level.verified else ' (unverified)'}.")
    return FilingDeadline(
        level.rule_id, level.anchor, notice_on, legal, work_by, assumed, tuple(reasons), level.source
    )


def _start(level: AppealLevel, notice_on: date, received_on: date | None, reasons: list[str]) -> date:
    """The day the count begins at: shown or presumed receipt, else the date of the notice."""
    if received_on and level.presumed_days:
        reasons.append(f"Receipt on {received_on} is shown; it counts from there.")
        return received_on
    presumed = notice_on + timedelta(days=level.presumed_days)
    if level.presumed_days:
        reasons.append(f"Dated {notice_on}, presumed received {presumed}.")
        early = level.unit.after(notice_on, level.amount - level.first_day)
        reasons.append(f"Counted from its own date it would be {early}: the first alarm.")
    elif level.first_day:
        reasons.append(f"{notice_on} itself is day 1.")
    return presumed


def why_not_appealable(
    plan_kind: PlanKind, category: Category, remarks: Collection[str], in_network: bool
) -> str | None:
    """One sentence with the way to take instead; None when an appeal is open.

    Sources: 42 CFR 405.926 and 405.980, TRICARE Operations Manual ch.12 s.3.
    """
    if category is Category.CONTRACTUAL:
        return "A correct contractual cut cannot be appealed: check it against the contract."
    if category is Category.PATIENT_RESPONSIBILITY:
        return "The patient's own share cannot be appealed: bill who owes it."
    if plan_kind is PlanKind.MEDICARE and category is Category.TIMELY_FILING:
        return "Medicare hears no appeal about late filing: ask for one of the listed exceptions."
    if plan_kind is PlanKind.MEDICARE and category is Category.DUPLICATE:
        return "Medicare corrects a wrong duplicate denial by reopening."
    if UNPROCESSABLE in remarks:
        return "It was returned without a decision: correct it and send it as a new claim."
    if plan_kind is PlanKind.TRICARE and in_network:
        return "A network provider disputes with TRICARE by contract, not by appeal."
    return None
