"""What a schedule starts runs through the house's own workers to its end."""

from uuid import uuid4

import pytest

from runtime.queues import queue
from runtime.schedules import EVERY
from tests.house import House


@pytest.mark.parametrize("name", sorted(EVERY))
async def test_whatever_a_schedule_starts_comes_to_its_end(house: House, name: str) -> None:
    kind, _ = EVERY[name]
    claims = queue("claims", house.relay.prefix)
    await house.client.execute_workflow(kind, "office", id=f"{name}:{uuid4()}", task_queue=claims)
