import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from temporalio import workflow
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from runtime.embedded.processes import free_port
from runtime.embedded.temporal import start_temporal
from runtime.settings import Settings
from runtime.temporal import NoTemporal, connect


@workflow.defn(sandboxed=False)
class Patience:
    @workflow.run
    async def run(self, days: int) -> str:
        await workflow.sleep(timedelta(days=days))
        return f"waited {days} days"


async def test_a_timer_of_months_fires_in_a_moment_when_time_is_moved(
    temporal_env: WorkflowEnvironment,
) -> None:
    async with Worker(temporal_env.client, task_queue="patience", workflows=[Patience]):
        with temporal_env.with_time_skipping_disabled():
            handle = await temporal_env.client.start_workflow(
                Patience.run, 90, id="patience", task_queue="patience"
            )
        await temporal_env.fast_forward(handle, timedelta(days=91))
        assert await handle.result() == "waited 90 days"


async def test_what_the_server_stores_is_sealed(temporal_env: WorkflowEnvironment) -> None:
    handle = await temporal_env.client.start_workflow(
        "Nobody", "a secret of three words", id="sealed", task_queue="none"
    )
    history = await handle.fetch_history()
    assert b"three words" not in b"".join(event.SerializeToString() for event in history.events)
    await handle.terminate()


async def test_a_workflow_survives_kill_9_of_the_server_at_the_same_address(tmp_path: Path) -> None:
    first = await start_temporal(tmp_path, port=0)
    client = await Client.connect(first.address)
    handle = await client.start_workflow("Nobody", id="kept", task_queue="none")
    os.kill(first.pid, signal.SIGKILL)
    first.stop()
    with await start_temporal(tmp_path, port=int(first.address.split(":")[1])) as again:
        assert again.address == first.address
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING


async def test_the_server_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys, pathlib; from runtime.embedded.temporal import start_temporal\n"
        "server = asyncio.run(start_temporal(pathlib.Path(sys.argv[1]), port=0))\n"
        "print(server.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) > 0
        parent.kill()
    with await start_temporal(tmp_path, port=0) as server:  # it waits for the other to let the file go
        assert server.pid


async def test_the_web_ui_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    with await start_temporal(tmp_path, port=0, ui_port=0) as server:
        assert server.ui_url is not None
        with urlopen(server.ui_url) as page:  # noqa: S310 - loopback
            assert page.status == 200


async def test_a_busy_port_is_said_and_the_next_free_one_taken(
    temporal_env: WorkflowEnvironment, tmp_path: Path
) -> None:
    busy = int(temporal_env.client.service_client.config.target_host.split(":")[1])
    said: list[str] = []
    with await start_temporal(tmp_path, port=busy, say=said.append) as server:
        assert server.address != f"127.0.0.1:{busy}"
    assert any(line.startswith(f"Port {busy} is busy: Temporal listens on") for line in said)


async def test_processes_connect_with_sealed_payloads(tmp_path: Path) -> None:
    with await start_temporal(tmp_path, port=0) as server:
        client = await connect(Settings(development=True, temporal_address=server.address))
        handle = await client.start_workflow("Nobody", "plain words", id="w", task_queue="none")
        events: Sequence[object] = (await handle.fetch_history()).events
        assert "plain words" not in str(events)


async def test_a_worker_shows_how_long_workflow_tasks_wait(tmp_path: Path) -> None:
    page = f"127.0.0.1:{free_port(0, 'the numbers')}"
    with await start_temporal(tmp_path, port=0) as server:
        client = await connect(
            Settings(development=True, temporal_address=server.address, worker_metrics=page)
        )
        async with Worker(client, task_queue="numbers", workflows=[Patience]):
            await client.execute_workflow(Patience.run, 0, id="numbers", task_queue="numbers")
        shown = await asyncio.to_thread(read, f"http://{page}/metrics")
    assert "temporal_workflow_task_schedule_to_start_latency_count" in shown


def read(address: str) -> str:
    with urlopen(address) as page:  # noqa: S310 - loopback
        return str(page.read(), "utf-8")


async def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(NoTemporal, match=r"127\.0\.0\.1:1"):
        await connect(Settings(development=True, temporal_address="127.0.0.1:1"), patience=0)
