"""Lives told on from a recorded one: grown too long they begin anew, and no old answer is believed."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict, ParseDict
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.claim_looks import ClaimLook
from rules.claims import Stage
from runtime.payloads import sealed_converter
from runtime.queues import WORKFLOWS
from runtime.workers import PASSED
from tests.house import HISTORIES
from tests.servers import HISTORY_KEY

CLEAN = HISTORIES / "test-a-clean-claim-is-sent-accepted-paid-and-closed.json"
STARTED = "EVENT_TYPE_WORKFLOW_TASK_STARTED"
ASKED, ANSWERED = "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED", "EVENT_TYPE_ACTIVITY_TASK_COMPLETED"
Event = dict[str, Any]


def recorded() -> list[Event]:
    events: list[Event] = json.loads(CLEAN.read_text())["events"]
    return events


def of_kind(events: list[Event], kind: str) -> list[Event]:
    return [each for each in events if each["eventType"] == kind]


def continued(events: list[Event]) -> list[Event]:
    """The history to its end, where the same workflow begins anew with the same input."""
    begun = events[0]["workflowExecutionStartedEventAttributes"]
    anew = {name: begun[name] for name in ("workflowType", "taskQueue", "input")}
    attributes = anew | {
        "newExecutionRunId": "the next one",
        "workflowTaskCompletedEventId": events[-1]["eventId"],
    }
    kind = "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW"
    return after(events, kind, workflowExecutionContinuedAsNewEventAttributes=attributes)


def after(events: list[Event], kind: str, **attributes: Event) -> list[Event]:
    """The history with one event more."""
    more = {"eventId": str(len(events) + 1), "eventTime": events[-1]["eventTime"], "eventType": kind}
    return [*events, more | attributes]


def grown_long(events: list[Event], tasks: int) -> list[Event]:
    """The history up to its so-manieth decision, before which the server says that it has grown long."""
    decisions = [at for at, each in enumerate(events) if each["eventType"] == STARTED]
    until = deepcopy(events[: decisions[tasks - 1] + 2])
    until[-2]["workflowTaskStartedEventAttributes"]["suggestContinueAsNew"] = True
    return continued(until)


async def replay(events: list[Event]) -> None:
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        workflow_runner=SandboxedWorkflowRunner(restrictions=PASSED),
        data_converter=sealed_converter(HISTORY_KEY),
    )
    await replayer.replay_workflow(WorkflowHistory.from_json("long", {"events": events}))


async def test_a_claim_goes_on_in_a_new_history_once_its_stage_is_done() -> None:
    await replay(grown_long(recorded(), 3))


@pytest.mark.parametrize("name", ["SubmissionWorkflow", "MailboxWorkflow"])
async def test_what_runs_for_ever_begins_anew(name: str) -> None:
    begun, _, *rest = deepcopy(recorded())
    begun["workflowExecutionStartedEventAttributes"]["workflowType"]["name"] = name
    events = [begun, *rest[:3]]
    for at, each in enumerate(events, 1):
        each["eventId"] = str(at)
    events[2]["workflowTaskStartedEventAttributes"]["scheduledEventId"] = "2"
    events[3]["workflowTaskCompletedEventAttributes"] |= {"scheduledEventId": "2", "startedEventId": "3"}
    await replay(grown_long(events, 1))


async def test_a_history_that_has_not_grown_long_does_not_end_so() -> None:
    events = grown_long(recorded(), 3)
    del events[-3]["workflowTaskStartedEventAttributes"]["suggestContinueAsNew"]
    with pytest.raises(Exception, match=r"[Nn]ondeterminism"):
        await replay(events)


async def test_an_answer_older_than_what_is_known_is_not_believed() -> None:
    """The guard and the stage ask at once: the earlier answer may come last."""
    converter = sealed_converter(HISTORY_KEY)
    events = grown_long(recorded(), 3)[:-1]
    del events[-2]["workflowTaskStartedEventAttributes"]["suggestContinueAsNew"]
    answers = [each["activityTaskCompletedEventAttributes"] for each in of_kind(events, ANSWERED)]
    first, second = (each["result"]["payloads"] for each in answers)
    (known,) = await converter.decode([ParseDict(first[0], Payload())], [ClaimLook])
    (later,) = await converter.decode([ParseDict(second[0], Payload())], [ClaimLook])
    old = replace(later, seen_at=known.seen_at - timedelta(seconds=1))
    second[0] = MessageToDict((await converter.encode([old]))[0])
    again = deepcopy(of_kind(events, ASKED)[1]) | {"eventId": str(len(events) + 1)}
    again["activityTaskScheduledEventAttributes"]["activityId"] = "3"
    await replay([*events, again])


async def test_a_closed_claims_workflow_ends_and_its_guard_with_it() -> None:
    converter = sealed_converter(HISTORY_KEY)
    events = grown_long(recorded(), 3)[:-1]
    del events[-2]["workflowTaskStartedEventAttributes"]["suggestContinueAsNew"]
    answer = of_kind(events, ANSWERED)[1]["activityTaskCompletedEventAttributes"]["result"]["payloads"]
    (look,) = await converter.decode([ParseDict(answer[0], Payload())], [ClaimLook])
    answer[0] = MessageToDict((await converter.encode([replace(look, stage=Stage.CLOSED)]))[0])
    (timer,) = of_kind(events, "EVENT_TYPE_TIMER_STARTED")
    decided = {"workflowTaskCompletedEventId": events[-1]["eventId"]}
    cancelled = {
        "timerId": timer["timerStartedEventAttributes"]["timerId"], "startedEventId": timer["eventId"]
    }  # fmt: skip
    end = after(events, "EVENT_TYPE_TIMER_CANCELED", timerCanceledEventAttributes=decided | cancelled)
    done = "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"
    await replay(after(end, done, workflowExecutionCompletedEventAttributes=decided))
