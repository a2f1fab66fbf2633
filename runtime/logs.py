"""Logs as one JSON object a line, holding ids and counts alone: nothing that could tell of a patient."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from rules.errors import Refusal

FIELDS = frozenset(
    [
        "attempt",
        "activity_type",
        "count",
        "file_id",
        "method",
        "ms",
        "path",
        "practice_id",
        "queue",
        "request_id",
        "rows",
        "run_id",
        "seconds",
        "status",
        "task_queue",
        "user_id",
        "worker",
        "workflow_id",
        "workflow_type",
    ]
)  # every other `extra` is dropped: a new one is added here by someone who has thought about it
FROM_TEMPORAL = ("temporal_activity", "temporal_workflow")


class JsonLines(logging.Formatter):
    """One record as one line; exceptions give their type and place, and their text only when it is ours."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with the listed fields and no others."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **said(record),
            **listed(vars(record)),
        }
        for group in FROM_TEMPORAL:
            line |= listed(getattr(record, group, {}))
        if record.exc_info and record.exc_info[1] is not None:
            line |= fault(record.exc_info[1])
        return json.dumps(line, default=str)


def said(record: logging.LogRecord) -> dict[str, object]:
    """The message; of a web request the method, the path without its query, and the status."""
    if record.name == "uvicorn.access" and isinstance(record.args, tuple) and len(record.args) == 5:
        _, method, target, _, status = record.args
        return {"says": "request", "method": method, "path": str(target).split("?")[0], "status": status}
    if any(hasattr(record, group) for group in FROM_TEMPORAL):
        return {"says": record.getMessage().split(" ({")[0]}  # Temporal repeats its context in the text
    return {"says": record.getMessage()}


def listed(values: dict[str, object]) -> dict[str, object]:
    """Those values whose names are allowed in a log."""
    return {name: value for name, value in values.items() if name in FIELDS}


def fault(error: BaseException) -> dict[str, object]:
    """What went wrong and where. A database's or parser's own text may quote the row, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    found: dict[str, object] = {
        "error": type(error).__name__,
        "trace": [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames[-12:]],
    }
    return {**found, "reason": str(error)} if isinstance(error, Refusal) else found


def configure(level: str = "info") -> None:
    """Send every logger of this process to standard error as JSON; start uvicorn with `log_config=None`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for quiet in ("httpx", "asyncssh", "multipart"):  # they quote addresses, file names and headers
        logging.getLogger(quiet).setLevel(logging.WARNING)
