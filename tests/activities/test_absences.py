"""Who is away or gone leaves nothing undone: their work finds somebody else, by the rules."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from activities.absences import AddAbsence, add_absence, cover_absences, end_absence
from activities.actors import CLAIMDESK, Actor
from activities.follow_ups import climb_task
from activities.transactions import Office
from activities.users import change_user
from models.tasks import Task
from models.teams import Absence
from rules.access import Role
from rules.allocation import How
from rules.errors import Conflict, NotAllowed, Refusal, Unknown
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team

ADMINISTRATOR = Actor(CLAIMDESK.id, "Ada", Role.ADMINISTRATOR, None, None)


async def a_house(office: Office) -> tuple[Billed, Actor, Actor, Actor]:
    """A claim, two colleagues of one team, and their supervisor."""
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    sue = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Sue")
    await a_rule(office, await a_team(office, [ana, ben]))
    return billed, ana, ben, sue


async def today_of(office: Office) -> date:
    async with office.begin(CLAIMDESK) as work:
        return work.now.date()


def leave(of: Actor, first: date, days: int = 3) -> AddAbsence:
    return AddAbsence(uuid4(), of.id, first, first + timedelta(days=days), "leave")


async def owner(office: Office, task: Task) -> UUID | None:
    return (await task_now(office, task.id)).owner_id


async def test_an_absence_that_begins_today_moves_what_falls_due_in_it(office: Office) -> None:
    billed, ana, ben, sue = await a_house(office)
    today = await today_of(office)
    soon = await a_task(office, billed, cause="soon", owner_id=ana.id)
    later = await a_task(office, billed, cause="later", owner_id=ana.id)
    async with office.begin(CLAIMDESK) as work:
        in_a_month = today + timedelta(days=30)
        due = text("update task set due_on = :day where id = :task")
        await work.session.execute(due, {"day": in_a_month, "task": later.id})
        await work.session.execute(due, {"day": today, "task": soon.id})
    await add_absence(office, sue, leave(ana, today - timedelta(days=1)))
    assert (await owner(office, soon), await owner(office, later)) == (ben.id, ana.id)


async def test_a_later_absence_moves_nothing_until_its_day(office: Office) -> None:
    billed, ana, ben, sue = await a_house(office)
    task = await a_task(office, billed, owner_id=ana.id)
    said = leave(ana, await today_of(office) + timedelta(days=5), 10)
    await add_absence(office, sue, said)
    await add_absence(office, sue, said)
    assert await owner(office, task) == ana.id
    async with office.begin(CLAIMDESK) as work:
        assert len((await work.session.scalars(select(Absence))).all()) == 1
        await work.session.execute(text("update office set days_ahead = 7"))
    assert await cover_absences(office) == 1
    assert await owner(office, task) == ben.id


async def test_an_absence_can_be_ended_once(office: Office) -> None:
    _, ana, _, sue = await a_house(office)
    await add_absence(office, sue, leave(ana, await today_of(office)))
    async with office.begin(CLAIMDESK) as work:
        absence_id = (await work.session.scalars(select(Absence.id))).one()
    await end_absence(office, sue, absence_id)
    with pytest.raises(Conflict):
        await end_absence(office, sue, absence_id)
    with pytest.raises(Unknown):
        await end_absence(office, sue, uuid4())


async def test_an_absence_without_a_reason_or_by_a_biller_is_refused(office: Office) -> None:
    _, ana, ben, sue = await a_house(office)
    today = await today_of(office)
    with pytest.raises(NotAllowed):
        await add_absence(office, ben, leave(ana, today))
    with pytest.raises(Refusal, match="first day"):
        await add_absence(office, sue, leave(ana, today, -2))
    with pytest.raises(Unknown):
        await add_absence(office, sue, AddAbsence(uuid4(), uuid4(), today, today, "leave"))


async def test_who_leaves_the_office_or_a_practice_leaves_no_task_behind(office: Office) -> None:
    billed, ana, ben, _ = await a_house(office)
    one = await a_task(office, billed, cause="one", owner_id=ana.id)
    await change_user(office, ADMINISTRATOR, ana.id, Role.BILLER, True, [])
    assert await owner(office, one) == ben.id
    two = await a_task(office, billed, cause="two", owner_id=ben.id)
    await change_user(office, ADMINISTRATOR, ben.id, Role.BILLER, False, [billed.practice_id])
    left = await task_now(office, two.id)
    assert (left.owner_id, left.team_id) == (None, None)  # nobody is there: Unallocated, and told


async def test_a_task_that_climbs_goes_where_a_rule_for_climbed_tasks_says(office: Office) -> None:
    billed, ana, _, sue = await a_house(office)
    await a_rule(office, await a_team(office, [sue], "Leads"), position=0, level_from=1)
    task = await a_task(office, billed, owner_id=ana.id)
    other = await a_task(office, billed, cause="young", owner_id=ana.id)
    async with office.begin(CLAIMDESK) as work:
        late = text("update task set due_on = date '2026-11-16' where id = :task")
        await work.session.execute(late, {"task": task.id})
        young = text("update task set due_on = date '2027-11-16' where id = :task")
        await work.session.execute(young, {"task": other.id})
    await climb_task(office, billed.claim_id)
    climbed = await task_now(office, task.id)
    assert (climbed.level, climbed.owner_id) == (2, sue.id)
    assert await owner(office, other) == ana.id


async def test_a_task_that_climbs_leaves_whoever_is_away_for_the_pool(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    team = await a_team(office, [ana])
    await a_rule(office, team, How.STICKY)
    task = await a_task(office, billed)
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        work.session.add(
            Absence(
                user_id=ana.id,
                from_on=today - timedelta(days=1),  # where she works it may still be yesterday
                until_on=today + timedelta(days=1),
                why="ill",
            )
        )
        await work.session.execute(text("update task set due_on = date '2026-11-16'"))
    await climb_task(office, billed.claim_id)
    climbed = await task_now(office, task.id)
    assert (climbed.owner_id, climbed.team_id) == (None, team)
