"""Silence becomes somebody's work, and only when its day has come."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.claim_looks import ClaimLook
from activities.claims import today_of
from activities.follow_ups import ask_about_appeal, ask_for_acknowledgement, ask_to_call_payer
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from rules.claims import Stage
from rules.tasks import TaskKind
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_task

Ask = Callable[[Office, UUID], Awaitable[ClaimLook]]
SILENCES = [
    (ask_for_acknowledgement, Stage.SENT, "acknowledge_by", TaskKind.MISSING_ACKNOWLEDGEMENT),
    (ask_to_call_payer, Stage.ACCEPTED, "follow_up_on", TaskKind.CALL_PAYER),
    (ask_about_appeal, Stage.APPEALED, "decision_by", TaskKind.CHECK_APPEAL),
]


@pytest.mark.parametrize(("ask", "stage", "clock", "kind"), SILENCES)
async def test_a_day_that_has_come_in_silence_gives_one_task(
    office: Office, ask: Ask, stage: Stage, clock: str, kind: TaskKind
) -> None:
    assert await asked(office, ask, stage, clock, 0) == [kind]


@pytest.mark.parametrize(("ask", "stage", "clock", "kind"), SILENCES)
async def test_a_day_that_has_not_come_gives_none(
    office: Office, ask: Ask, stage: Stage, clock: str, kind: TaskKind
) -> None:
    assert await asked(office, ask, stage, clock, 1) == []


@pytest.mark.parametrize("deciding", [TaskKind.MISSED_DEADLINE, TaskKind.APPROVE_WRITE_OFF])
@pytest.mark.parametrize(("ask", "stage", "clock", "kind"), SILENCES)
async def test_silence_is_no_second_task_while_people_decide_about_the_filing_limit(
    office: Office, ask: Ask, stage: Stage, clock: str, kind: TaskKind, deciding: TaskKind
) -> None:
    billed = await one_claim(office)
    await a_task(office, billed, deciding)
    assert await asked(office, ask, stage, clock, 0, billed) == [deciding]


async def asked(
    office: Office, ask: Ask, stage: Stage, clock: str, days: int, billed: Billed | None = None
) -> list[TaskKind]:
    """The tasks there are when it was asked twice of a claim whose day comes in so many days."""
    billed = billed or await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        claim.stage = stage
        setattr(claim, clock, await today_of(work, billed.practice_id) + timedelta(days=days))
    for _ in range(2):
        await ask(office, billed.claim_id)
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Task.kind).where(Task.claim_id == billed.claim_id)))
