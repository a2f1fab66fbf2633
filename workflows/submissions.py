"""What goes out: ready claims gather for a while, become a batch, and travel to the clearinghouse."""

from datetime import timedelta

from temporalio import workflow

from workflows import steps
from workflows.waits import sleep_until

PAUSE, LONGEST = timedelta(seconds=2), timedelta(minutes=2)  # for claims that are being checked


@workflow.defn
class SubmissionWorkflow:
    """One for each clearinghouse, for ever."""

    def __init__(self) -> None:
        self.changed = True  # the first thing is to look

    @workflow.signal
    def look_again(self) -> None:
        """A claim is ready, or a batch waits."""
        self.changed = True

    @workflow.run
    async def run(self, clearinghouse: str) -> None:
        while not workflow.info().is_continue_as_new_suggested():
            await sleep_until(None, timedelta(0), lambda: self.changed)
            await self.send(clearinghouse)
        workflow.continue_as_new(clearinghouse)

    async def send(self, clearinghouse: str) -> None:
        """Let the claims of one moment gather, then send all that are ready."""
        self.changed = False
        look = await steps.look_at_submission(clearinghouse)
        if look.ready:
            await workflow.sleep(timedelta(seconds=look.window_seconds))
            if workflow.patched("checks-end-first"):
                await self.let_checks_end(clearinghouse)
        while look.ready:
            look = await steps.make_batch(clearinghouse)
        if look.to_upload:
            await steps.upload_batches(clearinghouse)

    async def let_checks_end(self, clearinghouse: str) -> None:
        """Claims that came in together leave together, however slowly they are checked."""
        until = workflow.now() + LONGEST
        while (await steps.look_at_submission(clearinghouse)).checking and workflow.now() < until:
            await workflow.sleep(PAUSE)
