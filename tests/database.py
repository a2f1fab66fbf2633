"""A migrated database for every test that wants one: copied from a template in a blink."""

import itertools
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.transactions import Office
from models.schema import migrate
from runtime.database import make_engine, sqlalchemy_url
from runtime.embedded.postgres import APP, OWNER, SUPERUSER, PostgresServer

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def template(postgres: PostgresServer) -> str:
    """The name of a migrated database nobody is connected to."""
    run(postgres, 'create database "template_desk" owner claimdesk_owner')
    migrate(sqlalchemy_url(postgres.url(OWNER, "template_desk")))
    return "template_desk"


@pytest.fixture
def database(postgres: PostgresServer, template: str) -> Iterator[str]:
    """The name of a fresh copy of the migrated database, for this test alone."""
    name = f"desk_{next(numbers)}"
    run(postgres, f'create database "{name}" template "{template}" strategy file_copy')
    yield name
    run(postgres, f'drop database "{name}" with (force)')


@pytest.fixture
async def engine(postgres: PostgresServer, database: str) -> AsyncIterator[AsyncEngine]:
    """An engine of the application's role: row-level security holds."""
    engine = make_engine(postgres.url(APP, database))
    yield engine
    await engine.dispose()


@pytest.fixture
def office(engine: AsyncEngine) -> Office:
    """The office on this test's database; a finished task wakes its claim at once."""
    return Office.of(engine, undo_seconds=0)


def run(postgres: PostgresServer, statement: str, database: str = "postgres", role: str = SUPERUSER) -> None:
    """Run one statement outside any transaction."""
    with psycopg.connect(postgres.url(role, database), autocommit=True) as line:
        line.execute(statement.encode())


@pytest.fixture
def patient_office(engine: AsyncEngine) -> Office:
    """The same, but what was finished can be taken back for a minute."""
    return Office.of(engine, undo_seconds=60)
