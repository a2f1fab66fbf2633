"""Real servers for the whole test session: one PostgreSQL cluster, one Temporal server that skips time."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from runtime.embedded.postgres import PostgresServer, start_postgres
from runtime.embedded.temporal import TIME_SKIPPING
from runtime.embedded.temporal_binary import find_temporal
from runtime.payloads import sealed_converter

ROOM = 4 * 2**30  # bytes: the cluster with its log, and as much again
HISTORY_KEY = "cmVjb3JkZWQgaGlzdG9yaWVzLCBub3RoaW5nIHJlYWw="  # opens the recorded histories, nothing real


def in_memory() -> Path | None:
    """A folder in memory, where a database is copied twenty times as fast; None where there is no room."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A cluster of this session's own: `postgres.url(role, database)` connects as any of its roles."""
    with (
        tempfile.TemporaryDirectory(prefix="claimdesk-tests-", dir=in_memory()) as folder,
        start_postgres(Path(folder), port=0, durable=False) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: Mapping[str, object]) -> Mapping[str, object]:
    """The machine's own Chromium where there is one; Playwright's otherwise."""
    names = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
    found = next(filter(None, map(shutil.which, names)), None)
    return {**browser_type_launch_args, "executable_path": found} if found else browser_type_launch_args


@pytest.fixture(scope="session")
def temporal_binary() -> Path:
    """The Temporal server's program; the first run on a machine builds it."""
    return find_temporal().path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal_env(temporal_binary: Path) -> AsyncIterator[WorkflowEnvironment]:
    """A Temporal server in memory where each workflow has its own clock; payloads are sealed."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(temporal_binary),
        dev_server_extra_args=list(TIME_SKIPPING),
        data_converter=sealed_converter(HISTORY_KEY),
    )
    async with environment:
        yield environment
