"""Which filing limit governs a claim, and by when the claim must be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from rules.deadlines import Circumstances, FilingDeadline, explain_deadline
from rules.errors import Unknown
from rules.filing_limits import Anchor, ClaimForm, ClaimKind, FilingLimit, PlanKind

STATE_PROGRAMS = frozenset({PlanKind.MEDICARE, PlanKind.MEDICAID, PlanKind.TRICARE})
CEILINGS = frozenset({"medicaid-federal-ceiling"})  # an outer bound, no limit to work to
NO_EVENTS: Mapping[Anchor, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What chooses the rule: the payer's filing program as the table names it, empty when not set."""

    program: str
    state: str  # two letters
    plan_kind: PlanKind
    claim_kind: ClaimKind = ClaimKind.INITIAL
    claim_form: ClaimForm = ClaimForm.PROFESSIONAL
    filing_rule: str | None = None  # a rule id or group set on the payer's card; None: choose from the table


@dataclass(frozen=True, slots=True)
class Service:
    """The dates of one claim line."""

    from_on: date
    through_on: date


def choose_filing_rule(
    limits: Sequence[FilingLimit], plan: PlanFacts, known: Mapping[Anchor, date]
) -> tuple[str, ...]:
    """The rule groups that bear on the claim, each countable from a known event; empty when none is loaded.

    A row for payer and state goes before the payer's general one; a discharge replaces the service date.
    A commercial plan is also bound by its state's statute. A self-funded plan follows only its contract.
    """
    rows = _set_on_card(limits, plan) or [each for each in limits if _concerns(each, plan)]
    rows = [each for each in rows if each.anchor in known]
    own = [each for each in rows if each.state == plan.state and not _is_statute(each)]
    rows = [each for each in rows if each in own or _is_statute(each)] if own else rows
    if any(each.anchor is Anchor.DISCHARGE_DATE and not each.later_of for each in rows):
        rows = [each for each in rows if each.later_of or each.anchor is not Anchor.SERVICE_DATE]
    return tuple(dict.fromkeys(each.rule_group for each in rows))


def _set_on_card(limits: Sequence[FilingLimit], plan: PlanFacts) -> list[FilingLimit]:
    """The rows of the rule that a person set for first filing; nothing when none is set."""
    if plan.claim_kind is not ClaimKind.INITIAL or not plan.filing_rule:
        return []
    return [each for each in limits if plan.filing_rule in (each.rule_id, each.rule_group)]


def _concerns(limit: FilingLimit, plan: PlanFacts) -> bool:
    """Does this row speak of such a claim under such a plan?"""
    if limit.claim_kind is not plan.claim_kind or limit.plan_kind is not plan.plan_kind:
        return False
    if limit.claim_form not in (ClaimForm.ANY, plan.claim_form) or limit.rule_id in CEILINGS:
        return False
    if limit.state not in ("", "US", plan.state):
        return False
    by_program = limit.program.casefold() == plan.program.casefold()
    return by_program or _is_statute(limit) or limit.plan_kind in STATE_PROGRAMS


def _is_statute(limit: FilingLimit) -> bool:
    """A state's law on commercial insurers, whoever the insurer is."""
    return limit.statutory and limit.plan_kind is PlanKind.COMMERCIAL


def anchors_of_service(services: Sequence[Service]) -> dict[Anchor, date]:
    """Every anchor that the service dates themselves give; where lines differ, the cautious one.

    Raises Unknown when there is no line.
    """
    if not services:
        raise Unknown("A claim without lines has no service date to count from.")
    first = min(each.from_on for each in services)
    earliest = (Anchor.SERVICE_DATE, Anchor.SERVICE_FROM_LINE, Anchor.EARLIEST_SERVICE_DATE)
    return {
        **dict.fromkeys(earliest, first),
        Anchor.SERVICE_MONTH_END: first,
        Anchor.SERVICE_THROUGH: max(each.through_on for each in services),
        Anchor.LAST_CONSECUTIVE_SERVICE_DATE: _end_of_run(services),
    }


def _end_of_run(services: Sequence[Service]) -> date:
    """The last day of the unbroken run of days that begins the claim."""
    ordered = sorted(services, key=lambda each: each.from_on)
    end = ordered[0].through_on
    for each in ordered:
        if each.from_on > end + timedelta(days=1):
            break
        end = max(end, each.through_on)
    return end


def filing_deadline_for_claim(
    limits: Sequence[FilingLimit],
    plan: PlanFacts,
    services: Sequence[Service],
    now: Circumstances,
    events: Mapping[Anchor, date] = NO_EVENTS,
) -> FilingDeadline:
    """By when the payer must have the claim: the earliest of the rules that bear on it.

    Without a rule, the assumed limit of its kind, marked assumed: a person must load the contract.
    Also for corrected and secondary claims (`plan.claim_kind`), with their decision or EOB in `events`.
    """
    known = {**anchors_of_service(services), **events}
    groups = choose_filing_rule(limits, plan, known) or (_assumed(plan.claim_kind, known),)
    found = [explain_deadline(limits, group, known, now) for group in groups]
    earliest = min(found, key=lambda each: (each.work_by, each.legal))
    if len(found) == 1:
        return earliest
    words = f"The earliest of {', '.join(each.rule_id for each in found)} holds."
    return replace(earliest, reasons=(*earliest.reasons, words))


def _assumed(kind: ClaimKind, known: Mapping[Anchor, date]) -> str:
    """The assumed rule of that kind, or of first filing when its event is not known."""
    if kind is ClaimKind.CORRECTED and Anchor.DECISION_NOTICE_DATE in known:
        return "assumed-corrected"
    if kind is ClaimKind.SECONDARY and Anchor.PRIOR_PAYER_EOB_DATE in known:
        return "assumed-secondary"
    return "assumed-initial"
