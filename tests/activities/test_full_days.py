"""Capacity and hours decide who of a team is picked: a day fills up, and ends, by each one's own measure."""

from datetime import time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.allocation import Reassign, ToRules, reassign
from activities.transactions import Office
from models.audit import AuditEvent
from models.task_facts import TaskFilter
from models.teams import Engagement, WorkingHours
from rules.allocation import How
from tests.evening import turn_to_noon
from tests.factories_money import Billed, add_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team

Two = tuple[list[Billed], Actor, Actor]


@pytest.fixture
async def two(office: Office) -> Two:
    """Accounts of one practice, Ana and Ben."""
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        claims = [await add_claim(work, practice, payer, f"A{at}", member_id=f"M{at}") for at in range(5)]
    ana, ben = [await a_person(office, practice.id, name=name) for name in ("Ana", "Ben")]
    return claims, ana, ben


async def takes(office: Office, person: Actor, accounts: int | None, weekday: int | None = None) -> None:
    """So many plain accounts fill this person's day; with a weekday they work on that one alone."""
    async with office.begin(CLAIMDESK) as work:
        daily = Decimal(accounts) if accounts else None
        work.session.add(Engagement(user_id=person.id, time_zone="UTC", daily_capacity=daily))
        if weekday is not None:
            hours = WorkingHours(user_id=person.id, weekday=weekday, starts=time(0), ends=time(23, 59))
            work.session.add(hours)


async def why(office: Office, task_id: UUID) -> str:
    async with office.begin(CLAIMDESK) as work:
        told = select(AuditEvent.detail).where(
            AuditEvent.action == "allocated", AuditEvent.subject == f"task:{task_id}"
        )
        return str((await work.session.scalars(told)).one()["because"])


async def test_a_turn_is_missed_while_ones_day_is_full(office: Office, two: Two) -> None:
    claims, ana, ben = two
    await takes(office, ana, 1)
    await a_rule(office, await a_team(office, [ana, ben]), How.ROUND)
    given = [await a_task(office, each, cause=f"{at}") for at, each in enumerate(claims[:3])]
    assert [each.owner_id for each in given] == [ana.id, ben.id, ben.id]
    assert await why(office, given[2].id) == "Rule “Rule 1”: Ana has a full day, Ben's turn."


async def test_who_has_gone_home_is_passed_over_until_tomorrow(office: Office, two: Two) -> None:
    claims, ana, ben = two
    today = (await turn_to_noon(office)).weekday()
    await takes(office, ana, None, (today + 1) % 7)
    await a_task(office, claims[0], cause="bens", owner_id=ben.id)
    await a_rule(office, await a_team(office, [ana, ben]))
    task = await a_task(office, claims[1], cause="today")
    assert task.owner_id == ben.id
    assert "Ana is off for the rest of today" in await why(office, task.id)
    async with office.begin(CLAIMDESK) as work:
        (await work.session.get_one(WorkingHours, (ana.id, (today + 1) % 7))).weekday = today
    assert (await a_task(office, claims[2], cause="in hours")).owner_id == ana.id


async def test_work_shared_out_fills_days_as_it_goes_and_none_is_lost(office: Office, two: Two) -> None:
    claims, ana, ben = two
    await takes(office, ana, 1)
    await takes(office, ben, 2)
    cat = await a_person(office, claims[0].practice_id, name="Cat")
    for at, each in enumerate(claims):
        await a_task(office, each, cause=f"{at}", owner_id=cat.id)
    await a_rule(office, await a_team(office, [ana, ben]), How.ROUND)
    said = Reassign(uuid4(), TaskFilter(owner_id=cat.id), ToRules(without=cat.id), "away")
    rows = await reassign(office, CLAIMDESK, said)
    assert [each.owner for each in rows] == ["Ana", "Ben", "Ben", "Ana", "Ben"]
    full = [each.words for each in rows[3:]]
    assert full == [
        "Rule “Rule 1”: nobody has room today, Ana has the least to do.",
        "Rule “Rule 1”: nobody has room today, Ben has the least to do.",
    ]


async def test_a_rule_for_one_person_says_that_their_day_is_full(office: Office, two: Two) -> None:
    claims, ana, _ = two
    await takes(office, ana, 1)
    await a_rule(office, None, to=ana.id)
    given = [await a_task(office, each, cause=f"{at}") for at, each in enumerate(claims[:2])]
    assert [await why(office, each.id) for each in given] == [
        "Rule “Rule 1”: for Ana.",
        "Rule “Rule 1”: for Ana, who has a full day.",
    ]
    assert (await task_now(office, given[1].id)).owner_id == ana.id


async def test_the_account_of_somebody_full_stays_with_them(office: Office, two: Two) -> None:
    claims, ana, ben = two
    await takes(office, ana, 1)
    await a_task(office, claims[0], cause="first", owner_id=ana.id)
    await a_rule(office, await a_team(office, [ana, ben]))
    second = await a_task(office, claims[0], cause="second")
    assert second.owner_id == ana.id
    assert await why(office, second.id) == "Ana has this account already, and has a full day."
