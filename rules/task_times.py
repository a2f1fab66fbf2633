"""How soon each kind of task is due; dated data, in business days."""

from collections.abc import Mapping
from datetime import date

from rules.tables import complete, read_rows
from rules.tasks import TaskKind

TABLE = "task_times.csv"


def parse_task_times(text: str, on: date) -> Mapping[TaskKind, int]:
    """Business days by kind, in force on that day. Raises Unreadable when a kind has none."""
    times = {
        row.read("kind", TaskKind): row.read("due_in_business_days", int)
        for row in read_rows(text, TABLE)
        if row.governs(on)
    }
    return complete(times, TaskKind, TABLE, on)
