"""A deadline is a rule applied to an event, kept with its reasons."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from rules.calendars import (
    NO_CLOSINGS,
    add_business_days,
    business_day_on_or_after,
    business_day_on_or_before,
    is_business_day,
    month_end,
)
from rules.errors import Unknown
from rules.filing_limits import (
    Anchor,
    CountsFrom,
    EffectiveBy,
    FilingLimit,
    PlanKind,
    Rollover,
    Unit,
)
from rules.working_times import WorkingTimes

MONTH_END_ANCHORS = frozenset({Anchor.SERVICE_MONTH_END, Anchor.ENTITLEMENT_NOTICE_MONTH_END})
ASSUMED = "assumed-initial"


class Channel(StrEnum):
    """How it travels to the payer."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """`legal` is the last lawful day, `work_by` the earlier business day we work to."""

    rule_id: str
    anchor_kind: str
    anchor: date
    legal: date
    work_by: date
    assumed: bool
    reasons: tuple[str, ...]  # in the order of the reckoning, for people
    source: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A filing limit agreed with the payer."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a deadline needs to know beside rule and event; `today` is the day of filing."""

    today: date
    times: WorkingTimes
    channel: Channel = Channel.ELECTRONIC
    closings: Set[date] = NO_CLOSINGS  # the payer's own closed days
    contract: Contract | None = None


def explain_deadline(
    limits: Sequence[FilingLimit], rule: str, anchors: Mapping[Anchor, date], now: Circumstances
) -> FilingDeadline:
    """The deadline by a rule id, or by a rule group: the latest over its known anchors.

    Raises Unknown, naming near matches, for an unknown rule or when no anchor it counts from is given.
    """
    rows = [each for each in limits if each.rule_id == rule] or [
        each for each in limits if each.rule_group == rule
    ]
    if not rows:
        raise no_rule(rule, [each.rule_id for each in limits])
    known = [each for each in rows if each.anchor in anchors]
    if not known:
        wanted = ", ".join(sorted(each.anchor for each in rows))
        raise Unknown(f"{rule} counts from {wanted}: give that date.")
    latest = max((_governing(limits, each, anchors[each.anchor], now) for each in known), key=_legal)
    return _with_group(latest, len(known), len(rows))


def no_rule(rule: str, names: Iterable[str]) -> Unknown:
    """The refusal for a rule that is not among the names; it offers those that look like it."""
    near = get_close_matches(rule, list(names), n=3, cutoff=0.4)
    hint = f" Near matches: {', '.join(near)}." if near else ""
    return Unknown(f"There is no rule named {rule}.{hint}")


def _legal(deadline: FilingDeadline) -> date:
    return deadline.legal


def _with_group(latest: FilingDeadline, known: int, rows: int) -> FilingDeadline:
    """Say so where a group gave the deadline."""
    if rows == 1:
        return latest
    words = f"The latest of {known} deadlines holds; {rows} events could set one."
    return replace(latest, reasons=(*latest.reasons, words))


def _governing(
    limits: Sequence[FilingLimit], limit: FilingLimit, on: date, now: Circumstances
) -> FilingDeadline:
    """By the version in force, or by the shortest of the rows that contradict each other."""
    if limit.is_dated:
        rows, why = _versions(limits, limit, on, now.today)
    elif limit.conflict:
        rows = [each for each in limits if each.conflict and each.subject == limit.subject]
        names = " and ".join(each.rule_id for each in rows)
        why = f"{names} disagree: the shorter holds until a person decides."
    else:
        rows, why = [limit], ""
    earliest = min((reckon(each, on, now) for each in rows), key=_legal)
    return replace(earliest, reasons=(why, *earliest.reasons)) if why else earliest


def _versions(
    limits: Sequence[FilingLimit], limit: FilingLimit, on: date, today: date
) -> tuple[list[FilingLimit], str]:
    """The rows in force on the date that chooses; without any, the assumed limit."""
    choosing = {EffectiveBy.SUBMISSION_DATE: [today], EffectiveBy.UNKNOWN: [on, today]}
    days = choosing.get(limit.effective_by, [on])
    versions = [each for each in limits if each.subject == limit.subject]
    rows = [each for each in versions if any(each.governs(day) for day in days)]
    by = limit.effective_by.replace("_", " ")
    if rows:
        return rows, f"Version chosen by {by}: {' or '.join(each.rule_id for each in rows)}."
    assumed = next(each for each in limits if each.rule_id == ASSUMED)
    return [replace(assumed, anchor=limit.anchor)], f"No version of {limit.rule_id} is recorded for {on}."


def reckon(limit: FilingLimit, on: date, now: Circumstances) -> FilingDeadline:
    """One row applied to its own event; nothing else is looked at."""
    reasons = [_rule_in_words(limit, on)]
    day = _last_day(limit, on)
    if now.contract:
        day = _by_contract(limit, on, day, now.contract, reasons)
    legal = rolled(limit.rollover, day, now.closings, reasons)
    work_by = working_day(limit.counts_from, legal, now, reasons)
    reasons.append(f"Source: {limit.source}{'' if limit.verified else ' (unverified)'}.")
    assumed = limit.program == "*"
    return FilingDeadline(
        limit.rule_id, limit.anchor, on, legal, work_by, assumed, tuple(reasons), limit.source
    )


def _rule_in_words(limit: FilingLimit, on: date) -> str:
    assumed = "Assumed, no rule is loaded: " if limit.program == "*" else ""
    event = limit.anchor.replace("_", " ")
    start = f"{event} {on}, which is day 0"
    if limit.anchor in MONTH_END_ANCHORS:
        start = f"the {event} of {on}"
    return f"{assumed}{limit.rule_id} gives {limit.length} from {start}."


def _last_day(limit: FilingLimit, on: date) -> date:
    if limit.anchor in MONTH_END_ANCHORS:
        return month_end(limit.unit.after(month_end(on), limit.amount))
    return limit.unit.after(on, limit.amount)


def _by_contract(limit: FilingLimit, on: date, day: date, contract: Contract, reasons: list[str]) -> date:
    """A contract shortens any limit; it lengthens only a commercial one without a statute."""
    agreed = _last_day(replace(limit, amount=contract.amount, unit=contract.unit), on)
    lengthens = limit.plan_kind in (PlanKind.COMMERCIAL, PlanKind.ANY) and not limit.statutory
    if agreed < day or (agreed > day and lengthens):
        reasons.append(f"The contract moves {day} to {agreed}.")
        return agreed
    if agreed > day:
        reasons.append(f"The contract's {agreed} is later and may not lengthen this limit.")
    return day


def rolled(rollover: Rollover, day: date, closings: Set[date], reasons: list[str]) -> date:
    """The last day after roll-over, explained in `reasons`; an unknown roll-over never extends."""
    if rollover is Rollover.UNKNOWN:
        if not is_business_day(day, closings):
            reasons.append(f"{day} is no business day and no roll-over is known: not extended.")
        return day
    own = closings if rollover is Rollover.NEXT_BUSINESS_DAY else NO_CLOSINGS
    moved = business_day_on_or_after(day, own)
    if moved != day:
        reasons.append(f"{day} is no business day: rolls to {moved}.")
    return moved


def working_day(counts_from: CountsFrom, legal: date, now: Circumstances, reasons: list[str]) -> date:
    """The business day we work to, explained in `reasons`: where receipt counts, one batch cycle ahead."""
    if counts_from is CountsFrom.SENT:
        day = business_day_on_or_before(legal, now.closings)
        reasons.append(f"Sending counts: work by {day}.")
        return day
    paper = now.channel is Channel.PAPER
    cycle = now.times.batch_paper if paper else now.times.batch_electronic
    day = add_business_days(legal, -cycle, now.closings)
    known = "Receipt counts" if counts_from is CountsFrom.RECEIVED else "Receipt is taken to count"
    reasons.append(f"{known}: work by {day}, {cycle} business day{'s' * (cycle > 1)} ahead.")
    return day
