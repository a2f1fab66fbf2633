"""What goes out: claims that came in together leave together, also where an older release had begun."""

import json
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import select
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.actors import CLAIMDESK
from activities.file_looks import SubmissionLook
from models.submissions import Batch
from rules.claims import Stage
from runtime.payloads import sealed_converter
from runtime.queues import WORKFLOWS
from runtime.workers import PASSED
from tests.factories_claims import a_claim, bring_in, days_ago
from tests.house import HISTORIES, House, Slow, at_work
from tests.servers import HISTORY_KEY

COUNT = 70  # more than are checked while the first one waits for others
CLEAN = HISTORIES / "test-a-clean-claim-is-sent-accepted-paid-and-closed.json"
Event = dict[str, Any]


async def test_claims_that_came_in_together_leave_in_one_file_however_slowly_they_are_checked(
    closed_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = closed_house
    monkeypatch.setattr("runtime.workers.Refusals", Slow)
    claims = [a_claim(f"A{number}", days_ago(5)) for number in range(COUNT)]
    await bring_in(house.office, house.desk.files, claims)
    async with at_work(house):

        async def all_sent() -> bool:
            return all([(await house.claim(f"A{number}")).stage is Stage.SENT for number in range(COUNT)])

        await house.until(all_sent, "the sending of all")
    async with house.office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(Batch.claims))) == [COUNT]


class History:
    """A history told event by event, as an older release would have left it."""

    def __init__(self) -> None:
        self.events: list[Event] = [json.loads(CLEAN.read_text())["events"][0]]
        self.events[0]["workflowExecutionStartedEventAttributes"]["workflowType"]["name"] = (
            "SubmissionWorkflow"
        )

    @property
    def last(self) -> str:
        return str(len(self.events))

    def add(self, kind: str, **attributes: object) -> str:
        words = kind.lower().split("_")
        name = words[0] + "".join(each.capitalize() for each in words[1:]) + "EventAttributes"
        told = {"eventId": str(len(self.events) + 1), "eventTime": self.events[0]["eventTime"]}
        self.events.append(told | {"eventType": f"EVENT_TYPE_{kind}", name: attributes})
        return self.last

    def decide(self) -> None:
        """One workflow task from its schedule to its end."""
        scheduled = self.add("WORKFLOW_TASK_SCHEDULED", taskQueue={"name": "claims"})
        started = self.add("WORKFLOW_TASK_STARTED", scheduledEventId=scheduled)
        self.add("WORKFLOW_TASK_COMPLETED", scheduledEventId=scheduled, startedEventId=started)

    def ask(self, number: int, deed: str) -> str:
        queue = {"name": "database"}
        asked = {"activityId": str(number), "activityType": {"name": deed}, "taskQueue": queue}
        return self.add("ACTIVITY_TASK_SCHEDULED", workflowTaskCompletedEventId=self.last, **asked)

    async def answer(self, asked: str, look: SubmissionLook) -> None:
        payload = MessageToDict((await sealed_converter(HISTORY_KEY).encode([look]))[0])
        started = self.add("ACTIVITY_TASK_STARTED", scheduledEventId=asked)
        told = {"scheduledEventId": asked, "startedEventId": started, "result": {"payloads": [payload]}}
        self.add("ACTIVITY_TASK_COMPLETED", **told)


async def test_a_sender_that_began_before_checks_were_waited_for_goes_on_as_it_began() -> None:
    history = History()
    history.decide()
    asked = history.ask(1, "look_at_submission")
    await history.answer(asked, SubmissionLook(1, 0, 900))
    history.decide()
    timer = history.add("TIMER_STARTED", timerId="2", startToFireTimeout="900s")
    history.add("TIMER_FIRED", timerId="2", startedEventId=timer)
    history.decide()
    history.ask(2, "make_batch")
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        workflow_runner=SandboxedWorkflowRunner(restrictions=PASSED),
        data_converter=sealed_converter(HISTORY_KEY),
    )
    await replayer.replay_workflow(WorkflowHistory.from_json("submission:old", {"events": history.events}))
