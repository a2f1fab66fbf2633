"""Every row of every rule table says where it comes from and when a person checked it."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

TABLES = sorted((Path(__file__).parents[2] / "rules/data").glob("*.csv"))


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.stem)
def test_every_rule_has_a_source(table: Path) -> None:
    assert [number for number, row in enumerate(rows(table), 2) if not row["source"].strip()] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.stem)
def test_a_rule_was_checked_on_a_day_or_says_that_nobody_has(table: Path) -> None:
    """What nobody confirmed is marked so, and `claimdesk rules review` puts it before a person."""
    unmarked = [
        number
        for number, row in enumerate(rows(table), 2)
        if not row["checked_on"].strip() and row.get("verified") != "false"
    ]
    assert unmarked == []


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.stem)
def test_no_rule_was_checked_in_the_future(table: Path) -> None:
    days = [date.fromisoformat(row["checked_on"]) for row in rows(table) if row["checked_on"].strip()]
    assert max(days, default=date.min) <= datetime.now(UTC).date()
