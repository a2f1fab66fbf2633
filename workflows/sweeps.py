"""What no single claim asks for: run by a schedule, never by a claim."""

from temporalio import workflow

from workflows import steps


@workflow.defn
class SweepWorkflow:
    """Hourly: tasks without a claim come back and climb."""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.sweep_tasks(about)


@workflow.defn
class NightlyWorkflow:
    """Every night: is anything lost, doubled or out of balance, and is the audit trail whole?"""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.examine_office(about)
