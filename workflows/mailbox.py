"""What comes in: every file is stored raw, then read, then handed to whom it concerns."""

from datetime import timedelta

from temporalio import workflow

from workflows import steps
from workflows.waits import sleep_until


@workflow.defn
class MailboxWorkflow:
    """One for each clearinghouse, for ever: looks when told to, and at its own rhythm."""

    def __init__(self) -> None:
        self.changed = True

    @workflow.signal
    def look_again(self) -> None:
        """A file may have come."""
        self.changed = True

    @workflow.run
    async def run(self, clearinghouse: str) -> None:
        while not workflow.info().is_continue_as_new_suggested():
            self.changed = False
            look = await steps.collect_files(clearinghouse)
            for file_id in look.unread:
                await steps.read_file(file_id)
            again = workflow.now() + timedelta(seconds=look.poll_seconds)
            await sleep_until(again, timedelta(0), lambda: self.changed)
        workflow.continue_as_new(clearinghouse)
