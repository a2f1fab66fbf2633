"""Writes docs/schema.sql, the whole schema as PostgreSQL tells it: `python -m runtime.schema_dump`."""

import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from models.schema import migrate
from rules.errors import Conflict
from runtime.database import sqlalchemy_url
from runtime.embedded.postgres import OWNER, SUPERUSER, programs, start_postgres

DATABASE = "schema_dump"
HEAD = """-- The schema after every migration. `make docs` writes it, tests/models/test_schema.py compares it:
-- what is lost here (a check, a trigger, a grant, a policy) no other comparison would see.
"""


def schema_of(url: str) -> str:
    """The schema of the database at this URL, without the lines that name a release of PostgreSQL.

    Raises Conflict with what pg_dump said.
    """
    wanted = "--schema-only", "--no-owner", "--restrict-key=golden"
    done = subprocess.run(  # noqa: S603 - from the wheel
        [str(programs() / "pg_dump"), *wanted, "--dbname", url], capture_output=True, text=True
    )
    if done.returncode:
        raise Conflict(f"The schema could not be read: {done.stderr.strip()[-600:]}")
    kept = [line for line in done.stdout.splitlines() if not line.startswith("-- Dumped ")]
    return HEAD + "\n".join(kept) + "\n"


def main() -> None:
    """Migrate an empty database of a cluster made for the purpose, and write down what came of it."""
    with (
        tempfile.TemporaryDirectory(prefix="claimdesk-schema-") as folder,
        start_postgres(Path(folder), port=0, durable=False) as server,
    ):
        with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as line:
            line.execute(f'create database "{DATABASE}" owner {OWNER}'.encode())
        migrate(sqlalchemy_url(server.url(OWNER, DATABASE)))
        text = schema_of(server.url(SUPERUSER, DATABASE))
    Path("docs/schema.sql").write_text(text, encoding="utf-8")
    sys.stderr.write("docs/schema.sql is written.\n")


if __name__ == "__main__":
    main()
