"""How soon a task is due: every kind has its days, or nothing starts."""

from datetime import date

import pytest

from rules.errors import Unreadable
from rules.task_times import parse_task_times
from rules.tasks import TaskKind

HEAD = "kind,due_in_business_days,effective_from,effective_to\n"


def test_the_row_in_force_on_the_day_counts() -> None:
    rows = "".join(f"{kind.value},3,,2026-06-30\n{kind.value},5,2026-07-01,\n" for kind in TaskKind)
    assert set(parse_task_times(HEAD + rows, date(2026, 6, 30)).values()) == {3}
    assert set(parse_task_times(HEAD + rows, date(2026, 7, 1)).values()) == {5}


def test_a_kind_without_days_is_refused_by_name() -> None:
    rows = "".join(f"{kind.value},3,,\n" for kind in TaskKind if kind is not TaskKind.CALL_PAYER)
    with pytest.raises(Unreadable, match="call payer has no value in force on 2026-07-01"):
        parse_task_times(HEAD + rows, date(2026, 7, 1))
