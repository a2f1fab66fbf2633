"""What goes out by e-mail: sent when something was written, tried again for as long as the server is away."""

from temporalio import workflow

from workflows import steps


@workflow.defn
class MailWorkflow:
    """One for the office: woken for every letter, it ends when none is left."""

    def __init__(self) -> None:
        self.changed = True

    @workflow.signal
    def look_again(self) -> None:
        """A letter was written."""
        self.changed = True

    @workflow.run
    async def run(self, about: str) -> None:
        while self.changed:
            self.changed = False
            await steps.send_mail(about)


@workflow.defn
class DailyWorkflow:
    """Every morning: who is told of deadlines, and the day's digests."""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.tell_of_the_day(about)
