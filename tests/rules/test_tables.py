"""Tables: a cell that makes no sense is named by table, line and column."""

from datetime import date

import pytest

from models.rulebook import working_times
from rules.errors import Unreadable
from rules.filing_limits import Unit, parse_filing_limits
from rules.tables import read_rows
from rules.working_times import parse_working_times


def test_a_wrong_cell_is_named() -> None:
    row = next(read_rows("unit,amount\nweeks,1\n", "limits.csv"))
    with pytest.raises(Unreadable, match=r"limits\.csv, line 2: unit cannot be 'weeks'"):
        row.read("unit", Unit)
    with pytest.raises(Unreadable, match=r"line 2: the column anchor is missing"):
        row.text("anchor")


def test_an_empty_cell_is_none_and_a_short_line_is_filled() -> None:
    row = next(read_rows("since,until,note\n2026-01-01,\n", "limits.csv"))
    assert (row.day("since"), row.day("until"), row.text("note")) == (date(2026, 1, 1), None, "")


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    rows = list(read_rows("verified\ntrue\nfalse\nyes\n", "limits.csv"))
    assert [rows[0].flag("verified"), rows[1].flag("verified")] == [True, False]
    with pytest.raises(Unreadable, match="cannot be 'yes'"):
        rows[2].flag("verified")


def test_a_filing_limit_without_its_columns_is_refused() -> None:
    with pytest.raises(Unreadable, match="rule_group is missing"):
        parse_filing_limits("rule_id\nsomething\n")


def test_a_period_without_a_value_in_force_is_refused() -> None:
    text = "name,amount,effective_from,effective_to\nbatch_paper,5,2026-01-01,2026-06-30\n"
    with pytest.raises(Unreadable, match="batch_electronic has no value in force on 2026-02-01"):
        parse_working_times(text, date(2026, 2, 1))


def test_the_offices_periods_are_the_promised_ones() -> None:
    times = working_times(date(2026, 11, 23))
    assert (times.acknowledgement, times.follow_up_shortest, times.follow_up_longest) == (2, 14, 21)
