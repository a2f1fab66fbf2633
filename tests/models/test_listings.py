"""Lists by time: the newest first, and the next page goes on where the last one ended."""

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models import listings
from models.files import FileState
from models.listings import Moment
from tests.factories_money import one_claim
from tests.factories_remittances import A1, era, post_file, simple, store


async def test_files_go_on_where_the_page_before_ended(office: Office) -> None:
    ids = [await store(office, f"file {at}".encode(), f"{at}.835") for at in range(3)]
    async with office.begin(CLAIMDESK) as work:
        first, *rest = await listings.files(work.session)
        following = await listings.files(work.session, FileState.STORED, Moment(first.received_at, first.id))
    assert [each.id for each in (first, *rest)] == ids[::-1]
    assert [each.id for each in following] == ids[1::-1]


async def test_payments_go_on_where_the_page_before_ended_and_count_what_waits(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1), "first.835")
    await post_file(office, era("60", simple("STRANGE", "100", "60", "CO*45*40"), trace="T2"), "second.835")
    async with office.begin(CLAIMDESK) as work:
        (newest, claims, waiting), older = await listings.remittances(work.session)
        following = await listings.remittances(work.session, Moment(newest.received_at, newest.id))
    assert (newest.trace, claims, waiting) == ("T2", 1, 1)
    assert [(row.trace, *counts) for row, *counts in following] == [("T1", 1, 0)]
    assert older[0].id == following[0][0].id
