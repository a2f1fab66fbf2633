"""What holds from a day on goes by the practices' own day: on an American evening UTC is a day ahead."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.days import office_day
from activities.escalation import set_rung
from activities.transactions import Office
from models import team_people
from models.allocation import AllocationRule, rules_on
from models.practices import Practice
from models.supervision import EscalationRung
from models.teams import Absence, Engagement
from rules.access import Role
from rules.errors import Conflict
from rules.escalation import Rung
from rules.follow_ups import Level
from tests.evening import turn_to_evening
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person
from tests.factories_teams import a_rule, a_team, is_away

A_DAY = timedelta(days=1)


@pytest.fixture
async def billed(office: Office) -> Billed:
    return await one_claim(office)


@pytest.fixture
async def tuesday(office: Office, billed: Billed) -> date:
    return await turn_to_evening(office)


async def test_the_office_has_the_day_of_its_practice_that_is_furthest_behind(
    office: Office, billed: Billed, tuesday: date
) -> None:
    async with office.begin(CLAIMDESK) as work:
        assert work.now.date() == tuesday + A_DAY  # in UTC
        assert await office_day(work) == tuesday
        await work.session.execute(update(Practice).values(time_zone="Asia/Tokyo"))
    async with office.begin(CLAIMDESK) as work:
        assert await office_day(work) == tuesday + A_DAY
        assert await office_day(work) == tuesday + A_DAY


async def test_on_an_evening_a_rung_is_set_from_today_and_never_from_yesterday(
    office: Office, billed: Billed, tuesday: date
) -> None:
    mara = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    await set_rung(office, mara, Rung(Level.SUPERVISOR, 3, Role.SUPERVISOR, None, tuesday))
    with pytest.raises(Conflict, match="from today"):
        await set_rung(office, mara, Rung(Level.SUPERVISOR, 3, Role.SUPERVISOR, None, tuesday - A_DAY))
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(EscalationRung.effective_from))) == [tuesday]


async def test_on_an_evening_a_rule_of_tomorrow_waits_and_one_that_ends_today_still_holds(
    office: Office, billed: Billed, tuesday: date
) -> None:
    team = await a_team(office, [await a_person(office, billed.practice_id)])
    tomorrow, ending = await a_rule(office, team, position=1), await a_rule(office, team, position=2)
    async with office.begin(CLAIMDESK) as work:
        for rule_id, dates in (
            (tomorrow, {"effective_from": tuesday + A_DAY}),
            (ending, {"effective_to": tuesday}),
        ):
            one = update(AllocationRule).where(AllocationRule.id == rule_id)
            await work.session.execute(one.values(**dates))
    async with office.begin(CLAIMDESK) as work:
        assert [each.id for each in await rules_on(work.session, work.now)] == [ending]
        also = await rules_on(work.session, work.now, also=tomorrow)
        assert [each.id for each in also] == [tomorrow, ending]


async def test_whoever_leaves_tomorrow_is_here_this_evening_by_their_own_clock(
    office: Office, billed: Billed, tuesday: date
) -> None:
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    for each in (ana, ben):
        await is_away(office, each, tuesday + A_DAY, tuesday + A_DAY)
    async with office.begin(CLAIMDESK) as work:
        work.session.add(Engagement(user_id=ben.id, time_zone="Asia/Manila"))
    async with office.begin(CLAIMDESK) as work:
        found = await team_people.members(work.session, work.now, None, None)
        assert {each.name: each.is_absent for each in found} == {"Ana": False, "Ben": True}
        assert len(list(await work.session.scalars(select(Absence)))) == 2
