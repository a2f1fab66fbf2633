"""Work that is left climbs by the chain of its team, and whoever is asked hears of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from activities.actors import CLAIMDESK, Actor
from activities.escalation import climb_date, escalate_task, set_rung, whom
from activities.sweeps import sweep_tasks
from activities.transactions import Office
from models.alerts import Alert
from models.audit import AuditEvent
from models.tasks import Task
from rules.access import Role
from rules.alerts import AlertKind
from rules.errors import Conflict, NotAllowed, Stale
from rules.escalation import Rung
from rules.follow_ups import Level
from rules.tasks import TaskState
from tests.factories_money import ZONE, Billed, one_claim
from tests.factories_tasks import a_person, a_task, task_now


async def a_late_task(office: Office, billed: Billed, days: int = 4) -> Task:
    """About no claim, so that the sweep looks at it, and due so many days ago."""
    made = await a_task(office, billed)
    async with office.begin(CLAIMDESK) as work:
        task = await work.session.get_one(Task, made.id)
        task.claim_id, task.due_on = None, work.today(ZONE) - timedelta(days=days)
    return await task_now(office, made.id)


async def told(office: Office, person: Actor) -> list[AlertKind]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Alert.kind).where(Alert.user_id == person.id)))


async def today(office: Office) -> date:
    async with office.begin(CLAIMDESK) as work:
        return work.today(ZONE)


async def test_a_task_that_is_left_climbs_and_those_who_are_asked_hear_of_it(office: Office) -> None:
    billed = await one_claim(office)
    manager = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    task = await a_late_task(office, billed, days=14)
    await sweep_tasks(office)
    assert (await task_now(office, task.id)).level == Level.MANAGER
    assert await told(office, manager) == [AlertKind.ESCALATED]
    async with office.begin(CLAIMDESK) as work:
        said = await work.session.scalar(select(Alert.told).where(Alert.user_id == manager.id))
        (event,) = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "escalated"))
    assert said is not None
    assert said.endswith("was left undone: it moved up to the manager, Mara.")
    assert (event.detail["level"], event.detail["to"]) == (2, "the manager, Mara")


def test_a_rung_of_many_names_a_few_and_says_when_nobody_is_there() -> None:
    assert whom(Level.SUPERVISOR, ["A", "B", "C", "D", "E"]) == "the supervisor, A, B, C, 2 more"
    assert whom(Level.MANAGER, []) == "the manager, but nobody is there"


async def test_the_chain_that_was_set_decides_when_and_whom(office: Office) -> None:
    billed = await one_claim(office)
    manager = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    ana = await a_person(office, billed.practice_id)
    async with office.begin(CLAIMDESK) as work:
        since = work.now.date()
    await set_rung(office, manager, Rung(Level.SUPERVISOR, 10, None, ana.id, since))
    async with office.begin(CLAIMDESK) as work:  # in New York too the rung has begun
        await work.session.execute(text("update office set days_ahead = 1"))
    day = await today(office)
    early = await a_late_task(office, billed, days=4)
    await sweep_tasks(office)
    assert (await task_now(office, early.id)).level == Level.OWNER
    async with office.begin(CLAIMDESK) as work:
        task = await work.session.get_one(Task, early.id)
        on = await climb_date(work, task, day)
        task.due_on = day - timedelta(days=20)
    assert on is not None
    assert on > day
    await sweep_tasks(office)
    assert (await task_now(office, early.id)).level >= Level.SUPERVISOR
    assert await told(office, lead) == []


async def test_only_a_manager_sets_the_chain(office: Office) -> None:
    billed = await one_claim(office)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    with pytest.raises(NotAllowed):
        await set_rung(office, lead, Rung(Level.MANAGER, 1, Role.MANAGER, None, await today(office)))


async def test_a_supervisor_escalates_by_hand_once_to_the_top(office: Office) -> None:
    billed = await one_claim(office)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    manager = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    task = await a_task(office, billed)
    assert await escalate_task(office, lead, task.id, task.version, "The payer stalls") == Level.SUPERVISOR
    now = await task_now(office, task.id)
    assert now.state is TaskState.ESCALATED
    with pytest.raises(Stale):
        await escalate_task(office, lead, task.id, task.version, "again")
    await escalate_task(office, lead, task.id, now.version, "still")
    assert await told(office, manager) == [AlertKind.ESCALATED]
    top = await task_now(office, task.id)
    with pytest.raises(Conflict, match="nobody is asked after that"):
        await escalate_task(office, lead, task.id, top.version, "higher")
