"""The peer of `bench claims`: workflows with as many events as a claim has, and nothing to do."""

from datetime import timedelta

from temporalio import activity, workflow


@activity.defn
async def nothing(about: str) -> str:
    """The cheapest deed."""
    return about


@workflow.defn
class BareWorkflow:
    """So many deeds one after the other."""

    @workflow.run
    async def run(self, deeds: int) -> None:
        for _ in range(deeds):
            await workflow.execute_activity(nothing, "x", start_to_close_timeout=timedelta(minutes=1))
