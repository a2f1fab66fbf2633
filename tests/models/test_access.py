"""The first fence holds by itself, also for the owner, whom row-level security does not bind."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from models.access import mine
from models.claims import Claim
from models.tables import Base
from models.tasks import Task
from runtime.database import sqlalchemy_url
from runtime.embedded.postgres import OWNER, SUPERUSER, PostgresServer
from tests.factories_rows import put_alone, row_of

FENCES = text(
    "select set_config('claimdesk.practices', :practices, true),"
    " set_config('claimdesk.classes', :classes, true)"
)


@pytest.mark.parametrize("table", [Task, Claim])
def test_without_row_level_security_a_list_still_shows_only_what_is_ones_own(
    postgres: PostgresServer, database: str, table: type[Task] | type[Claim]
) -> None:
    ours, theirs = uuid4(), uuid4()
    name = table.__tablename__
    with psycopg.connect(postgres.url(SUPERUSER, database), autocommit=True) as line:
        for practice, access_class in ((ours, "commercial/TX"), (ours, "va/TX"), (theirs, "commercial/TX")):
            row = row_of(Base.metadata.tables[name], practice)
            put_alone(line, name, row | {"id": uuid4(), "access_class": access_class})
    seen = {
        (str(ours), f"{ours}/commercial/TX"): 1,
        (str(ours), "*"): 2,
        ("*", "*"): 3,
        (str(ours), ""): 0,
        ("", "*"): 0,
        (str(theirs), f"{ours}/commercial/TX"): 0,
    }
    engine = create_engine(sqlalchemy_url(postgres.url(OWNER, database)))
    with Session(engine) as session:
        for (practices, classes), count in seen.items():
            session.execute(FENCES, {"practices": practices, "classes": classes})
            assert len(session.scalars(select(table.id).where(mine(table))).all()) == count
    engine.dispose()
