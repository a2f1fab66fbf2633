"""The demo's calendar: a day waits for what is under way, is turned once, and is ended after a stop."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from activities.actors import CLAIMDESK
from activities.claims import today_of, workflow_id
from models.claims import Claim
from rules.calendars import is_business_day
from rules.claims import Stage
from rules.time_zones import EARLIEST
from runtime.demo import days
from runtime.demo.days import TURN, Calendar, StandsStill
from runtime.demo.in_flight import in_flight
from runtime.demo.loading import OPENS, load
from tests.factories_claims import a_claim, bring_in, days_ago
from tests.house import House

SEEN_ON = days_ago(5)
DAY = timedelta(days=1)


async def days_ahead(house: House) -> float:
    async with house.office.begin(CLAIMDESK) as work:
        return float((await work.session.execute(text("select days_ahead from office"))).scalar_one())


async def sent(house: House, number: str) -> Claim:
    async def there() -> Claim | None:
        claim = await house.claim(number)
        return claim if claim.stage in (Stage.SENT, Stage.ACCEPTED) else None

    return await house.until(there, number)


async def clock_of(house: House, number: str) -> timedelta | None:
    """How far the clock of this claim's workflow runs before the real one."""
    return await house.calendar.clocks.ahead_of(workflow_id((await house.claim(number)).id))


async def test_the_demo_opens_on_a_monday_morning(closed_house: House, tmp_path: Path) -> None:
    loading = load(closed_house.desk, tmp_path / "visits", closed_house.calendar.simulator)
    assert await anext(loading) == "12 payers"
    async with closed_house.office.begin(CLAIMDESK) as work:
        here = work.now.astimezone(ZoneInfo(EARLIEST))
        assert work.now >= work.real_now
    assert (here.weekday(), here.hour) == (0, OPENS.hour)
    assert is_business_day(here.date())


async def test_a_day_is_not_turned_while_nothing_moves_and_the_reason_is_told(
    closed_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "PATIENCE", 0.2)
    await bring_in(closed_house.office, closed_house.desk.files, [a_claim("A1", SEEN_ON)])
    with pytest.raises(StandsStill, match="1 claim is being checked"):
        await closed_house.turn(1)
    assert await days_ahead(closed_house) == 0
    calendar = closed_house.calendar
    calendar.begin(1)
    assert calendar.turning is not None
    await calendar.turning
    assert "1 claim is being checked" in calendar.said
    assert calendar.share is None


async def test_what_is_under_way_ends_before_the_day_does(house: House) -> None:
    await bring_in(house.office, house.desk.files, [a_claim("A1", SEEN_ON), a_claim("A2", SEEN_ON)])
    async with house.office.begin(CLAIMDESK) as work:
        today = await today_of(work, (await house.claim("A1")).practice_id)
    await house.turn(1)
    claims = [await house.claim(number) for number in ("A1", "A2")]
    assert {each.sent_on for each in claims} == {today}
    assert await in_flight(house.desk, house.client) == ""


async def test_a_second_press_turns_no_second_day(house: House) -> None:
    calendar = house.calendar
    for _ in range(3):
        calendar.begin(1)
    assert calendar.share == 0
    assert calendar.turning is not None
    await calendar.turning
    assert await days_ahead(house) == 1
    assert "1 day passed" in calendar.said
    calendar.begin(7)
    await calendar.turning
    assert await days_ahead(house) == 8
    assert calendar.share is None


async def test_a_turn_that_was_cut_short_is_ended_by_the_next_start(house: House) -> None:
    await bring_in(house.office, house.desk.files, [a_claim(number, SEEN_ON) for number in ("A1", "A2")])
    await house.turn(1)
    names = [workflow_id((await sent(house, number)).id) for number in ("A1", "A2")]
    before = await clock_of(house, "A1")
    await house.calendar.clocks.plan(names, await days_ahead(house) + 1)
    async with house.office.begin(CLAIMDESK) as work:
        await work.session.execute(TURN)  # the power went here
    again = Calendar(house.desk, house.client, house.calendar.simulator, house.calendar.pause)
    await again.turn(1)
    assert before is not None
    for number in ("A1", "A2"):
        after = await clock_of(house, number)
        assert after is not None
        assert abs(after - before - 2 * DAY) < timedelta(minutes=1)
    assert again.clocks.begun() is None


async def test_a_stop_before_the_day_was_turned_moves_no_clock(house: House) -> None:
    await bring_in(house.office, house.desk.files, [a_claim("A1", SEEN_ON)])
    await house.turn(1)
    name = workflow_id((await sent(house, "A1")).id)
    before = await clock_of(house, "A1")
    await house.calendar.clocks.plan([name], await days_ahead(house) + 1)
    await house.turn(1)
    after = await clock_of(house, "A1")
    assert before is not None
    assert after is not None
    assert abs(after - before - DAY) < timedelta(minutes=1)
