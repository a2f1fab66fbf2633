"""Why hidden fields are shown is chosen from dated words."""

from datetime import date

import pytest

from rules.errors import Unreadable
from rules.reveals import parse_reveal_reasons

TABLE = """name,words,effective_from,effective_to,source,checked_on
payer asks,The payer asks,2026-01-01,2026-06-30,house rule,2026-11-27
coverage,To check coverage,2026-01-01,,house rule,2026-11-27
"""


def test_only_what_is_in_force_can_be_chosen() -> None:
    assert list(parse_reveal_reasons(TABLE, date(2026, 6, 30))) == ["payer asks", "coverage"]
    assert parse_reveal_reasons(TABLE, date(2026, 7, 1)) == {"coverage": "To check coverage"}


@pytest.mark.parametrize(
    ("table", "on"),
    [(TABLE, date(2025, 12, 31)), (TABLE.replace("To check coverage", ""), date(2026, 7, 1))],
    ids=["none in force", "no words"],
)
def test_a_list_with_nothing_to_choose_is_no_list(table: str, on: date) -> None:
    with pytest.raises(Unreadable, match="reveal_reasons"):
        parse_reveal_reasons(table, on)
