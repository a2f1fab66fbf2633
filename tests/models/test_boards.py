"""The deadline board: behind a cell stand its claims, the nearest day first, a page after a page."""

from datetime import timedelta

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.boards import Bucket, Limit
from models.claims import Claim
from models.deadline_rows import Narrowed, Place, behind
from tests.factories_money import add_claim, practice_and_payer

ANY = Bucket("any", "any day", None, None)


async def test_a_cell_goes_on_where_the_page_before_ended(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        for at, number in enumerate(("A1", "B1", "C1")):
            billed = await add_claim(work, practice, payer, number)
            claim = await work.session.get_one(Claim, billed.claim_id)
            claim.filing_limit_on += timedelta(days=at)
            claim.file_by += timedelta(days=at)
        await work.session.flush()
        of = Narrowed((Limit.FILING,), (ANY,))
        rows = await behind(work.session, of, work.now)
        following = await behind(work.session, of, work.now, Place(rows[0].on, Limit.FILING, rows[0].id))
    assert [each.number for each in rows] == ["A1", "B1", "C1"]
    assert [each.number for each in following] == ["B1", "C1"]
