"""The rule tables that come with the program, read once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from rules.alerts import AlertHabit, AlertKind, parse_alert_habits
from rules.appeals import AppealLevel, parse_appeal_levels
from rules.capacity import Weights, parse_weights
from rules.denials import ClassRule, DenialRoute, parse_adjustment_classes, parse_denial_routes
from rules.filing_limits import FilingLimit, parse_filing_limits
from rules.guards import GuardRule, parse_guard_rules
from rules.offshore import OffshoreRule, parse_offshore_rules, parse_onshore_countries
from rules.performance import PerformanceRules, parse_performance_rules
from rules.posting_book import PostingRules, parse_habits
from rules.priority_points import Points, parse_points
from rules.provider_adjustments import ReasonRule, parse_reason_rules
from rules.quality import SampleRule, Scorecard, parse_samples, parse_scorecard
from rules.referring import ReferringRule, parse_referring_rules
from rules.reveals import parse_reveal_reasons
from rules.reviews import Review, Sourced, review
from rules.service_levels import ServiceLevel, parse_service_levels
from rules.sign_in_limits import SignInLimits, parse_sign_in_limits
from rules.skills import Skill, parse_task_skills
from rules.task_times import parse_task_times
from rules.tasks import TaskKind
from rules.training import Training, parse_training
from rules.working_times import WorkingTimes, parse_working_times


def _text(table: str) -> str:
    return files("rules").joinpath("data", table).read_text(encoding="utf-8")


@cache
def filing_limits() -> tuple[FilingLimit, ...]:
    return parse_filing_limits(_text("filing_limits.csv"))


@cache
def working_times(on: date) -> WorkingTimes:
    """The office's own periods in force on that day."""
    return parse_working_times(_text("working_times.csv"), on)


@cache
def sign_in_limits(on: date) -> SignInLimits:
    """The periods and counts of signing in, in force on that day."""
    return parse_sign_in_limits(_text("sign_in_limits.csv"), on)


@cache
def service_levels(on: date) -> Sequence[ServiceLevel]:
    """What the office promises by kind of work, in force on that day."""
    return parse_service_levels(_text("service_levels.csv"), on)


@cache
def quality_samples(on: date) -> Sequence[SampleRule]:
    """How much of which finished work is looked at again, in force on that day."""
    return parse_samples(_text("quality_samples.csv"), on)


@cache
def scorecard(on: date) -> Scorecard:
    """What a reviewer looks at, in force on that day."""
    return parse_scorecard(_text("quality_criteria.csv"), on)


@cache
def performance_rules(on: date) -> PerformanceRules:
    """What counts as rework and how touches are timed, in force on that day."""
    return parse_performance_rules(_text("performance_rules.csv"), on)


@cache
def reveal_reasons(on: date) -> Mapping[str, str]:
    """What hidden fields may be shown for, in force on that day: names and words."""
    return parse_reveal_reasons(_text("reveal_reasons.csv"), on)


@cache
def training(on: date) -> Training:
    """The security training in force on that day."""
    return parse_training(_text("security_training.csv"), on)


@cache
def task_times(on: date) -> Mapping[TaskKind, int]:
    """Business days until each kind of task is due, in force on that day."""
    return parse_task_times(_text("task_times.csv"), on)


@cache
def alert_habits(on: date) -> Mapping[AlertKind, AlertHabit]:
    """How each kind of alert reaches people who chose nothing, in force on that day."""
    return parse_alert_habits(_text("alert_habits.csv"), on)


@cache
def task_skills(on: date) -> Mapping[TaskKind, Skill | None]:
    """What each kind of task takes to be done, in force on that day."""
    return parse_task_skills(_text("task_skills.csv"), on)


@cache
def task_weights(on: date) -> Weights:
    """What each kind of task weighs, and how much makes a working day, in force on that day."""
    return parse_weights(_text("task_weights.csv"), on)


@cache
def priority_points(on: date) -> Points:
    """What weighs how much in the order of work, in force on that day."""
    return parse_points(_text("priority_points.csv"), _text("payment_odds.csv"), on)


@cache
def guard_rules() -> tuple[GuardRule, ...]:
    return parse_guard_rules(_text("guard_steps.csv"))


@cache
def appeal_levels() -> tuple[AppealLevel, ...]:
    return parse_appeal_levels(_text("appeal_levels.csv"))


@cache
def denial_routes() -> tuple[DenialRoute, ...]:
    return parse_denial_routes(_text("denial_routes.csv"))


@cache
def adjustment_classes() -> tuple[ClassRule, ...]:
    return parse_adjustment_classes(_text("adjustment_classes.csv"))


@cache
def posting_rules() -> PostingRules:
    """What reasons mean to the ledger, how denials are worked, and how single payers deviate."""
    habits = parse_habits(_text("posting_habits.csv"))
    return PostingRules(adjustment_classes(), denial_routes(), habits)


@cache
def provider_adjustment_reasons(on: date) -> Mapping[str, ReasonRule]:
    """Money outside claims: the reasons in force on that day."""
    return parse_reason_rules(_text("provider_adjustments.csv"), on)


@cache
def referring_rules() -> tuple[ReferringRule, ...]:
    return parse_referring_rules(_text("referring_rules.csv"))


@cache
def offshore_rules() -> tuple[OffshoreRule, ...]:
    return parse_offshore_rules(_text("offshore_rules.csv"))


@cache
def onshore_countries(on: date) -> frozenset[str]:
    """The United States and their territories, on that day."""
    return parse_onshore_countries(_text("onshore_countries.csv"), on)


def reviews(today: date) -> list[Review]:
    """How far each rule of each table can be trusted, in table order."""
    tables: dict[str, Iterable[Sourced]] = {
        "filing_limits": filing_limits(),
        "appeal_levels": appeal_levels(),
        "denial_routes": denial_routes(),
        "adjustment_classes": adjustment_classes(),
        "referring_rules": referring_rules(),
        "offshore_rules": offshore_rules(),
    }
    stale_after = working_times(today).review_after
    return [found for name, rules in tables.items() for found in review(name, rules, today, stale_after)]
