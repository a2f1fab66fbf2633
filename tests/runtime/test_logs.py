import json
import logging
import sys

import psycopg
import pytest

from rules.errors import Conflict
from runtime.logs import JsonLines


def line(message: str = "posted", *args: object, name: str = "activities.ledger", **extra: object) -> dict:
    record = logging.LogRecord(name, logging.INFO, "ledger.py", 1, message, args, sys.exc_info())
    vars(record).update(extra)
    written = JsonLines().format(record)
    assert "\n" not in written
    return json.loads(written)


def test_a_line_says_when_how_grave_who_and_what() -> None:
    written = line()
    assert written.pop("at").endswith("+00:00")
    assert written == {"level": "info", "logger": "activities.ledger", "says": "posted"}


def test_only_listed_fields_are_written() -> None:
    written = line(workflow_id="claim:8f2c", patient="Doe, Jane", last_name="Doe")
    assert written["workflow_id"] == "claim:8f2c"
    assert "Doe" not in json.dumps(written)


def test_a_request_is_logged_without_its_query() -> None:
    about = ("127.0.0.1:9", "GET", "/patients?name=Doe", "1.1", 200)
    written = line('%s - "%s %s HTTP/%s" %d', *about, name="uvicorn.access")
    assert written["path"] == "/patients"
    assert (written["method"], written["status"]) == ("GET", 200)


def test_the_text_of_a_fault_is_left_out_because_a_database_quotes_the_row() -> None:
    try:
        raise psycopg.IntegrityError("Key (last_name)=(Doe) already exists.")
    except psycopg.Error:
        written = line("failed")
    assert "Doe" not in json.dumps(written)
    assert written["error"] == "IntegrityError"
    assert written["trace"][0].startswith("test_logs.py:")


def test_the_text_of_our_own_refusal_is_kept() -> None:
    try:
        raise Conflict("The facts have moved on.")
    except Conflict:
        assert line("refused")["reason"] == "The facts have moved on."


@pytest.mark.parametrize("group", ["temporal_activity", "temporal_workflow"])
def test_of_temporals_context_only_listed_fields_are_written(group: str) -> None:
    context = {"workflow_id": "claim:8f2c", "workflow_input": "Doe"}
    written = line(f"Completing activity as failed ({context})", **{group: context})
    assert written["says"] == "Completing activity as failed"
    assert written["workflow_id"] == "claim:8f2c"
    assert "Doe" not in json.dumps(written)
