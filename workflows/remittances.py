"""One inbound 835: read whole, then posted payment by payment."""

from temporalio import workflow

from workflows import steps


@workflow.defn
class RemittanceWorkflow:
    """From the stored file to the ledger; every chunk counts once, however often it is begun."""

    @workflow.signal
    def look_again(self) -> None:
        """Nothing to do: a remittance is read once and posts to its end."""

    @workflow.run
    async def run(self, file_id: str) -> None:
        look = await steps.stage_remittances(file_id)
        while look.unposted:
            look = await steps.post_payments(file_id)
