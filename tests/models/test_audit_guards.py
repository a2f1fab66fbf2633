"""The audit trail as the database itself keeps it: written once, never changed, by nobody."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege, UniqueViolation

from models.audit import OFFICE_CHAIN, AuditEvent
from runtime.embedded.postgres import APP, OWNER, PostgresServer
from tests.factories_rows import put, row_of

CHANGES = "update audit_event set action = 'slept'", "delete from audit_event", "truncate audit_event"
EVENT = row_of(AuditEvent.metadata.tables["audit_event"], OFFICE_CHAIN)


@pytest.fixture
def line(postgres: PostgresServer, database: str) -> Iterator[psycopg.Connection]:
    """The application's own connection, with one event in the trail."""
    with psycopg.connect(postgres.url(APP, database), autocommit=True) as line:
        line.execute("set claimdesk.practices = '*'")
        line.execute("set claimdesk.classes = '*'")
        put(line, "audit_event", EVENT)
        yield line


@pytest.mark.parametrize("change", CHANGES)
def test_the_application_has_no_right_to_change_the_trail(line: psycopg.Connection, change: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        line.execute(change.encode())


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_of_the_schema_changes_the_trail(
    postgres: PostgresServer, database: str, change: str
) -> None:
    with (
        psycopg.connect(postgres.url(OWNER, database)) as owner,
        pytest.raises(CheckViolation, match="never changed or removed") as refused,
    ):
        owner.execute(change.encode())
    assert refused.value.diag.constraint_name == "audit_event_is_append_only"


def test_a_number_of_a_chain_is_given_once(line: psycopg.Connection) -> None:
    with pytest.raises(UniqueViolation, match="pk_audit_event"):
        put(line, "audit_event", EVENT)


def test_the_end_of_a_chain_cannot_be_removed(line: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege):
        line.execute("delete from audit_head")
