"""The claim's page: what remittances said of it, line by line where the payer named lines."""

from uuid import UUID

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models import claim_pages
from tests.factories_money import one_claim
from tests.factories_remittances import A1, era, post_file


async def test_a_payment_shows_its_lines_and_one_without_lines_shows_itself(office: Office) -> None:
    billed = await one_claim(office)
    await post_file(office, era("90", A1), "first.835")
    whole = ("CLP*A1*22*-200*-90*-25*12*ICN1*11*1", "CAS*CO*45*-85", "CAS*PR*3*-25")
    await post_file(office, era("0", whole, trace="T2", plb="FB:T2*-90"), "second.835")
    async with office.begin(CLAIMDESK) as work:
        latest, first = await claim_pages.payments(work.session, billed.claim_id)
        one = await claim_pages.payment(work.session, first.claim.id)
        none = await claim_pages.payment(work.session, UUID(int=5))
    assert (len(latest.lines), [each.procedure for each in first.lines]) == (0, ["99214"])
    assert one is not None
    assert (one.claim.id, one.remittance.trace, none) == (first.claim.id, "T1", None)


async def test_each_line_shows_what_came_in_for_it_although_cash_is_posted_once(office: Office) -> None:
    billed = await one_claim(office)
    await post_file(office, era("90", A1))
    async with office.begin(CLAIMDESK) as work:
        lines = await claim_pages.lines(work.session, billed.claim_id)
    assert [(each.paid, each.given_up, each.stands("patient")) for each in lines] == [(90, 85, 25)]


async def test_a_line_that_nobody_paid_for_shows_nothing(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        lines = await claim_pages.lines(work.session, billed.claim_id)
    assert [each.paid for each in lines] == [0]
