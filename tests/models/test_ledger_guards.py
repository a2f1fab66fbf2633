"""The journal as the database itself keeps it: balanced, whole when it commits, and never changed."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from models.base import new_id
from models.ledger import JournalEntry, JournalLeg
from models.practices import UNASSIGNED, Practice
from runtime.embedded.postgres import APP, OWNER, PostgresServer
from tests.factories_rows import put, row_of

TABLES = "journal_entry", "journal_leg"
CHANGES = "update {0} set id = id", "delete from {0}", "truncate {0} cascade"


@pytest.fixture
def line(postgres: PostgresServer, database: str) -> Iterator[psycopg.Connection]:
    """The application's own connection; commits as often as it is told to."""
    with psycopg.connect(postgres.url(APP, database)) as line:
        line.execute("set claimdesk.practices = '*'")
        line.execute("set claimdesk.classes = '*'")
        line.commit()
        yield line
        line.rollback()


def begin_entry(line: psycopg.Connection, *amounts: str) -> UUID:
    """An entry with such legs, not committed."""
    head = row_of(JournalEntry.metadata.tables["journal_entry"], UNASSIGNED)
    put(line, "journal_entry", head)
    entry_id = head["id"]
    assert isinstance(entry_id, UUID)
    for amount in amounts:
        add_leg(line, entry_id, amount)
    return entry_id


def add_leg(line: psycopg.Connection, entry_id: UUID, amount: str, practice_id: UUID = UNASSIGNED) -> None:
    row = row_of(JournalLeg.metadata.tables["journal_leg"], practice_id)
    put(line, "journal_leg", {**row, "entry_id": entry_id, "amount": Decimal(amount), "account": "cash"})


def add_practice(line: psycopg.Connection) -> UUID:
    practice_id = new_id()
    put(line, "practice", row_of(Practice.metadata.tables["practice"], practice_id))
    return practice_id


def test_an_entry_that_adds_up_to_zero_is_taken(line: psycopg.Connection) -> None:
    begin_entry(line, "80.00", "20.00", "-100.00")
    line.commit()
    assert line.execute("select sum(amount) from journal_leg").fetchone() == (Decimal("0.00"),)


@pytest.mark.parametrize("amounts", [(), ("0.00",), ("100.00",), ("100.00", "-99.99")])
def test_an_unbalanced_or_one_legged_entry_is_refused_when_it_commits(
    line: psycopg.Connection, amounts: tuple[str, ...]
) -> None:
    begin_entry(line, *amounts)
    with pytest.raises(CheckViolation, match="does not balance") as refused:
        line.commit()
    assert refused.value.diag.constraint_name == "an_entry_balances_to_zero"
    assert line.execute("select count(*) from journal_entry").fetchone() == (0,)


def test_of_two_entries_in_one_transaction_each_must_balance_alone(line: psycopg.Connection) -> None:
    begin_entry(line, "100.00", "-90.00")
    begin_entry(line, "90.00", "-100.00")
    with pytest.raises(CheckViolation, match="does not balance"):
        line.commit()


def test_a_leg_added_after_the_entry_was_weighed_is_weighed_too(line: psycopg.Connection) -> None:
    entry_id = begin_entry(line, "100.00", "-100.00")
    line.execute("set constraints all immediate")
    line.execute("set constraints all deferred")
    add_leg(line, entry_id, "5.00")
    with pytest.raises(CheckViolation, match="over 3 legs") as refused:
        line.commit()
    assert refused.value.diag.constraint_name == "every_leg_is_weighed"


def test_legs_added_after_it_was_weighed_may_balance_together(line: psycopg.Connection) -> None:
    entry_id = begin_entry(line, "100.00", "-100.00")
    line.execute("set constraints all immediate")
    line.execute("set constraints all deferred")
    add_leg(line, entry_id, "5.00")
    add_leg(line, entry_id, "-5.00")
    line.commit()


def test_the_database_weighs_legs_that_the_session_may_not_see(line: psycopg.Connection) -> None:
    other = add_practice(line)
    entry_id = begin_entry(line, "100.00")
    line.execute("select set_config('claimdesk.practices', %s, true)", [str(other)])
    add_leg(line, entry_id, "5.00", other)
    add_leg(line, entry_id, "-5.00", other)
    with pytest.raises(CheckViolation, match="over 3 legs"):
        line.commit()


def test_nothing_is_added_to_a_committed_entry_that_the_session_may_not_see(
    line: psycopg.Connection,
) -> None:
    other = add_practice(line)
    entry_id = begin_entry(line, "100.00", "-100.00")
    line.commit()
    line.execute("select set_config('claimdesk.practices', %s, true)", [str(other)])
    with pytest.raises(CheckViolation, match="correct it with another entry"):
        add_leg(line, entry_id, "0.00", other)


def test_nothing_is_added_to_an_entry_once_it_is_committed(line: psycopg.Connection) -> None:
    entry_id = begin_entry(line, "100.00", "-100.00")
    line.commit()
    with pytest.raises(CheckViolation, match="correct it with another entry"):
        add_leg(line, entry_id, "0.00")


def test_an_entry_cannot_claim_an_earlier_transaction(line: psycopg.Connection) -> None:
    entry_id = begin_entry(line, "100.00", "-100.00")
    line.commit()
    with pytest.raises(InsufficientPrivilege):
        line.execute("update journal_entry set made_in = pg_current_xact_id() where id = %s", [entry_id])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_has_no_right_to_change_the_journal(
    line: psycopg.Connection, change: str, table: str
) -> None:
    with pytest.raises(InsufficientPrivilege):
        line.execute(change.format(table).encode())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_of_the_schema_changes_the_journal(
    postgres: PostgresServer, database: str, change: str, table: str
) -> None:
    with (
        psycopg.connect(postgres.url(OWNER, database)) as owner,
        pytest.raises(CheckViolation, match="never changed or removed") as refused,
    ):
        owner.execute(change.format(table).encode())
    assert refused.value.diag.constraint_name == f"{table}_is_append_only"


def test_an_event_of_money_is_posted_once_by_its_cause(line: psycopg.Connection) -> None:
    head = row_of(JournalEntry.metadata.tables["journal_entry"], UNASSIGNED)
    put(line, "journal_entry", {**head, "cause": "payment:1"})
    with pytest.raises(psycopg.errors.UniqueViolation, match="uq_journal_entry_cause"):
        put(line, "journal_entry", {**head, "id": new_id(), "cause": "payment:1"})
