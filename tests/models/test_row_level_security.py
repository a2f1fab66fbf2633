"""Every row of a practice is invisible and out of reach for those who do not work for it."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from models.base import new_id
from models.tables import Base
from runtime.embedded.postgres import APP, AUDITOR, SUPERUSER, PostgresServer
from tests.database import run
from tests.factories_rows import put, put_alone, row_of

OURS, THEIRS = new_id(), new_id()
OPEN = {
    "absence": "days on which a colleague is away; no patient",
    "access_review": "who looked at whose rights; people of the office alone",
    "alert_choice": "each person's own choice, read by whoever tells them something",
    "allocation_rule": "who gets which work; no patient",
    "api_token": "read before anybody's practices are known",
    "app_user": "read at sign-in, before anybody's practices are known",
    "audit_head": "a number and a hash for each chain; every act of any practice locks one",
    "authenticator_app": "read at sign-in, before anybody's practices are known",
    "batch": "one file may carry claims of several practices; it holds counts alone",
    "control_number": "the office's counters",
    "discarded_file": "hashes of bytes that may be removed; no practice, no patient",
    "emergency_access": "who took which role for an hour; people of the office alone",
    "engagement": "a colleague's time zone and capacity; no patient",
    "escalation_rung": "who is asked next, the same for every practice",
    "invitation": "read before anybody's practices are known",
    "known_device": "read before anybody's practices are known",
    "linked_identity": "read before anybody's practices are known",
    "login_session": "read before anybody's practices are known",
    "mail": "titles of alerts on their way to one person; no practice, no patient",
    "mapped_reason": "what a code means at a payer, decided once for every practice",
    "membership": "says who sees which practice: the fence is made of it",
    "note_template": "the office's own texts, with no patient in them",
    "office": "one row, the calendar",
    "outbox": "workflow ids alone, for the relay",
    "passkey": "read at sign-in, before anybody's practices are known",
    "payer": "the same card for every practice",
    "person_skill": "what a colleague was trained for; no patient",
    "playbook": "how a payer is worked, the same for every practice",
    "receipt": "random keys of commands carried out",
    "recovery_code": "read at sign-in, before anybody's practices are known",
    "saved_view": "a named filter: kinds, days and amounts, never a row",
    "sign_in_try": "read before anybody is known",
    "site": "where people work; no patient",
    "team": "names of teams; no patient",
    "team_member": "who works in which team; no patient",
    "training_acknowledgement": "who read which training; people of the office alone",
    "working_hours": "when a colleague works; no patient",
}
PAST_THE_FENCES = {
    "claimdesk_class": "which class a payer and a practice make, from two ids",
    "claimdesk_class_of_task": "a trigger: the class follows the claim",
    "claimdesk_classes_follow": "a trigger: the class follows payer and practice",
    "claimdesk_entry_balances": "a trigger: it weighs every leg of an entry",
    "claimdesk_entry_is_new": "a trigger: it weighs every leg of an entry",
    "claimdesk_leg_balances": "a trigger: it weighs every leg of an entry",
    "claimdesk_hands": "who has an account's tasks: ids and times, nothing about a task",
    "claimdesk_last_given": "who got a rule's newest task",
    "claimdesk_only_practice": "the name of somebody's one practice, asked when they come with their session",
    "claimdesk_open_work": "how many tasks of each kind somebody has open",
}
WRITTEN_BY_ALL = {"acknowledgement", "audit_event", "mailbox_file"}  # the office writes what is nobody's yet
TABLES = {each.name: each for each in Base.metadata.sorted_tables}
FENCED = sorted(TABLES.keys() - OPEN)
REFUSED = (InsufficientPrivilege, CheckViolation)


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer, template: str) -> Iterator[str]:
    """The name of a database with one row of OURS in every fenced table, and a patient of THEIRS."""
    run(postgres, f'create database "fenced" template "{template}" strategy file_copy')
    with psycopg.connect(postgres.url(SUPERUSER, "fenced"), autocommit=True) as line:
        for name in FENCED:
            put_alone(line, name, row_of(TABLES[name], OURS))
        put_alone(line, "patient", row_of(TABLES["patient"], THEIRS))
    yield "fenced"
    run(postgres, 'drop database "fenced" with (force)')


@pytest.fixture
def line(postgres: PostgresServer, filled: str) -> Iterator[psycopg.Connection]:
    """The application's own connection, as somebody who works for THEIRS alone; rolled back afterwards."""
    with psycopg.connect(postgres.url(APP, filled)) as line:
        works_for(line, str(THEIRS))
        yield line
        line.rollback()


@pytest.fixture
def auditor(postgres: PostgresServer, filled: str) -> Iterator[psycopg.Connection]:
    """The auditor's connection, with its own promise to write nothing taken back."""
    with psycopg.connect(postgres.url(AUDITOR, filled), autocommit=True) as line:
        line.execute("set default_transaction_read_only = off")
        yield line


def works_for(line: psycopg.Connection, practices: str) -> None:
    line.execute(
        "select set_config('claimdesk.practices', %s, false), set_config('claimdesk.classes', '*', false)",
        [practices],
    )


def mine(table: str) -> str:
    """What picks the row of OURS, written as SQL."""
    if table == "mailbox_file":
        return f"practices = array['{OURS}'::uuid]"
    return f"{'id' if table == 'practice' else 'practice_id'} = '{OURS}'"


def seen(line: psycopg.Connection, table: str) -> int:
    found = line.execute(f'select count(*) from "{table}" where {mine(table)}'.encode()).fetchone()  # noqa: S608 - names from our own schema
    assert found is not None
    return int(found[0])


def touch(line: psycopg.Connection, statement: str) -> int:
    """How many rows it changed; a statement the database refuses outright changed none."""
    try:
        with line.transaction():
            return line.execute(statement.encode()).rowcount
    except REFUSED:
        return 0


def test_a_table_is_fenced_or_says_why_not() -> None:
    assert OPEN.keys() <= TABLES.keys()
    of_a_practice = {name for name, table in TABLES.items() if "practice_id" in table.columns}
    assert of_a_practice - OPEN.keys() <= set(FENCED)
    assert of_a_practice & OPEN.keys() == {"audit_head", "membership"}


def test_what_passes_the_fences_is_on_the_list_with_its_reason(line: psycopg.Connection) -> None:
    found = line.execute("select proname from pg_proc where prosecdef and proname like 'claimdesk_%'")
    assert sorted(name for (name,) in found) == sorted(PAST_THE_FENCES)


@pytest.mark.parametrize("name", FENCED)
def test_a_row_of_another_practice_is_not_there(line: psycopg.Connection, name: str) -> None:
    column = TABLES[name].primary_key.columns[0].name
    assert seen(line, name) == 0
    assert touch(line, f'update "{name}" set "{column}" = "{column}" where {mine(name)}') == 0  # noqa: S608 - names from our own schema
    assert touch(line, f'delete from "{name}" where {mine(name)}') == 0  # noqa: S608 - names from our own schema
    works_for(line, f"{THEIRS},{OURS}")
    assert seen(line, name) == 1


@pytest.mark.parametrize("name", sorted(set(FENCED) - WRITTEN_BY_ALL))
def test_a_row_cannot_be_slipped_into_another_practice(line: psycopg.Connection, name: str) -> None:
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        put(line, name, row_of(TABLES[name], OURS))


@pytest.mark.parametrize("name", FENCED)
def test_who_works_for_nobody_sees_nothing_and_workflows_see_all(line: psycopg.Connection, name: str) -> None:
    works_for(line, "")
    assert seen(line, name) == 0
    works_for(line, "*")
    assert seen(line, name) == 1


def test_a_row_of_ones_own_cannot_be_given_away(line: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        line.execute(f"update patient set practice_id = '{OURS}'".encode())  # noqa: S608 - an id of this file


@pytest.mark.parametrize("name", FENCED)
def test_the_auditor_reads_every_practice_and_changes_none(auditor: psycopg.Connection, name: str) -> None:
    assert seen(auditor, name) == 1
    with pytest.raises(InsufficientPrivilege):
        auditor.execute(f'delete from "{name}"'.encode())  # noqa: S608 - names from our own schema


def test_the_auditor_cannot_read_session_tokens(auditor: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege):
        auditor.execute("select token_hash from login_session")
