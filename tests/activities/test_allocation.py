"""Tasks find their people as they are given, and move in bulk with a result for each row."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.allocation import Reassign, ToPerson, ToRules, ToTeam, preview_reassign, reassign
from activities.transactions import Office
from models.alerts import Alert
from models.audit import AuditEvent
from models.task_facts import TaskFilter
from models.tasks import Task
from rules.access import Role
from rules.allocation import How
from rules.errors import NotAllowed, Unknown
from rules.skills import Skill
from rules.tasks import TaskKind
from tests.factories_money import add_claim, one_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team, is_away


async def test_without_rules_a_task_is_everybodys(office: Office) -> None:
    task = await a_task(office, await one_claim(office))
    assert (task.owner_id, task.team_id, task.allocation_rule_id) == (None, None, None)


async def test_a_new_task_goes_where_the_rule_says_and_the_trail_says_why(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    team = await a_team(office, [ana])
    rule = await a_rule(office, team)
    task = await a_task(office, billed)
    assert (task.owner_id, task.team_id, task.allocation_rule_id) == (ana.id, team, rule)
    async with office.begin(CLAIMDESK) as work:
        told = select(AuditEvent.detail).where(AuditEvent.action == "allocated")
        assert (await work.session.scalars(told)).one()[
            "because"
        ] == "Rule “Rule 1”: Ana has the least to do."


async def test_tasks_of_one_account_go_to_one_person_even_when_given_at_once(office: Office) -> None:
    billed = await one_claim(office)
    people = [await a_person(office, billed.practice_id, name=f"P{at}") for at in range(3)]
    await a_rule(office, await a_team(office, people), How.ROUND)
    await asyncio.gather(*(a_task(office, billed, cause=f"c{at}") for at in range(6)))
    async with office.begin(CLAIMDESK) as work:
        owners = set(await work.session.scalars(select(Task.owner_id)))
    assert len(owners) == 1
    assert None not in owners


async def test_of_an_account_that_skills_parted_the_next_task_goes_to_a_hand_that_can_take_it(
    office: Office,
) -> None:
    billed = await one_claim(office)
    cat, ben, ana = [await a_person(office, billed.practice_id, name=name) for name in ("Cat", "Ben", "Ana")]
    callers = await a_team(office, [cat], "Callers", [Skill.CALLS])
    await a_rule(office, callers, position=1, kinds=(TaskKind.CALL_PAYER,))
    await a_rule(office, await a_team(office, [ana, ben], "Trained"), How.ROUND, 2)
    assert (await a_task(office, billed, cause="call")).owner_id == cat.id
    await a_task(office, billed, TaskKind.WORK_DENIAL, cause="his", owner_id=ben.id)
    denial = await a_task(office, billed, TaskKind.WORK_DENIAL, cause="denial")
    assert denial.owner_id == ben.id  # not Ana, whose turn it is


async def test_the_work_is_spread_by_weight(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        claims = [await add_claim(work, practice, payer, f"A{at}", member_id=f"M{at}") for at in range(4)]
    ana = await a_person(office, practice.id)
    ben = await a_person(office, practice.id, name="Ben")
    await a_rule(office, await a_team(office, [ana, ben]))
    kinds = (TaskKind.WORK_DENIAL, TaskKind.CALL_PAYER, TaskKind.CALL_PAYER, TaskKind.CALL_PAYER)
    given = [
        await a_task(office, each, kind, cause=f"{at}")
        for at, (each, kind) in enumerate(zip(claims, kinds, strict=True))
    ]
    assert [each.owner_id for each in given] == [ana.id, ben.id, ben.id, ana.id]  # a denial is two calls


async def test_who_is_away_or_untrained_or_works_elsewhere_gets_nothing(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        other, _ = await practice_and_payer(work, "1999999984", "PAYER2")
        today = work.now.date()
    away = await a_person(office, billed.practice_id, name="Away")
    elsewhere = await a_person(office, other.id, name="Elsewhere")
    caller = await a_person(office, billed.practice_id, name="Caller")
    await is_away(office, away, today - timedelta(days=1), today + timedelta(days=1))
    trained = await a_team(office, [away, elsewhere], "Trained")
    await a_rule(office, trained, position=1)
    await a_rule(office, await a_team(office, [caller], "Callers", [Skill.CALLS]), position=2)
    pooled = await a_task(office, billed, TaskKind.WORK_DENIAL)
    assert (pooled.team_id, pooled.owner_id) == (trained, None)


async def test_what_no_rule_takes_is_told_to_those_who_manage_teams_once(office: Office) -> None:
    billed = await one_claim(office)
    sue = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Sue")
    await a_rule(office, await a_team(office, [sue]), kinds=(TaskKind.MAP_CODE,))
    for cause in ("one", "two"):
        assert (await a_task(office, billed, cause=cause)).team_id is None
    async with office.begin(CLAIMDESK) as work:
        told = (await work.session.scalars(select(Alert))).all()
    assert [(each.user_id, each.subject) for each in told] == [(sue.id, "board:unallocated")]


async def test_a_supervisor_moves_everything_that_matches_and_sees_each_row(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    sue = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Sue")
    tasks = [await a_task(office, billed, cause=f"{at}", owner_id=ana.id) for at in range(3)]
    all_of_hers = Reassign(uuid4(), TaskFilter(owner_id=ana.id), ToPerson(ben.id), "Ana is away")
    foreseen = await preview_reassign(office, sue, all_of_hers)
    assert (await task_now(office, tasks[0].id)).owner_id == ana.id
    done = await reassign(office, sue, all_of_hers)
    assert done == foreseen
    assert [(each.moved, each.owner_before, each.owner) for each in done] == [(True, "Ana", "Ben")] * 3
    moved = await task_now(office, tasks[0].id)
    assert (moved.owner_id, moved.version) == (ben.id, tasks[0].version + 1)
    assert await reassign(office, sue, all_of_hers) == []


async def test_a_row_that_cannot_be_moved_says_why_and_the_others_go(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work, "1999999984", "PAYER2")
        theirs = await add_claim(work, practice, payer)
    ana = await a_person(office, billed.practice_id)
    ours = await a_task(office, billed)
    other = await a_task(office, theirs, cause="other")
    both = Reassign(uuid4(), (ours.id, other.id), ToPerson(ana.id))
    done = {each.task_id: each for each in await reassign(office, CLAIMDESK, both)}
    assert done[ours.id].moved
    assert (done[other.id].moved, done[other.id].words) == (False, "Ana may not see it.")
    assert (await task_now(office, other.id)).owner_id is None


async def test_a_biller_moves_ones_own_and_nobodys_but_not_others(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    free = await a_task(office, billed, cause="free")
    bens = await a_task(office, billed, cause="bens", owner_id=ben.id)
    rows = await reassign(office, ana, Reassign(uuid4(), (free.id, bens.id), ToPerson(ana.id)))
    assert {each.task_id: each.moved for each in rows} == {free.id: True, bens.id: False}
    for which, to in ((TaskFilter(), ToPerson(ana.id)), ((free.id,), ToRules())):
        with pytest.raises(NotAllowed):
            await reassign(office, ana, Reassign(uuid4(), which, to))
    with pytest.raises(Unknown):
        await reassign(office, ana, Reassign(uuid4(), (free.id,), ToTeam(uuid4())))


async def test_an_absent_persons_work_is_shared_out_by_the_rules(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        claims = [await add_claim(work, practice, payer, f"A{at}", member_id=f"M{at}") for at in range(4)]
    ana, ben, cat = [await a_person(office, practice.id, name=name) for name in ("Ana", "Ben", "Cat")]
    team = await a_team(office, [ana, ben, cat])
    await a_rule(office, team)
    for at, each in enumerate(claims):
        await a_task(office, each, cause=f"{at}", owner_id=ana.id, money=Decimal(100))
    without = Reassign(uuid4(), TaskFilter(owner_id=ana.id), ToRules(without=ana.id), "away")
    rows = await reassign(office, CLAIMDESK, without)
    assert sorted(each.owner for each in rows) == ["Ben", "Ben", "Cat", "Cat"]


async def test_a_task_goes_into_a_pool_only_where_somebody_may_have_it(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    team = await a_team(office, [ana], skills=[Skill.CALLS])
    call = await a_task(office, billed, cause="call")
    denial = await a_task(office, billed, TaskKind.WORK_DENIAL, cause="denial")
    rows = await reassign(office, CLAIMDESK, Reassign(uuid4(), (call.id, denial.id), ToTeam(team)))
    assert {each.task_id: each.words for each in rows} == {
        call.id: "Moved by hand.",
        denial.id: "Nobody in this team may have it.",
    }
