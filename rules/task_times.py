"""How soon each kind of task is due; dated data, in business days."""

from collections.abc import Mapping
from datetime import date

from rules.errors import Unreadable
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "task_times.csv"


def parse_task_times(text: str, on: date) -> Mapping[TaskKind, int]:
    """Business days by kind, in force on that day. Raises Unreadable when a kind has none."""
    times = {
        row.read("kind", TaskKind): row.read("due_in_business_days", int)
        for row in read_rows(text, TABLE)
        if row.governs(on)
    }
    missing = [kind.value for kind in TaskKind if kind not in times]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no value in force on {on}.")
    return times
