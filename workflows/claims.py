"""A claim's life: scrubbed, sent, acknowledged, paid; its filing deadline guarded all the time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from temporalio import workflow

from activities.claim_looks import ClaimLook
from rules.claims import Stage
from workflows import steps
from workflows.waits import calendar_ahead, sleep_until


@workflow.defn
class ClaimWorkflow:
    """One claim from its first scrubbing until it is closed."""

    claim_id: str
    look: ClaimLook
    ahead: timedelta  # how far the office's calendar runs before this workflow's clock
    guarded: datetime | None  # the guard's step that is being slept for

    def __init__(self) -> None:
        self.changed = False
        self.work_on: dict[Stage, Callable[[], Awaitable[None]]] = {
            Stage.SCRUBBING: self.scrub,
            Stage.HELD: self.await_people,
            Stage.BLOCKED: self.await_people,
            Stage.READY: self.await_people,
            Stage.SENT: self.await_acknowledgement,
            Stage.REJECTED: self.await_people,
            Stage.ACCEPTED: self.await_payment,
            Stage.DENIED: self.await_people,
            Stage.UNDERPAID: self.await_people,
            Stage.APPEALED: self.await_decision,
            Stage.PATIENT: self.await_people,
        }

    @workflow.signal
    def look_again(self) -> None:
        """Something changed: the facts say what."""
        self.changed = True

    @workflow.run
    async def run(self, claim_id: str) -> None:
        self.claim_id = claim_id
        await self.begin()
        guard = asyncio.create_task(self.guard_filing_deadline())
        while self.look.stage is not Stage.CLOSED:
            await self.work_on[self.look.stage]()
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(claim_id)
        guard.cancel()

    async def scrub(self) -> None:
        """Check it as the payer would; clean claims are ready, others go to a person."""
        await self.do(steps.scrub_claim)

    async def await_acknowledgement(self) -> None:
        """It was sent. Silence after two business days is an event."""
        if await self.stays_quiet_until(self.look.act_at):
            await self.do(steps.ask_for_acknowledgement)

    async def await_payment(self) -> None:
        """The payer has it. Leave it until the follow-up date, then have a person call."""
        if await self.stays_quiet_until(self.look.act_at):
            await self.do(steps.ask_to_call_payer)

    async def await_decision(self) -> None:
        """The appeal is with the payer. When no decision comes, a person asks for it."""
        if await self.stays_quiet_until(self.look.act_at):
            await self.do(steps.ask_about_appeal)

    async def await_people(self) -> None:
        """Somebody's move: a task is open, a batch is due, or the patient owes. Nothing happens by itself."""
        await self.stays_quiet_until(None)

    async def stays_quiet_until(self, day: datetime | None) -> bool:
        """True when that day came and nothing had changed; a task that nobody does climbs in the meantime."""
        climb = self.look.climb_at
        nearest = min((each for each in (day, climb) if each is not None), default=None)
        if await sleep_until(nearest, self.ahead, lambda: self.changed):
            await self.do(steps.look_at_claim)
            return False
        if nearest == climb:
            await self.do(steps.climb_task)
            return False
        return True

    async def guard_filing_deadline(self) -> None:
        """Beside every stage: warn, escalate, and at last say that the deadline was missed."""
        while True:
            self.guarded = self.look.guard_at
            if not await sleep_until(self.guarded, self.ahead, self.guard_moved):
                await self.do(steps.guard_filing)

    def guard_moved(self) -> bool:
        """Has the guard's next step another date than the one slept for?"""
        return self.look.guard_at != self.guarded

    async def begin(self) -> None:
        """See the claim for the first time, and by how much the office's calendar is ahead."""
        asked_at = workflow.now()
        self.changed = False
        self.look = await steps.look_at_claim(self.claim_id)
        self.ahead = self.look.seen_at - asked_at

    async def do(self, deed: Callable[[str], Awaitable[ClaimLook]]) -> None:
        """Have it done and see the claim as it stands afterwards."""
        asked_at = workflow.now()
        self.changed = False
        seen = await deed(self.claim_id)
        self.ahead = calendar_ahead(self.ahead, seen.seen_at, asked_at, workflow.now())
        if seen.seen_at >= self.look.seen_at:  # the guard and the stage may have asked at once
            self.look = seen
