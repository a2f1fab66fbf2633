"""What may be seen from a site is fenced by the database: claims by class, and all that hangs on them."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from models.base import new_id
from models.tables import Base
from runtime.embedded.postgres import APP, SUPERUSER, PostgresServer
from tests.database import run
from tests.factories_rows import put, put_alone, row_of

OURS = new_id()
ALLOWED, REFUSED = "commercial/TX", "medicaid/TX"
TABLES = {each.name: each for each in Base.metadata.sorted_tables}
NEVER = {  # for no site abroad
    "mailbox_file",  # whole files
    "provider_adjustment",
}
NO_CLASS = {
    "contract_term": "what may be seen, not what is seen",
    "practice": "the practice itself, no patient",
    "provider": "who treats there, no patient",
}


def rows_of(access_class: str) -> Iterator[tuple[str, dict[str, object]]]:
    """One claim of this class with a row in every table that follows a claim."""
    claim, task, patient, payer, remittance, paid = (new_id() for _ in range(6))
    own: dict[str, dict[str, object]] = {
        "claim": {"id": claim, "access_class": access_class, "patient_id": patient, "payer_id": payer},
        "task": {"id": task, "claim_id": claim, "access_class": access_class},
        "patient": {"id": patient},
        "coverage": {"patient_id": patient, "payer_id": payer},
        "remittance": {"id": remittance},
        "remittance_claim": {"id": paid, "claim_id": claim, "remittance_id": remittance},
        "remittance_line": {"remittance_claim_id": paid},
        "draft": {"task_id": task},
        "audit_event": {"subject": f"claim:{claim}"},
        **{
            each: {"claim_id": claim} for each in ("claim_line", "submission", "journal_entry", "journal_leg")
        },
        **{each: {"claim_id": claim} for each in ("acknowledgement", "note", "provider_adjustment")},
        "mailbox_file": {},
        "performance_day": {"user_id": new_id(), "access_class": access_class},
    }
    for name, values in own.items():
        yield name, {**row_of(TABLES[name], OURS), **number(name), **values}


def number(name: str) -> dict[str, object]:
    return {"number": new_id().int % 2**31} if name == "audit_event" else {}


FOLLOWING = sorted({name for name, _ in rows_of(ALLOWED)})


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer, template: str) -> Iterator[str]:
    """A database with two claims of one practice, one of each class, and all that hangs on them."""
    run(postgres, f'create database "classes" template "{template}" strategy file_copy')
    with psycopg.connect(postgres.url(SUPERUSER, "classes"), autocommit=True) as line:
        for access_class in (ALLOWED, REFUSED):
            for name, row in rows_of(access_class):
                put_alone(
                    line, name, {**row, "practice_id": OURS} if "practice_id" in TABLES[name].columns else row
                )
    yield "classes"
    run(postgres, 'drop database "classes" with (force)')


@pytest.fixture
def line(postgres: PostgresServer, filled: str) -> Iterator[psycopg.Connection]:
    """The application's own connection; what it does is rolled back."""
    with psycopg.connect(postgres.url(APP, filled)) as line:
        yield line
        line.rollback()


def sees(line: psycopg.Connection, *classes: str, practices: str = str(OURS)) -> None:
    line.execute(
        "select set_config('claimdesk.practices', %s, false), set_config('claimdesk.classes', %s, false)",
        [practices, ",".join(classes)],
    )


def seen(line: psycopg.Connection, name: str) -> int:
    found = line.execute(f'select count(*) from "{name}"'.encode()).fetchone()  # noqa: S608 - names from our own schema
    assert found is not None
    return int(found[0])


@pytest.mark.parametrize("name", FOLLOWING)
def test_from_abroad_only_what_hangs_on_an_allowed_claim_is_there(
    line: psycopg.Connection, name: str
) -> None:
    sees(line, f"{OURS}/{ALLOWED}")
    assert seen(line, name) == (0 if name in NEVER else 1)
    sees(line, "*")
    assert seen(line, name) == 2


@pytest.mark.parametrize("name", FOLLOWING)
def test_without_a_class_nothing_is_there_and_a_class_is_of_one_practice(
    line: psycopg.Connection, name: str
) -> None:
    for classes in ((), (f"{new_id()}/{ALLOWED}",), (ALLOWED,)):
        sees(line, *classes)
        assert seen(line, name) == 0
    sees(line, f"{OURS}/{ALLOWED}", practices="")
    assert seen(line, name) == 0
    line.execute("reset claimdesk.classes")
    assert seen(line, name) == 0


@pytest.mark.parametrize("name", ["claim", "task", "note", "patient"])
def test_a_refused_row_can_neither_be_changed_nor_removed(line: psycopg.Connection, name: str) -> None:
    sees(line, f"{OURS}/{ALLOWED}")
    column = TABLES[name].primary_key.columns[0].name
    changed = line.execute(f'update "{name}" set "{column}" = "{column}"'.encode())  # noqa: S608 - names from our own schema
    assert changed.rowcount == 1


def test_nothing_is_written_to_a_refused_claim(line: psycopg.Connection) -> None:
    sees(line, "*")
    (refused,) = line.execute("select id from claim where access_class = %s", [REFUSED]).fetchall()
    sees(line, f"{OURS}/{ALLOWED}")
    note = {**row_of(TABLES["note"], OURS), "claim_id": refused[0]}
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        put(line, "note", note)


def test_every_fenced_table_follows_a_class_or_says_why_not(line: psycopg.Connection) -> None:
    found = line.execute(
        "select tablename, coalesce(qual, '') from pg_policies where 'claimdesk_app' = any (roles)"
    ).fetchall()
    blind = {name for name, seen in found if "classes" not in seen and "FROM task" not in seen}
    assert blind - NO_CLASS.keys() == set()
