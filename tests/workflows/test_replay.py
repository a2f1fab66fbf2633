"""Recorded lives of claims replay: a change of the order of deeds without a patch fails here."""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from runtime.payloads import sealed_converter
from runtime.queues import WORKFLOWS
from runtime.workers import PASSED
from tests.servers import HISTORY_KEY

RECORDED = sorted((Path(__file__).parents[1] / "histories").glob("*.json"))


def test_there_are_recorded_histories() -> None:
    assert len(RECORDED) >= 5


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_life_replays(path: Path) -> None:
    recorded = json.loads(path.read_text())
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        workflow_runner=SandboxedWorkflowRunner(restrictions=PASSED),
        data_converter=sealed_converter(HISTORY_KEY),
    )
    await replayer.replay_workflow(WorkflowHistory.from_json(f"claim:{path.stem}", recorded))
