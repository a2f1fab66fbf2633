"""The relay: each workflow is woken once for all it was asked for, and an undelivered wake-up stays."""

from sqlalchemy import text
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.actors import CLAIMDESK
from activities.transactions import Office
from runtime.relay import Relay

PENDING = text("select count(*) from outbox")


async def wake(office: Office, name: str, after: float = 0) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.wake(name, after)


async def test_a_burst_of_wake_ups_becomes_one_signal(
    office: Office, temporal_env: WorkflowEnvironment
) -> None:
    client = temporal_env.client
    for _ in range(5):
        await wake(office, "claim:burst")
    with temporal_env.with_time_skipping_disabled():
        assert await Relay(office, client, "nobody").empty() == 5
    handle = client.get_workflow_handle("claim:burst")
    history = await handle.fetch_history()
    signals = [
        each for each in history.events if each.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    ]
    assert len(signals) == 1
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    await handle.terminate()


async def test_a_wake_up_that_rests_is_not_delivered_yet(
    office: Office, temporal_env: WorkflowEnvironment
) -> None:
    await wake(office, "claim:resting", after=60)
    assert await Relay(office, temporal_env.client, "nobody").empty() == 0
    async with office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(PENDING) == 1


async def test_a_wake_up_that_rolled_back_never_happened(office: Office) -> None:
    class Oops(Exception):
        pass

    try:
        async with office.begin(CLAIMDESK) as work:
            work.wake("claim:never")
            raise Oops
    except Oops:
        pass
    async with office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(PENDING) == 0
