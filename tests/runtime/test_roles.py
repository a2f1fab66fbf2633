"""What each role may do in the database that every start makes; tests' copies would allow more."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from runtime.embedded.postgres import APP, AUDITOR, PostgresServer


def test_the_application_may_gather_rows_in_a_temporary_table(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(APP)) as line:
        line.execute("create temporary table incoming (amount numeric) on commit drop")


def test_the_application_makes_no_other_table(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(APP)) as line, pytest.raises(InsufficientPrivilege):
        line.execute("create table hidden (amount numeric)")


def test_the_auditor_makes_no_table_at_all(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(AUDITOR)) as line:
        line.execute("set transaction read write")
        with pytest.raises(InsufficientPrivilege):
            line.execute("create temporary table incoming (amount numeric)")
