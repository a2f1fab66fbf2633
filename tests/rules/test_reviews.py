"""Reviews: every rule has a source, and the doubtful ones come first."""

from dataclasses import dataclass
from datetime import date

import pytest

from models.rulebook import filing_limits, reviews
from rules.reviews import Condition, review, worst_first

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Rule:
    verified: bool = True
    conflict: bool = False
    checked_on: date | None = date(2026, 11, 1)
    source: str = "the law"
    rule_id: str = "a-rule"


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        (Rule(), Condition.SOUND),
        (Rule(checked_on=date(2026, 5, 27)), Condition.SOUND),
        (Rule(checked_on=date(2026, 5, 26)), Condition.STALE),
        (Rule(verified=False, checked_on=None), Condition.UNVERIFIED),
        (Rule(verified=False, conflict=True), Condition.CONFLICTING),
    ],
)
def test_a_rule_is_as_good_as_its_last_check(rule: Rule, condition: Condition) -> None:
    assert review("table", [rule], TODAY, 180)[0].condition is condition
    assert condition.words


def test_the_worst_come_first_and_equals_by_name() -> None:
    rules = [Rule(rule_id="b"), Rule(rule_id="a"), Rule(rule_id="c", conflict=True)]
    assert [each.rule_id for each in worst_first(review("table", rules, TODAY, 180))] == ["c", "a", "b"]


def test_every_filing_limit_has_a_source_and_a_verified_one_a_day_of_checking() -> None:
    assert len(filing_limits()) == len({each.rule_id for each in filing_limits()}) == 95
    assert all(each.source for each in filing_limits())
    assert all(each.checked_on for each in filing_limits() if each.verified)


def test_every_table_of_rules_can_be_reviewed() -> None:
    tables = {each.table for each in reviews(TODAY)}
    assert {"filing_limits", "appeal_levels", "denial_routes", "adjustment_classes"} <= tables
    assert all(each.source for each in reviews(TODAY))
