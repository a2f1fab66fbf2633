"""Work next: one's own and the pools of one's teams, one account in one hand, skips with a reason."""

import asyncio
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from activities.actors import CLAIMDESK, Actor
from activities.holding import open_task, work_next
from activities.next_task import Ahead, SkipTask, is_on_duty, look_ahead, skip_task
from activities.transactions import Office
from models.allocation import TaskSkip
from models.teams import Engagement, WorkingHours
from rules.access import Role
from rules.allocation import How
from rules.errors import NotAllowed, Refusal
from rules.skills import Skill
from rules.tasks import TaskKind
from tests.evening import turn_to_noon
from tests.factories_money import Billed, add_claim, one_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team, is_away


async def accounts(office: Office, count: int) -> list[Billed]:
    """Claims of as many patients of one practice."""
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        return [await add_claim(work, practice, payer, f"A{at}", member_id=f"M{at}") for at in range(count)]


@pytest.mark.parametrize("people", [20, 40])
async def test_people_who_take_the_next_task_of_one_pool_at_once_get_different_ones(
    office: Office, people: int
) -> None:
    billed = await accounts(office, 25)
    team = [await a_person(office, billed[0].practice_id, name=f"P{at}") for at in range(people)]
    await a_rule(office, await a_team(office, team), How.POOL)
    for at, each in enumerate(billed):
        await a_task(office, each, cause=f"c{at}")
    taken = await asyncio.gather(*(work_next(office, each) for each in team))
    given = [each for each in taken if each is not None]
    assert len(given) == len(set(given)) == min(people, 25)


async def test_a_team_gets_its_pool_and_not_what_belongs_to_nobody_or_another_team(office: Office) -> None:
    one, two, three = await accounts(office, 3)
    ana, ben = [await a_person(office, one.practice_id, name=name) for name in ("Ana", "Ben")]
    await a_task(office, one, cause="unallocated")
    await a_rule(office, await a_team(office, [ana], "Ana's"), How.POOL, 1, kinds=(TaskKind.CALL_PAYER,))
    await a_rule(office, await a_team(office, [ben], "Ben's"), How.POOL, 2)
    call = await a_task(office, two, cause="call")
    denial = await a_task(office, three, TaskKind.WORK_DENIAL, cause="denial")
    assert await work_next(office, ana) == call.id
    assert await work_next(office, ana, after=call.id) is None
    assert await work_next(office, ben) == denial.id


async def test_ones_own_task_and_the_pool_are_ranked_together(office: Office) -> None:
    one, two = await accounts(office, 2)
    ana = await a_person(office, one.practice_id)
    await a_rule(office, await a_team(office, [ana]), How.POOL)
    own = await a_task(office, one, cause="own", owner_id=ana.id)
    urgent = await a_task(office, two, cause="urgent", deadline_on=date(2026, 11, 25))
    assert await work_next(office, ana) == urgent.id
    assert await work_next(office, ana, after=urgent.id) == own.id


async def test_while_somebody_has_a_task_of_an_account_nobody_gets_another_one_of_it(office: Office) -> None:
    (billed,) = await accounts(office, 1)
    team = [await a_person(office, billed.practice_id, name=f"P{at}") for at in range(10)]
    await a_rule(office, await a_team(office, team), How.POOL)
    for at in range(4):
        await a_task(office, billed, cause=f"c{at}")
    taken = await asyncio.gather(*(work_next(office, each) for each in team))
    assert len([each for each in taken if each]) == 1
    assert {each for each in [await work_next(office, each) for each in team] if each} == {
        each for each in taken if each
    }


async def test_who_was_not_trained_for_a_kind_is_not_given_it(office: Office) -> None:
    (billed,) = await accounts(office, 1)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    team = await a_team(office, [ana], skills=[Skill.CALLS])
    await a_team(office, [ben], "Others")
    await a_rule(office, team, How.POOL)
    call = await a_task(office, billed, cause="call")
    async with office.begin(CLAIMDESK) as work:
        denial = await a_task(
            office, billed, TaskKind.WORK_DENIAL, cause="denial", deadline_on=date(2026, 11, 24)
        )
        await work.session.execute(text("update task set team_id = :team"), {"team": team})
    assert denial.priority > call.priority
    assert await work_next(office, ana) == call.id


async def test_a_skip_needs_a_reason_and_passes_the_task_over_for_that_person_today(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    task = await a_task(office, billed)
    assert await work_next(office, ana) == task.id
    with pytest.raises(Refusal, match="Say why"):
        await skip_task(office, ana, SkipTask(uuid4(), task.id, " "))
    said = SkipTask(uuid4(), task.id, "The portal is down")
    await skip_task(office, ana, said)
    await skip_task(office, ana, said)
    assert await work_next(office, ana) is None
    assert await work_next(office, ben) == task.id
    async with office.begin(CLAIMDESK) as work:
        (skip,) = (await work.session.scalars(select(TaskSkip))).all()
        assert (skip.user_id, skip.task_id, skip.reason) == (ana.id, task.id, "The portal is down")
        await work.session.execute(text("update task set leased_by = null"))
        await work.session.execute(text("update office set days_ahead = 1"))
    assert await work_next(office, ana) == task.id


async def test_a_lease_ends_by_itself(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    task = await a_task(office, billed)
    assert await work_next(office, ana) == task.id
    assert await work_next(office, ben) is None
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(
            text("update task set leased_until = leased_until - interval '11 minutes'")
        )
    assert await work_next(office, ben) == task.id


async def test_a_guided_team_takes_what_comes_and_a_supervisor_may_choose(office: Office) -> None:
    one, two = await accounts(office, 2)
    ana = await a_person(office, one.practice_id)
    sue = await a_person(office, one.practice_id, Role.SUPERVISOR, "Sue")
    await a_rule(office, await a_team(office, [ana, sue], "Night team", guided=True), How.POOL)
    first = await a_task(office, one, cause="first", deadline_on=date(2026, 11, 25))
    other = await a_task(office, two, cause="other")
    assert await work_next(office, ana) == first.id
    assert await open_task(office, ana, first.id) is None
    with pytest.raises(NotAllowed, match="Night team works by “Work next”"):
        await open_task(office, ana, other.id)
    assert await open_task(office, sue, other.id) is None
    assert (await task_now(office, other.id)).leased_by == sue.id


async def test_whether_these_are_somebodys_hours(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    today = await turn_to_noon(office)
    assert await is_on_duty(office, ana)
    await _works(office, ana, (today + timedelta(days=1)).weekday())
    assert not await is_on_duty(office, ana)
    task = await a_task(office, billed)
    assert await work_next(office, ana) == task.id  # allowed, and said
    ben = await a_person(office, billed.practice_id, name="Ben")
    await is_away(office, ben, today - timedelta(days=1), today + timedelta(days=1))
    assert not await is_on_duty(office, ben)


async def _works(office: Office, person: Actor, weekday: int) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.session.add(Engagement(user_id=person.id, time_zone="UTC"))
        work.session.add(WorkingHours(user_id=person.id, weekday=weekday, starts=time(0), ends=time(23, 59)))


async def test_who_looks_ahead_is_told_what_work_next_gives_and_takes_nothing(office: Office) -> None:
    one, two, three = await accounts(office, 3)
    ana, ben = [await a_person(office, one.practice_id, name=name) for name in ("Ana", "Ben")]
    await a_task(office, one, cause="anybody's")
    alone = await ahead_of(office, ben)
    assert (alone.first and alone.first.waiting) == 1  # in no team: what is nobody's
    await a_rule(office, await a_team(office, [ana]), How.POOL)
    await a_task(office, two, TaskKind.WORK_DENIAL, cause="own", owner_id=ana.id, deadline_on=None)
    urgent = await a_task(office, three, cause="urgent", deadline_on=date(2026, 11, 25))
    ahead = await ahead_of(office, ana)
    assert ahead.first is not None
    assert (ahead.first.kind, ahead.first.priority) == (TaskKind.CALL_PAYER, urgent.priority)
    assert (ahead.first.waiting, ahead.has_one_open) == (2, False)
    assert (await task_now(office, urgent.id)).leased_by is None
    assert await work_next(office, ana) == urgent.id
    then = await ahead_of(office, ana)
    assert then.first is not None
    assert (then.first.kind, then.first.waiting, then.has_one_open) == (TaskKind.WORK_DENIAL, 1, True)
    assert await ahead_of(office, ben) == alone


async def ahead_of(office: Office, person: Actor) -> Ahead:
    async with office.begin(person) as work:
        return await look_ahead(work)
