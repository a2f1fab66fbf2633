"""The journal: charges, write-offs, and what the database refuses."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from activities import journal, ledger
from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim, ClaimLine
from models.ledger import JournalLeg
from rules.errors import Conflict, NotAllowed, OutOfBalance, Unknown
from rules.ledger import Account, Leg
from tests.factories_money import Billed, add_claim, one_claim, practice_and_payer


async def balances(office: Office, billed: Billed) -> dict[Account, Decimal]:
    async with office.begin(CLAIMDESK) as work:
        return await ledger.ledger_of_claim(work.session, billed.claim_id)


async def bill(office: Office, billed: Billed, charge: str) -> None:
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        line = await work.session.get_one(ClaimLine, billed.line_ids[0])
        line.charge = Decimal(charge)
        claim.file_by = claim.filing_limit_on  # any change moves the version, as a correction does
        await work.session.flush()
        await ledger.post_charges(work, claim, [line])


async def test_a_charge_is_owed_by_insurance_line_by_line(office: Office) -> None:
    billed = await one_claim(office, charges=("120", "80"))
    assert await balances(office, billed) == {Account.INSURANCE: Decimal(200), Account.CHARGES: Decimal(-200)}
    async with office.begin(CLAIMDESK) as work:
        opened = await ledger.open_lines(work.session, [billed.claim_id])
        claim = await work.session.get_one(Claim, billed.claim_id)
    assert sorted(line.amount for line in opened[billed.claim_id]) == [Decimal(80), Decimal(120)]
    assert claim.open_amount == Decimal(200)


async def test_charging_the_same_claim_again_changes_nothing(office: Office) -> None:
    billed = await one_claim(office)
    await bill(office, billed, "200")
    async with office.begin(CLAIMDESK) as work:
        legs = (await work.session.scalars(select(JournalLeg))).all()
    assert len(legs) == 2


async def test_a_corrected_claim_posts_only_the_difference(office: Office) -> None:
    billed = await one_claim(office)
    await bill(office, billed, "150")
    await bill(office, billed, "175")
    assert (await balances(office, billed))[Account.INSURANCE] == Decimal(175)


async def test_what_an_earlier_payer_settled_before_our_time_is_not_charged(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        billed = await add_claim(work, practice, payer)
        claim = await work.session.get_one(Claim, billed.claim_id)
        line = await work.session.get_one(ClaimLine, billed.line_ids[0])
        await ledger.post_charges(work, claim, [line], {line.id: Decimal(125)})
        assert claim.open_amount == Decimal(75)


async def test_a_write_off_empties_what_insurance_owes(office: Office) -> None:
    billed = await one_claim(office, charges=("120", "80"))
    async with office.begin(CLAIMDESK) as work:
        amount = await ledger.write_off(work, billed.claim_id, uuid4(), uuid4(), "untimely")
    assert amount == Decimal(200)
    told = await balances(office, billed)
    assert told[Account.INSURANCE] == 0
    assert told[Account.WRITE_OFF] == Decimal(200)


async def test_nobody_approves_a_write_off_they_asked_for(office: Office) -> None:
    billed, person = await one_claim(office), uuid4()
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(NotAllowed, match="second person"):
            await ledger.write_off(work, billed.claim_id, person, person, "untimely")


async def test_a_claim_without_a_balance_has_nothing_to_write_off(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        await ledger.write_off(work, billed.claim_id, uuid4(), uuid4(), "untimely")
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(Conflict, match="Nothing is open"):
            await ledger.write_off(work, billed.claim_id, uuid4(), uuid4(), "untimely")


def entry(billed: Billed, cause: str, *amounts: int) -> journal.Entry:
    accounts = (Account.CASH, Account.UNAPPLIED)
    legs = tuple(Leg(account, Decimal(amount)) for account, amount in zip(accounts, amounts, strict=True))
    return journal.Entry(billed.practice_id, "suspension", cause, legs, date(2026, 11, 23))


async def test_the_same_cause_posts_once(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        assert await journal.post(work, [entry(billed, "once", 5, -5)]) == {"once"}
    async with office.begin(CLAIMDESK) as work:
        assert await journal.post(work, [entry(billed, "once", 5, -5), entry(billed, "two", 3, -3)]) == {
            "two"
        }
        assert await ledger.unapplied_total(work.session) == Decimal(8)
        assert await ledger.journal_total(work.session) == 0


async def test_an_entry_that_does_not_add_up_is_refused_before_it_reaches_the_database(
    office: Office,
) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(OutOfBalance):
            await journal.post(work, [entry(billed, "crooked", 5, -4)])


async def post_in_its_own_transaction(office: Office, entry: journal.Entry) -> None:
    async with office.begin(CLAIMDESK) as work:
        await journal.post(work, [entry])


async def test_an_entry_without_legs_is_refused_by_the_database(office: Office) -> None:
    billed = await one_claim(office)
    empty = journal.Entry(billed.practice_id, "suspension", "empty", (), date(2026, 11, 23))
    with pytest.raises(DBAPIError, match="does not balance"):
        await post_in_its_own_transaction(office, empty)


async def test_a_claim_that_is_not_there_has_nothing_to_write_off(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(Unknown):
            await ledger.write_off(work, uuid4(), uuid4(), uuid4(), "x")
