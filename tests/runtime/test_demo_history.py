"""The demo begins with boards that have content: weeks of finished calls, added up, some of them reviewed."""

from datetime import timedelta

from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.audit_check import verify_audit
from activities.transactions import Office
from models.claims import Claim
from models.performance import PerformanceDay
from models.quality import QualityReview
from models.users import User
from rules.access import Role
from rules.calendars import business_days_between
from rules.quality import ReviewState
from runtime.demo.history import WEEKS, make_history
from tests.evening import turn_to_noon
from tests.factories_money import one_claim
from tests.factories_tasks import a_person

PEOPLE = (("amara", Role.BILLER), ("tomas", Role.BILLER), ("liza", Role.BILLER), ("priya", Role.SUPERVISOR))


async def test_the_weeks_before_are_added_up_and_sampled_and_the_trail_is_whole(office: Office) -> None:
    today = await turn_to_noon(office)
    billed = await one_claim(office)
    for name, role in PEOPLE:
        person = await a_person(office, billed.practice_id, role, name)
        async with office.begin(CLAIMDESK) as work:
            (await work.session.get_one(User, person.id)).email = f"{name}@demo.example"
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        claim.sent_on = today - timedelta(days=90)
    said = await make_history(office)
    async with office.begin(CLAIMDESK) as work:
        finished, timed = (
            await work.session.execute(
                select(func.sum(PerformanceDay.finished), func.sum(PerformanceDay.timed))
            )
        ).one()
        states = set(await work.session.scalars(select(QualityReview.state)))
    began, yesterday = today - timedelta(weeks=WEEKS), today - timedelta(days=1)
    calls = 3 * business_days_between(began - timedelta(days=1), yesterday)  # three people, one call a day
    assert said.startswith(f"{calls} tasks finished")
    assert finished == timed > 60
    assert states <= {ReviewState.DRAWN, ReviewState.REVIEWED}
    assert [chain.fault for chain in await verify_audit(office) if chain.fault] == []
