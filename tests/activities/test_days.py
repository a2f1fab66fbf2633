"""What holds from a day on goes by the practices' own day: on an American evening UTC is a day ahead."""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from activities.access_reviews import decide_access, review_list
from activities.actors import CLAIMDESK, Actor
from activities.days import office_day
from activities.deadline_alerts import tell_of_deadlines
from activities.escalation import set_rung
from activities.holding import work_next
from activities.reach import reach
from activities.sessions import Person
from activities.sites import end_term
from activities.transactions import Office
from models import next_tasks, team_people
from models.allocation import AllocationRule, TaskSkip, rules_on
from models.filters import Due, Filter
from models.practices import Practice
from models.rulebook import alert_habits
from models.sites import ContractTerm
from models.supervision import EscalationRung
from models.tasks import Task
from models.teams import Absence, Engagement
from models.training import AccessReview
from rules.access import Role
from rules.alerts import AlertKind
from rules.errors import Conflict
from rules.escalation import Rung
from rules.follow_ups import Level
from rules.tasks import TaskState
from tests.evening import turn_to, turn_to_evening
from tests.factories_money import Billed, one_claim
from tests.factories_sites import a_site, a_term
from tests.factories_tasks import a_person, a_task
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


async def put_aside(office: Office, task: Task, until: date) -> Task:
    async with office.begin(CLAIMDESK) as work:
        one = update(Task).where(Task.id == task.id)
        await work.session.execute(one.values(state=TaskState.SNOOZED, snoozed_until=until))
    return task


@pytest.mark.parametrize(("days", "comes"), [(0, True), (1, False)])
async def test_what_is_put_aside_until_tomorrow_is_nobodys_next_task_on_an_evening(
    office: Office, billed: Billed, tuesday: date, days: int, comes: bool
) -> None:
    ana = await a_person(office, billed.practice_id)
    task = await put_aside(office, await a_task(office, billed), tuesday + days * A_DAY)
    assert await work_next(office, ana) == (task.id if comes else None)


@pytest.mark.parametrize(("days", "comes"), [(0, True), (1, False)])
async def test_ones_own_work_of_tomorrow_does_not_hide_the_pool_on_an_evening(
    office: Office, billed: Billed, tuesday: date, days: int, comes: bool
) -> None:
    ana = await a_person(office, billed.practice_id)
    await a_team(office, [ana])
    own = await put_aside(office, await a_task(office, billed, owner_id=ana.id), tuesday + days * A_DAY)
    async with office.begin(CLAIMDESK) as work:
        standing = await next_tasks.standing(work.session, ana.id, work.now)
    assert standing.own == (own.priority if comes else None)


@pytest.mark.parametrize(("zone", "is_passed_over"), [(None, True), ("Asia/Manila", False)])
async def test_what_was_passed_over_in_the_morning_stays_so_until_midnight_of_ones_own_clock(
    office: Office, billed: Billed, tuesday: date, zone: str | None, is_passed_over: bool
) -> None:
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    three = datetime.combine(tuesday, time(15), UTC)  # ten in New York, an hour before midnight in Manila
    async with office.begin(CLAIMDESK) as work:
        about = {"user_id": ana.id, "task_id": task.id, "practice_id": task.practice_id}
        work.session.add(TaskSkip(reason="The portal is down", at=three, **about))
        if zone:
            work.session.add(Engagement(user_id=ana.id, time_zone=zone))
    async with office.begin(CLAIMDESK) as work:
        standing = await next_tasks.standing(work.session, ana.id, work.now)
    assert standing.skipped == (frozenset({task.id}) if is_passed_over else frozenset())


@pytest.mark.parametrize(("more", "told"), [(0, 1), (1, 0)])
async def test_a_limit_is_near_by_the_practices_day(
    office: Office, billed: Billed, tuesday: date, more: int, told: int
) -> None:
    near = alert_habits(tuesday)[AlertKind.DEADLINE].days or 0
    ana = await a_person(office, billed.practice_id)
    await a_task(office, billed, owner_id=ana.id, deadline_on=tuesday + (near + more) * A_DAY)
    assert await tell_of_deadlines(office) == told


@pytest.mark.parametrize(
    ("opens", "shuts", "is_seen"),
    [
        (A_DAY, None, False),  # it begins tomorrow
        (-A_DAY, timedelta(0), True),  # today is its last day
        (-A_DAY, -A_DAY, False),
    ],
)
async def test_a_contract_holds_on_the_days_of_its_practice(
    office: Office, billed: Billed, tuesday: date, opens: timedelta, shuts: timedelta | None, is_seen: bool
) -> None:
    manila, practice = await a_site(office), billed.practice_id
    last = None if shuts is None else tuesday + shuts
    await a_term(office, practice, effective_from=tuesday + opens, effective_to=last)
    seen = {f"{practice}/commercial/TX"} if is_seen else set()
    async with office.begin(CLAIMDESK) as work:
        assert await reach(work, manila, [practice]) == seen


async def test_a_contract_that_is_ended_on_an_evening_held_until_the_day_before_at_its_practice(
    office: Office, billed: Billed, tuesday: date
) -> None:
    term = await a_term(office, billed.practice_id)
    await end_term(office, CLAIMDESK, term.id)
    async with office.begin(CLAIMDESK) as work:
        ended = await work.session.get_one(ContractTerm, term.id)
        assert ended.effective_to == tuesday - A_DAY


def signed_in(actor: Actor) -> Person:
    """This person as a review knows them; how they like their screen is nobody's business here."""
    known = {"id": actor.id, "name": actor.name, "role": Role(actor.role), "practices": actor.practices}
    return Person(**dict.fromkeys(each.name for each in fields(Person)) | known)  # type: ignore[arg-type]


async def test_on_new_years_eve_access_is_reviewed_for_the_quarter_that_is_not_over_yet(
    office: Office, billed: Billed
) -> None:
    mara = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    ana = await a_person(office, billed.practice_id)
    year = datetime.now(UTC).year
    await turn_to(office, datetime(year + 1, 1, 1, 2, 30, tzinfo=UTC))  # half past nine in New York
    async with office.begin(CLAIMDESK) as work:
        assert work.now.year == year + 1
        assert (await review_list(work))[0] == f"{year}-Q4"
    await decide_access(office, signed_in(mara), ana.id, confirmed=True)
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(AccessReview.quarter))) == [f"{year}-Q4"]


@pytest.mark.parametrize(("days", "is_in_it"), [(7, True), (8, False)])
async def test_a_week_has_its_last_day_too_where_tomorrow_has_begun_already(
    office: Office, billed: Billed, days: int, is_in_it: bool
) -> None:
    now = datetime(2026, 12, 1, 20, tzinfo=UTC)  # six in the morning of the second in Guam
    task = await a_task(office, billed)
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Practice).values(time_zone="Pacific/Guam"))
        due = date(2026, 12, 2) + days * A_DAY
        await work.session.execute(update(Task).where(Task.id == task.id).values(due_on=due))
        conditions = Filter(due=Due.WEEK).conditions(uuid4(), now)
        found = list(await work.session.scalars(select(Task.id).where(*conditions)))
    assert found == ([task.id] if is_in_it else [])
