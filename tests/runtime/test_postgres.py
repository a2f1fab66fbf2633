import os
import signal
from pathlib import Path

import psycopg
import pytest

from rules.errors import Conflict
from runtime.embedded.postgres import APP, AUDITOR, OWNER, PostgresServer, start_postgres


def one(server: PostgresServer, role: str, query: str) -> object:
    with psycopg.connect(server.url(role)) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0]


@pytest.mark.parametrize("role", [OWNER, APP, AUDITOR])
def test_every_role_can_connect_and_none_can_pass_row_security(postgres: PostgresServer, role: str) -> None:
    query = "select rolbypassrls or rolsuper from pg_roles where rolname = current_user"
    assert one(postgres, role, query) is False


@pytest.mark.parametrize("role", [APP, AUDITOR])
def test_only_the_owner_can_make_tables(postgres: PostgresServer, role: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        one(postgres, role, "create table mine (id int)")


def test_a_wrong_password_is_refused(postgres: PostgresServer) -> None:
    wrong = postgres.url(APP).replace(postgres.passwords[APP], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_a_committed_row_survives_kill_9_of_the_postmaster(tmp_path: Path) -> None:
    server = start_postgres(tmp_path, port=0)
    with psycopg.connect(server.url(OWNER), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as answer")
        os.kill(server.pid, signal.SIGKILL)
    server.stop()
    with start_postgres(tmp_path, port=server.port) as again:
        assert one(again, OWNER, "select answer from kept") == 7


def test_a_server_left_behind_by_a_killed_run_is_replaced(tmp_path: Path) -> None:
    left = start_postgres(tmp_path, port=0, durable=False)
    left.held.close()  # as the system does for a process that died; the server itself goes on
    with start_postgres(tmp_path, port=0, durable=False) as server:
        assert left.process.wait(10) == 0
        assert one(server, OWNER, "select 1") == 1
    left.stop()


def test_a_stale_pid_that_belongs_to_another_program_does_not_stop_the_start(tmp_path: Path) -> None:
    start_postgres(tmp_path, port=0, durable=False).stop()
    stale = tmp_path / "postgres/postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{tmp_path}/postgres\n0\n5433\n\n127.0.0.1\n\nready\n")
    with start_postgres(tmp_path, port=0, durable=False) as server:
        assert one(server, OWNER, "select 1") == 1


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with start_postgres(tmp_path, port=0, durable=False), pytest.raises(Conflict, match="already runs"):
        start_postgres(tmp_path, port=0, durable=False)


def test_a_busy_port_is_said_and_the_next_free_one_taken(postgres: PostgresServer, tmp_path: Path) -> None:
    said: list[str] = []
    with start_postgres(tmp_path, port=postgres.port, durable=False, say=said.append) as server:
        assert server.port > postgres.port
    assert said == [f"Port {postgres.port} is busy: PostgreSQL listens on {server.port} instead."]
