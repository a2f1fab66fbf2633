"""The schema is the one written down in docs/schema.sql, and the models know every column of it."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from models.tables import Base
from runtime.database import sqlalchemy_url
from runtime.embedded.postgres import SUPERUSER, PostgresServer
from runtime.schema_dump import schema_of

DOCUMENT = Path(__file__).parents[2] / "docs/schema.sql"
GUARDS_ALONE = {"journal_entry.made_in"}  # which transaction made an entry: the trigger's business


def test_the_schema_is_the_one_written_down(postgres: PostgresServer, database: str) -> None:
    assert schema_of(postgres.url(SUPERUSER, database)) == DOCUMENT.read_text(encoding="utf-8"), "make docs"


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")  # the column of GUARDS_ALONE
def test_migrations_and_models_agree_on_every_table(postgres: PostgresServer, database: str) -> None:
    engine = create_engine(sqlalchemy_url(postgres.url(SUPERUSER, database)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    columns = {f"{each[2]}.{each[3].name}" for each in found if each[0] == "remove_column"}
    assert columns == GUARDS_ALONE
    assert [each for each in found if each[0] != "remove_column"] == []
