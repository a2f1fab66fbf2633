"""What no single claim asks for: run by a schedule, never by a claim."""

from temporalio import workflow

from workflows import steps


@workflow.defn
class SweepWorkflow:
    """Hourly: tasks without a claim come back and climb; claims without a workflow get one."""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.sweep_tasks(about)


@workflow.defn
class AnchorWorkflow:
    """Hourly: the ends of the audit trail's chains are written down outside the database."""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.anchor_trail(about)


@workflow.defn
class NightlyWorkflow:
    """Every night: old balances become tasks; is anything lost or out of balance, is the trail whole?"""

    @workflow.run
    async def run(self, about: str) -> None:
        await steps.examine_office(about)
