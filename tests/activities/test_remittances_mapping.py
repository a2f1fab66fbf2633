"""A code nobody classed waits; once a person says what it means, everything that waited on it posts."""

from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.remittances_mapping import map_code
from activities.transactions import Office
from models.payers import Payer
from models.practices import Practice
from models.remittances import RemittanceClaim
from models.tasks import Task
from rules.claims import Stage
from rules.denials import Category
from rules.errors import Conflict, Refusal
from rules.tasks import Outcome, TaskKind
from tests.factories_money import add_claim, one_claim, practice_and_payer
from tests.factories_remittances import (
    A1,
    accounts,
    claim_named,
    era,
    live_tasks,
    post_file,
    simple,
)
from tests.factories_tasks import a_task


async def two_with_an_unknown_code(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        for number in ("A1", "B1"):
            await add_claim(work, practice, payer, number)
    claims = [simple(number, "200", "90", "CO*45*85", "CO*999*25") for number in ("A1", "B1")]
    await post_file(office, era("180", *claims))


async def classed_as(office: Office, category: Category) -> None:
    (first, *_) = await live_tasks(office)
    await classed(office, first, category)


async def classed(office: Office, task: Task, category: Category) -> None:
    async with office.begin(CLAIMDESK) as work:
        await map_code(work, await work.session.get_one(Task, task.id), category)


async def test_a_code_classed_as_contractual_is_written_off_wherever_it_waited(office: Office) -> None:
    await two_with_an_unknown_code(office)
    await classed_as(office, Category.CONTRACTUAL)
    assert await accounts(office) == {"cash": Decimal(180), "contractual": Decimal(220)}
    for number in ("A1", "B1"):
        claim = await claim_named(office, number)
        assert (claim.stage, claim.open_amount) == (Stage.CLOSED, 0)
        assert claim.reason.startswith("CO-999 was classed as contractual.")


async def test_a_code_that_was_classed_posts_by_itself_the_next_time(office: Office) -> None:
    await two_with_an_unknown_code(office)
    await classed_as(office, Category.PATIENT_RESPONSIBILITY)
    assert (await accounts(office))["patient"] == Decimal(50)
    async with office.begin(CLAIMDESK) as work:
        practice = (await work.session.scalars(select(Practice).where(Practice.npi.is_not(None)))).one()
        payer = (await work.session.scalars(select(Payer))).one()
        await add_claim(work, practice, payer, "C1")
    await post_file(office, era("90", simple("C1", "200", "90", "CO*45*85", "CO*999*25"), trace="T2"), "2")
    assert (await accounts(office))["patient"] == Decimal(75)


async def test_a_code_classed_as_a_denial_becomes_a_denial_to_work(office: Office) -> None:
    await two_with_an_unknown_code(office)
    await classed_as(office, Category.CODING)
    assert (await claim_named(office, "B1")).stage is Stage.DENIED
    kinds = [task.kind for task in await live_tasks(office)]
    assert kinds.count(TaskKind.WORK_DENIAL) == 2
    assert (await accounts(office))["insurance"] == Decimal(50)


async def finish(office: Office, outcome: Outcome, **said: str) -> None:
    (task, *_) = await live_tasks(office)
    await finish_task(office, CLAIMDESK, FinishTask(uuid4(), task.id, task.version, outcome, **said))


async def test_finishing_an_unknown_code_with_a_category_posts_it(office: Office) -> None:
    await two_with_an_unknown_code(office)
    with pytest.raises(Refusal, match="categories"):
        await finish(office, Outcome.MAPPED, category="nonsense")
    await finish(office, Outcome.MAPPED, category="contractual")
    assert await accounts(office) == {"cash": Decimal(180), "contractual": Decimal(220)}
    assert await live_tasks(office) == []


async def test_of_two_unknown_codes_of_one_payment_the_claim_waits_for_both(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", simple("A1", "200", "90", "CO*45*85", "CO*998*20", "CO*999*5")))
    await finish(office, Outcome.MAPPED, category="contractual")
    assert (await claim_named(office, "A1")).stage is Stage.UNDERPAID
    await finish(office, Outcome.MAPPED, category="contractual")
    assert await accounts(office) == {"cash": Decimal(90), "contractual": Decimal(110)}
    assert (await claim_named(office, "A1")).stage is Stage.CLOSED


async def test_only_a_task_that_names_a_code_and_its_payment_is_classed(office: Office) -> None:
    billed = await one_claim(office)
    call = await a_task(office, billed, TaskKind.CALL_PAYER, "call")
    with pytest.raises(Conflict, match="names no code"):
        await classed(office, call, Category.CODING)
    alone = await a_task(office, billed, TaskKind.MAP_CODE, "alone", detail={"codes": ["CO-999"]})
    with pytest.raises(Conflict, match="what the code means"):
        await classed(office, alone, Category.UNMAPPED)
    with pytest.raises(Conflict, match="names no payment"):
        await classed(office, alone, Category.CODING)


async def test_a_code_of_a_payment_nobody_matched_is_not_classed(office: Office) -> None:
    billed = await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    async with office.begin(CLAIMDESK) as work:
        paid = (await work.session.scalars(select(RemittanceClaim.id))).one()
    stray = await a_task(
        office, billed, TaskKind.MAP_CODE, detail={"codes": ["CO-999"]}, remittance_claim_id=paid
    )
    with pytest.raises(Conflict, match="match it first"):
        await classed(office, stray, Category.CODING)
