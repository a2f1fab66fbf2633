"""Money that waited finds its place by a person's word, and never twice."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.remittances import look_at_remittances, post_payments
from activities.remittances_release import (
    assign_payment,
    match_again,
    match_claim,
    match_payment,
    release_claim,
)
from activities.transactions import Office
from models.claims import ClaimLine
from models.payers import Payer
from models.practices import Practice
from models.remittances import Posting, Remittance, RemittanceClaim
from rules.claims import Stage
from rules.errors import Conflict, OutOfBalance, Unknown
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
    states,
)
from tests.factories_tasks import a_task

SETTLED = {"cash": Decimal(90), "contractual": Decimal(85), "patient": Decimal(25)}


async def waiting(office: Office) -> UUID:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(RemittanceClaim.id))).one()


async def test_a_claim_matched_by_hand_leaves_unapplied_and_posts(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    await match_payment(office, CLAIMDESK, await waiting(office), " B1 ")
    assert await accounts(office) == SETTLED
    assert (await claim_named(office, "B1")).stage is Stage.PATIENT
    assert await live_tasks(office) == []
    assert await states(office) == [(Posting.POSTED, [Posting.POSTED])]
    again = await waiting(office)
    with pytest.raises(Conflict, match="does not wait"):
        await match_payment(office, CLAIMDESK, again, "B1")


async def test_a_number_nobody_has_is_refused(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    where = await waiting(office)
    with pytest.raises(Unknown, match="No claim"):
        await match_payment(office, CLAIMDESK, where, "A1")


async def test_two_claims_of_one_number_are_refused(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        for _ in range(2):
            await add_claim(work, practice, payer, "B1")
    await post_file(office, era("90", A1))
    where = await waiting(office)
    with pytest.raises(Conflict, match="Several"):
        await match_payment(office, CLAIMDESK, where, "B1")


async def test_what_does_not_add_up_stays_in_unapplied(office: Office) -> None:
    await one_claim(office)
    crooked = ("CLP*A1*1*200*90*25*12*ICN7*11*1", *A1[1:2], "CAS*CO*45*84.99", *A1[3:])
    await post_file(office, era("90", crooked))
    where = await waiting(office)
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(OutOfBalance, match="still cannot be posted"):
            await release_claim(work, where)
    assert (await accounts(office))["unapplied"] == Decimal(-90)


async def test_a_claim_is_released_once_its_line_is_known(office: Office) -> None:
    billed = await one_claim(office)
    await post_file(office, era("90", (A1[0], *A1[1:4], "REF*6R*X1")).replace(b"99214", b"36415"))
    async with office.begin(CLAIMDESK) as work:
        line = await work.session.get_one(ClaimLine, billed.line_ids[0])
        line.control = "X1"
    where = await waiting(office)
    async with office.begin(CLAIMDESK) as work:
        await release_claim(work, where)
    assert await accounts(office) == SETTLED
    assert await live_tasks(office) == []


async def test_a_claim_nobody_matched_cannot_be_released(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    where = await waiting(office)
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(Conflict, match="match it first"):
            await release_claim(work, where)
        with pytest.raises(Unknown):
            await match_claim(work, UUID(int=5), "B1")


async def test_a_claim_of_a_payment_set_aside_cannot_be_matched(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("95", A1))
    where = await waiting(office)
    with pytest.raises(Conflict, match="whole payment"):
        await match_payment(office, CLAIMDESK, where, "A1")


async def test_a_payment_for_nobody_is_given_to_its_practice_and_posts(office: Office) -> None:
    file_id = await post_file(office, era("80", A1, plb="CS:X*10"))
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        await add_claim(work, practice, payer)
        payment = (await work.session.scalars(select(Remittance.id))).one()
    await assign_payment(office, CLAIMDESK, payment, practice.id)
    assert (await look_at_remittances(office, file_id)).unposted == 1
    await post_payments(office, file_id)
    assert await accounts(office) == {**SETTLED, "cash": Decimal(80), "payer": Decimal(10)}
    assert [task.kind for task in await live_tasks(office)] == [TaskKind.PROVIDER_ADJUSTMENT]
    with pytest.raises(Conflict, match="nobody owns"):
        await assign_payment(office, CLAIMDESK, payment, practice.id)


async def test_a_payment_that_does_not_add_up_is_given_to_nobody(office: Office) -> None:
    await post_file(office, era("95", A1))
    async with office.begin(CLAIMDESK) as work:
        practice, _ = await practice_and_payer(work)
        payment = (await work.session.scalars(select(Remittance.id))).one()
        assert isinstance(practice, Practice)
    with pytest.raises(Conflict, match="add up"):
        await assign_payment(office, CLAIMDESK, payment, practice.id)
    with pytest.raises(Unknown):
        await assign_payment(office, CLAIMDESK, UUID(int=5), practice.id)


async def finish(office: Office, outcome: Outcome, **said: str) -> None:
    (task, *_) = await live_tasks(office)
    await finish_task(office, CLAIMDESK, FinishTask(uuid4(), task.id, task.version, outcome, **said))


async def test_finishing_an_unmatched_payment_with_a_claim_number_posts_it(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    await finish(office, Outcome.MATCHED, claim_number="B1")
    assert await accounts(office) == SETTLED
    assert await live_tasks(office) == []


async def test_a_payment_that_came_before_its_claim_finds_it_later(office: Office) -> None:
    await one_claim(office, number="B1")
    strange = ("CLP*C1*1*50*40*0*12*X*11*1", "SVC*HC:36415*50*40**1", "CAS*CO*45*10", "REF*6R*X9")
    await post_file(office, era("130", A1, strange))
    async with office.begin(CLAIMDESK) as work:
        practice = (await work.session.scalars(select(Practice).where(Practice.npi.is_not(None)))).one()
        payer = (await work.session.scalars(select(Payer))).one()
        await add_claim(work, practice, payer, "A1")
        await add_claim(work, practice, payer, "C1", ("50",))
    assert await match_again(office, CLAIMDESK, practice.id) == 1
    assert (await accounts(office))["unapplied"] == Decimal(-40)  # no line of C1 is the one paid
    assert (await claim_named(office, "A1")).stage is Stage.PATIENT
    assert await match_again(office, CLAIMDESK, practice.id) == 0


async def test_a_claim_without_money_is_matched_without_an_entry_in_unapplied(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("0", simple("A1", "200", "0", "CO*16*200")))
    await match_payment(office, CLAIMDESK, await waiting(office), "B1")
    assert await accounts(office) == {"insurance": Decimal(200)}
    assert (await claim_named(office, "B1")).stage is Stage.DENIED


async def test_a_payment_whose_claim_never_came_waits_on(office: Office) -> None:
    billed = await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    assert await match_again(office, CLAIMDESK, billed.practice_id) == 0
    assert (await accounts(office))["unapplied"] == Decimal(-90)


async def test_a_task_about_no_claim_of_a_payment_cannot_be_matched(office: Office) -> None:
    billed = await one_claim(office)
    await a_task(office, billed, TaskKind.UNMATCHED_PAYMENT)
    with pytest.raises(Conflict, match="no single claim"):
        await finish(office, Outcome.MATCHED, claim_number="A1")
