"""A payment as a whole: once only, in balance, for somebody here, or set aside."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.ledger import journal_total
from activities.remittances import stage_remittances
from activities.remittances_judging import judge
from activities.remittances_posting import post_chunk
from activities.transactions import Office
from edi.remittance_files import read_835
from edi.remittances import Payment, PaymentEnd
from edi.strays import Stray
from models.files import FileState, MailboxFile
from models.practices import NO_CLIENTS, UNASSIGNED, Practice
from models.remittances import Posting, ProviderAdjustment, Remittance
from rules.claims import Stage
from rules.errors import Unknown
from rules.tasks import TaskKind
from tests.factories_money import add_claim, one_claim, practice_and_payer
from tests.factories_remittances import (
    A1,
    A1_REVERSED,
    accounts,
    claim_named,
    entries,
    era,
    live_tasks,
    post_file,
    simple,
    states,
    store,
)

POSTED, SUSPENDED, DUPLICATE = Posting.POSTED, Posting.SUSPENDED, Posting.DUPLICATE
ALL_SET_ASIDE = {"cash": Decimal(90), "unapplied": Decimal(-90), "insurance": Decimal(200)}


async def kinds(office: Office) -> list[TaskKind]:
    return [task.kind for task in await live_tasks(office)]


async def test_the_same_payment_in_another_file_is_recorded_and_posts_nothing(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1))
    before = await entries(office)
    await post_file(office, era("90.00", A1, control=2), "again")
    assert await entries(office) == before
    assert await states(office) == [(POSTED, [POSTED]), (DUPLICATE, [DUPLICATE])]
    assert await kinds(office) == []


async def test_a_payment_that_does_not_add_up_is_set_aside_whole(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", simple("A1", "200", "80", "CO*45*120"), plb="CS:X*5"))
    assert await accounts(office) == ALL_SET_ASIDE
    assert await kinds(office) == [TaskKind.SUSPENDED_PAYMENT]
    assert await states(office) == [(SUSPENDED, [SUSPENDED])]


async def test_a_payment_below_zero_makes_no_entry(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("-90", A1_REVERSED))
    assert await accounts(office) == {"insurance": Decimal(200)}
    assert await kinds(office) == [TaskKind.SUSPENDED_PAYMENT]


async def test_a_file_without_its_end_is_set_aside(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1, end=False))
    assert await accounts(office) == ALL_SET_ASIDE
    assert await states(office) == [(SUSPENDED, [SUSPENDED])]


async def test_a_test_of_the_transfer_is_only_noted(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1, handling="P*{}*C*ACH"))
    assert await states(office) == [(Posting.NOTED, [Posting.NOTED])]
    assert await accounts(office) == {"insurance": Decimal(200)}


async def test_the_payment_of_somebody_unknown_waits_until_the_practice_is_known(office: Office) -> None:
    await post_file(office, era("90", A1))
    async with office.begin(CLAIMDESK) as work:
        (payment,) = await work.session.scalars(select(Remittance))
        assert payment.practice_id == UNASSIGNED
        practice, payer = await practice_and_payer(work)
        await add_claim(work, practice, payer)
    assert await accounts(office) == ALL_SET_ASIDE
    await post_file(office, era("90", A1, control=2), "again")
    assert await states(office) == [(DUPLICATE, [DUPLICATE]), (POSTED, [POSTED])]
    assert await kinds(office) == []
    assert await accounts(office) == {
        "cash": Decimal(90),
        "contractual": Decimal(85),
        "patient": Decimal(25),
    }


async def test_a_corrected_file_takes_the_place_of_the_suspended_one(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", simple("A1", "200", "80", "CO*45*120")))
    await post_file(office, era("90", A1), "corrected")
    assert (await accounts(office))["cash"] == Decimal(90)
    assert "unapplied" not in await accounts(office)
    assert await states(office) == [(DUPLICATE, [DUPLICATE]), (POSTED, [POSTED])]
    assert await kinds(office) == []


async def test_one_payment_in_two_files_posts_when_both_are_there(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        for number in ("B1", "B2"):
            await add_claim(work, practice, payer, number, ("100",))
    await post_file(office, era("100", simple("B1", "100", "60", "CO*45*40")))
    assert await accounts(office) == {
        "cash": Decimal(100),
        "unapplied": Decimal(-100),
        "insurance": Decimal(200),
    }
    await post_file(office, era("100", simple("B2", "100", "40", "CO*45*60")), "second")
    assert await accounts(office) == {"cash": Decimal(100), "contractual": Decimal(100)}
    assert await states(office) == [(POSTED, [POSTED]), (POSTED, [POSTED])]
    assert await kinds(office) == []
    await post_file(office, era("100", simple("B2", "100", "40", "CO*45*60"), control=3), "third")
    assert (await states(office))[-1] == (DUPLICATE, [DUPLICATE])


async def test_other_claims_under_a_key_that_posted_are_set_aside_without_a_second_cash(
    office: Office,
) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1))
    await post_file(office, era("90", simple("Z9", "100", "90", "CO*45*10")), "other")
    assert (await accounts(office))["cash"] == Decimal(90)
    assert await kinds(office) == [TaskKind.SUSPENDED_PAYMENT]
    assert (await states(office))[-1] == (SUSPENDED, [SUSPENDED])


async def test_the_same_trace_with_another_amount_is_another_payment(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        await add_claim(work, practice, payer, "B1", ("100",))
        await add_claim(work, practice, payer, "B2", ("100",))
    await post_file(office, era("60", simple("B1", "100", "60", "CO*45*40")))
    await post_file(office, era("40", simple("B2", "100", "40", "CO*45*60")), "other")
    assert await states(office) == [(POSTED, [POSTED]), (POSTED, [POSTED])]
    assert (await claim_named(office, "B2")).stage is Stage.CLOSED


async def test_what_is_no_x12_is_refused_on_the_file(office: Office) -> None:
    file_id = await store(office, b"dear sirs")
    look = await stage_remittances(office, file_id, b"dear sirs")
    assert (look.payments, look.unposted) == (0, 0)
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(MailboxFile, file_id)).state is FileState.REFUSED


async def test_a_payee_is_known_by_tax_id_where_the_file_has_no_npi(office: Office) -> None:
    await one_claim(office)
    by_tax_id = era("90", A1).replace(b"*XX*1234567893~", b"*FI*123456789~")
    await post_file(office, by_tax_id)
    assert await states(office) == [(POSTED, [POSTED])]
    async with office.begin(CLAIMDESK) as work:
        assert await journal_total(work.session) == 0
        assert await work.session.scalar(select(Practice.id).where(Practice.id.not_in(NO_CLIENTS)))


async def test_a_payment_of_nothing_that_was_set_aside_is_replaced_without_an_entry(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("0", simple("A1", "200", "50", "CO*45*150")), "wrong.835")
    assert (await states(office))[0][0] is SUSPENDED
    await post_file(office, era("0", simple("A1", "200", "0", "CO*16*200"), control=2), "right.835")
    assert [state for state, _ in await states(office)] == [DUPLICATE, POSTED]
    assert await accounts(office) == {"insurance": Decimal(200)}


async def test_a_payment_is_judged_once_and_only_where_there_is_one(office: Office) -> None:
    await one_claim(office)
    data = era("90", A1)
    await post_file(office, data)
    head, _, end = [each for each in read_835(data) if not isinstance(each, Stray)]
    assert isinstance(head, Payment)
    assert isinstance(end, PaymentEnd)
    async with office.begin(CLAIMDESK) as work:
        row = (await work.session.scalars(select(Remittance))).one()
        await judge(work, row.id, head, end)
        with pytest.raises(Unknown, match="no such payment"):
            await judge(work, UUID(int=5), head, end)
        assert await post_chunk(work, UUID(int=5)) == 0
    assert (await accounts(office))["cash"] == Decimal(90)


async def test_of_a_file_full_of_errors_the_first_two_hundred_are_kept(office: Office) -> None:
    await one_claim(office)
    wrong = [simple(f"X{at}", "200", "0", "CO*45*1") for at in range(150)]
    file_id = await post_file(office, era("0", *wrong))
    async with office.begin(CLAIMDESK) as work:
        file = await work.session.get_one(MailboxFile, file_id)
        assert len(file.problems) == 200


async def test_an_amount_of_nothing_outside_claims_moves_nothing(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1, plb="CS:REF*0"))
    assert "payer" not in await accounts(office)
    assert TaskKind.PROVIDER_ADJUSTMENT not in await kinds(office)


async def test_a_take_back_that_names_a_claim_nobody_matched_is_tied_to_none(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("60", simple("STRANGE", "100", "60", "CO*45*40")))
    await post_file(office, era("30", A1, trace="T2", plb="WO:ICN-STRANGE*60"), "second.835")
    async with office.begin(CLAIMDESK) as work:
        (adjustment,) = await work.session.scalars(select(ProviderAdjustment))
        assert (adjustment.claim_id, adjustment.amount) == (None, Decimal(60))
