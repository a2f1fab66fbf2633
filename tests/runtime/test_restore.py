"""A backup brought back as docs/operations.md says: facts, guards, fences and trail are all there."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.errors import CheckViolation

from activities.actors import CLAIMDESK
from activities.audit_check import verify_audit
from activities.claims import workflow_id
from activities.doctor import examine
from activities.ledger import ledger_of_claim
from activities.reconciling import should_run
from activities.transactions import Office
from rules.ledger import Account
from runtime.database import make_engine
from runtime.embedded.postgres import APP, OWNER, SUPERUSER, PostgresServer, programs
from runtime.schema_dump import schema_of
from tests.database import run
from tests.factories_money import Billed, one_claim

RESTORED = "restored"
CASTS = r"::(character varying|text)(\[\])?|[()]"  # PostgreSQL writes the same list of words in two ways


@pytest.fixture
def restored(postgres: PostgresServer) -> Iterator[str]:
    """The name of an empty database of the owner's."""
    run(postgres, f'create database "{RESTORED}" owner {OWNER}')
    yield RESTORED
    run(postgres, f'drop database "{RESTORED}" with (force)')


def call(program: str, url: str, *words: str) -> None:
    """Run one of PostgreSQL's programs against this database, the password in the environment."""
    parts = urlsplit(url)
    where = f"--host={parts.hostname}", f"--port={parts.port}", f"--username={parts.username}"
    command = [str(programs() / program), *where, f"--dbname={parts.path[1:]}", *words]
    subprocess.run(command, check=True, env={**os.environ, "PGPASSWORD": parts.password or ""})


def copy_by_backup(postgres: PostgresServer, database: str, restored: str, folder: Path) -> None:
    backup = folder / "claimdesk.dump"
    call("pg_dump", postgres.url(OWNER, database), "--format=custom", f"--file={backup}")
    call("pg_restore", postgres.url(OWNER, restored), "--exit-on-error", "--no-owner", str(backup))


async def facts(office: Office, billed: Billed) -> tuple[dict[Account, object], list[object], set[str]]:
    async with office.begin(CLAIMDESK) as work:
        money = dict(await ledger_of_claim(work.session, billed.claim_id))
    return money, [*await verify_audit(office)], await should_run(office)


async def test_a_restored_backup_is_the_same_office(
    postgres: PostgresServer, database: str, office: Office, restored: str, tmp_path: Path
) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        work.record("saw", f"claim:{billed.claim_id}", billed.practice_id)
    before = await facts(office, billed)
    copy_by_backup(postgres, database, restored, tmp_path)
    engine = make_engine(postgres.url(APP, restored))
    again = Office.of(engine)
    assert await facts(again, billed) == before
    assert workflow_id(billed.claim_id) in before[2]
    assert [each.rule for each in await examine(again) if each.broken_by] == [
        each.rule for each in await examine(office) if each.broken_by
    ]
    await engine.dispose()


def test_a_restored_database_has_every_guard_grant_and_fence(
    postgres: PostgresServer, database: str, restored: str, tmp_path: Path
) -> None:
    copy_by_backup(postgres, database, restored, tmp_path)
    old, new = (schema_of(postgres.url(SUPERUSER, each)) for each in (database, restored))
    assert re.sub(CASTS, "", new) == re.sub(CASTS, "", old)
    with (
        psycopg.connect(postgres.url(OWNER, restored)) as owner,
        pytest.raises(CheckViolation, match="never changed or removed"),
    ):
        owner.execute("delete from audit_event")
