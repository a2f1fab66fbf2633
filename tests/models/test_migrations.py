"""Migrations: from nothing to the newest schema, back one step and forth, and by two machines at once."""

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from models.schema import configuration
from runtime.database import sqlalchemy_url
from runtime.embedded.postgres import OWNER, SUPERUSER, PostgresServer
from runtime.schema_dump import schema_of
from tests.database import run

MIGRATE = "import sys; from models.schema import migrate; migrate(sys.argv[1])"


@pytest.fixture
def empty(postgres: PostgresServer) -> Iterator[str]:
    """The name of a database with nothing in it."""
    run(postgres, f'create database "empty" owner {OWNER}')
    yield "empty"
    run(postgres, 'drop database "empty" with (force)')


def version(postgres: PostgresServer, database: str) -> list[tuple[str, ...]]:
    with psycopg.connect(postgres.url(SUPERUSER, database)) as line:
        return line.execute("select version_num from alembic_version").fetchall()


def test_there_is_one_newest_migration_and_the_template_has_it(
    postgres: PostgresServer, database: str
) -> None:
    newest = ScriptDirectory.from_config(configuration("postgresql://nowhere")).get_current_head()
    assert version(postgres, database) == [(newest,)]


def test_the_later_steps_go_down_and_up_again(postgres: PostgresServer, empty: str) -> None:
    config = configuration(sqlalchemy_url(postgres.url(OWNER, empty)))
    command.upgrade(config, "head")
    before = schema_of(postgres.url(SUPERUSER, empty))
    command.downgrade(config, "0003")
    assert schema_of(postgres.url(SUPERUSER, empty)) != before
    command.upgrade(config, "head")
    assert schema_of(postgres.url(SUPERUSER, empty)) == before


def test_two_machines_that_migrate_at_once_both_come_through(postgres: PostgresServer, empty: str) -> None:
    url = sqlalchemy_url(postgres.url(OWNER, empty))
    twins = [subprocess.Popen([sys.executable, "-c", MIGRATE, url]) for _ in range(2)]
    assert [each.wait(300) for each in twins] == [0, 0]
    assert len(version(postgres, empty)) == 1
