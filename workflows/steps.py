"""Every deed a workflow may ask for: its name, types, queue and patience; held to the workers by a test."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

from activities.claim_looks import ClaimLook
from activities.file_looks import MailboxLook, RemittanceLook, SubmissionLook, SweepLook

Given = TypeVar("Given")
Back = TypeVar("Back")

DATABASE, CLEARINGHOUSE, BATCH, MAIL = "database", "clearinghouse", "batch", "mail"
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))  # for ever
NAMES: dict[str, str] = {}  # every step's queue, for the workers and the test that compares them


def step(
    name: str,
    gives: type[Back],
    *,
    queue: str = DATABASE,
    within: timedelta = timedelta(seconds=10),
    heartbeat: timedelta | None = None,
) -> Callable[[str], Awaitable[Back]]:
    """A deed that is asked for by name, with the id of what it is about, and gives the fresh look of it."""
    NAMES[name] = queue

    async def ask(about: str) -> Back:
        back: Back = await workflow.execute_activity(
            name,
            about,
            result_type=gives,
            task_queue=f"{workflow.info().task_queue.removesuffix('claims')}{queue}",
            start_to_close_timeout=within,
            heartbeat_timeout=heartbeat,
            retry_policy=RETRY,
        )
        return back

    return ask


LONG = timedelta(hours=6)
PULSE = timedelta(seconds=30)  # how long a killed worker is waited for

look_at_claim = step("look_at_claim", ClaimLook)
scrub_claim = step("scrub_claim", ClaimLook)
ask_for_acknowledgement = step("ask_for_acknowledgement", ClaimLook)
ask_to_call_payer = step("ask_to_call_payer", ClaimLook)
ask_about_appeal = step("ask_about_appeal", ClaimLook)
climb_task = step("climb_task", ClaimLook)
guard_filing = step("guard_filing", ClaimLook)

look_at_submission = step("look_at_submission", SubmissionLook)
make_batch = step("make_batch", SubmissionLook, within=timedelta(minutes=5))
upload_batches = step(
    "upload_batches", SubmissionLook, queue=CLEARINGHOUSE, within=timedelta(minutes=30), heartbeat=PULSE
)

collect_files = step(
    "collect_files", MailboxLook, queue=CLEARINGHOUSE, within=timedelta(hours=1), heartbeat=PULSE
)
read_file = step("read_file", MailboxLook, queue=BATCH, within=LONG, heartbeat=PULSE)

stage_remittances = step("stage_remittances", RemittanceLook, queue=BATCH, within=LONG, heartbeat=PULSE)
post_payments = step("post_payments", RemittanceLook, queue=BATCH, within=LONG, heartbeat=PULSE)

sweep_tasks = step("sweep_tasks", SweepLook, within=timedelta(minutes=5))
anchor_trail = step("anchor_trail", SweepLook, queue=BATCH, within=timedelta(minutes=30))
examine_office = step("examine_office", SweepLook, queue=BATCH, within=LONG)
tell_of_the_day = step("tell_of_the_day", SweepLook, within=timedelta(minutes=30))
send_mail = step("send_mail", SweepLook, queue=MAIL, within=timedelta(minutes=10))
