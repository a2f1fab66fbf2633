"""Referring: which services somebody must have ordered."""

from datetime import date

from models.rulebook import referring_rules
from rules.edits import within
from rules.referring import referring_ranges

RULES = referring_rules()
NOVEMBER = date(2026, 11, 3)


def test_medicare_wants_to_know_who_ordered_images_and_laboratory_tests() -> None:
    ranges = referring_ranges(RULES, "medicare", NOVEMBER)
    assert within("71046", ranges)
    assert within("80053", ranges)
    assert not within("99214", ranges)


def test_other_plans_and_older_services_do_not() -> None:
    assert referring_ranges(RULES, "commercial", NOVEMBER) == ()
    assert referring_ranges(RULES, "medicare", date(2014, 1, 5)) == ()
    assert all(each.source and not each.conflict for each in RULES)
