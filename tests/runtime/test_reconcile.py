"""Reconciling: what the facts ask for runs again after Temporal has lost everything."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.files_raw import RawFiles
from activities.transactions import Office
from runtime.reconciliation import reconcile, running_workflows
from runtime.relay import Relay
from runtime.settings import Settings
from runtime.wiring import Desk
from tests.factories_money import one_claim


@pytest.fixture
def desk(engine: AsyncEngine, office: Office, tmp_path: Path) -> Desk:
    """A desk whose clearinghouse no other test knows."""
    clearinghouse = DirectoryClearinghouse("reconciled", tmp_path / "mailbox")
    return Desk(Settings(demo=True), engine, office, RawFiles(tmp_path / "files"), clearinghouse)


async def listed(client: Client, wanted: set[str]) -> None:
    """Return when Temporal's list, which lags a little, has them all."""
    deadline = asyncio.get_running_loop().time() + 120
    while asyncio.get_running_loop().time() < deadline:
        if wanted <= await running_workflows(client):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{wanted} are not listed")


async def test_what_the_facts_ask_for_is_started_and_then_left_alone(
    desk: Desk, temporal_env: WorkflowEnvironment
) -> None:
    client = temporal_env.client
    billed = await one_claim(desk.office)
    wanted = {f"claim:{billed.claim_id}", "mailbox:reconciled", "submission:reconciled"}
    with temporal_env.with_time_skipping_disabled():
        assert wanted <= set((await reconcile(desk, client)).woken)
        await Relay(desk.office, client, "nobody").empty()
        await listed(client, wanted)
        again = await reconcile(desk, client)
        assert not wanted & {*again.woken, *again.without_facts}
    for name in wanted:
        await client.get_workflow_handle(name).terminate()
