"""What recurs: kept as Temporal schedules, never as a timer in a claim."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleSpec,
)

from runtime.queues import queue

EVERY = {
    "sweep": ("SweepWorkflow", timedelta(hours=1)),
    "anchor": ("AnchorWorkflow", timedelta(hours=1)),
    "nightly": ("NightlyWorkflow", timedelta(days=1)),
    "daily": ("DailyWorkflow", timedelta(days=1)),
}
OFFSET = {
    "daily": timedelta(hours=11)
}  # of UTC: before anybody's working day; else a quarter of the interval


async def keep_schedules(client: Client, prefix: str = "") -> None:
    """Make the schedules that are missing; every worker may ask for this at its start."""
    for name, (kind, often) in EVERY.items():
        about = queue(name, prefix)
        action = ScheduleActionStartWorkflow(
            kind, "office", id=f"scheduled-{about}", task_queue=queue("claims", prefix)
        )
        spec = ScheduleSpec(intervals=[ScheduleIntervalSpec(every=often, offset=OFFSET.get(name, often / 4))])
        try:
            await client.create_schedule(about, Schedule(action=action, spec=spec))
        except ScheduleAlreadyRunningError:
            continue
