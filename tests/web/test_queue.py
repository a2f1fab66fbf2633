"""The lists: what stands in them, in which order, and what they cost."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.audit import AuditEvent
from models.base import new_id
from models.queues import PAGE, TEAM, VIEWS, Reader, counts
from models.tasks import Task
from rules.tasks import LIVE, TaskKind, TaskState
from tests.factories_desk import Told
from tests.web.queries import queries

FRAGMENT = {"hx-request": "true"}
OF_THE_PAGE = 6  # list, counts, done today, and who asks; not the opening of transactions or the trail


async def more_tasks(office: Office, like: UUID, count: int) -> None:
    """The same task again and again."""
    async with office.begin(CLAIMDESK) as work:
        one = await work.session.get_one(Task, like)
        for number in range(count):
            work.session.add(
                Task(
                    practice_id=one.practice_id,
                    claim_id=one.claim_id,
                    payer_id=one.payer_id,
                    kind=one.kind,
                    cause=f"again:{new_id()}",
                    ask=f"Again {number:03}",
                    state=TaskState.OPEN,
                    due_on=one.due_on,
                    money=Decimal("10.00"),
                    priority=number % 7,
                    created_at=work.now,
                )
            )


def asked(text: str) -> list[str]:
    return re.findall(r"Again \d+", text)


def reads(seen: list[str]) -> list[str]:
    """Statements that read for the screen."""
    return [each for each in seen if each.startswith(("SELECT", "(SELECT")) and "audit_head" not in each]


async def test_every_kind_of_task_stands_in_exactly_one_team_queue() -> None:
    kinds = [kind for view in TEAM for kind in view.kinds or ()]
    assert sorted(kinds) == sorted(TaskKind)


async def test_my_queue_holds_the_most_urgent_first_and_not_what_waits_elsewhere(amara: AsyncClient) -> None:
    names = re.findall(r'class="who">([^<,]+)', (await amara.get("/queue/mine")).text)
    assert names[:3] == ["Baptiste", "Reyes", "Whitfield"]
    assert not {"Kim", "Petrov", "Silva"} & set(names)
    assert "Kim" in (await amara.get("/queue/waiting")).text
    assert "Petrov" in (await amara.get("/queue/snoozed")).text


async def test_somebody_elses_own_task_is_not_in_my_queue(
    told: Told, amara: AsyncClient, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        mine = update(Task).where(Task.id == told.tasks["Reyes"])
        await work.session.execute(mine.values(owner_id=told.people["Ben Carver"]))
    assert "Reyes" not in (await amara.get("/queue/mine")).text
    assert "Reyes" in (await amara.get("/queue/denials")).text


async def test_pages_follow_each_other_without_a_gap_or_a_double(
    told: Told, amara: AsyncClient, desk_office: Office
) -> None:
    await more_tasks(desk_office, told.tasks["Novak"], 120)
    seen: list[str] = []
    path = "/queue/calls"
    for _ in range(4):
        page = (await amara.get(path)).text
        seen += asked(page)
        link = re.search(r'href="(/queue/calls\?after=[^"]+)"', page)
        if link is None:
            break
        path = link[1]
    assert len(seen) == len(set(seen)) == 120


async def test_a_place_that_we_did_not_seal_is_refused(amara: AsyncClient) -> None:
    assert (await amara.get("/queue/mine?after=gAAAAAB")).status_code == 404
    assert (await amara.get("/queue/nowhere")).status_code == 404


async def test_counts_stop_at_a_thousand_and_say_so(
    told: Told, amara: AsyncClient, desk_office: Office
) -> None:
    await more_tasks(desk_office, told.tasks["Novak"], 1001)
    assert "1000+" in (await amara.get("/queue/calls")).text


@pytest.mark.parametrize("path", ["/queue/calls", "/rows/calls"])
async def test_a_list_costs_the_same_for_five_rows_and_for_fifty(
    app: FastAPI, told: Told, amara: AsyncClient, desk_office: Office, engine: AsyncEngine, path: str
) -> None:
    await amara.get(path)
    app.state.desk.shown.logins.clear()  # whose names are shown for the first time is told to the trail
    with queries(engine) as few:
        await amara.get(path)
    await more_tasks(desk_office, told.tasks["Novak"], PAGE)
    with queries(engine) as many:
        await amara.get(path)
    assert len(few) == len(many)
    assert len(reads(many)) <= OF_THE_PAGE


async def test_the_end_of_the_queue_says_what_was_achieved_and_what_needs_hands(
    told: Told, amara: AsyncClient, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        everything = update(Task).where(Task.state.in_(LIVE), Task.kind != TaskKind.CALL_PAYER)
        await work.session.execute(everything.values(state=TaskState.CANCELLED))
    page = (await amara.get("/queue/denials")).text
    assert "Clear. 3 done today, $1,232 moved." in page
    assert "Call payer needs hands: 3" in page


async def test_a_look_again_gives_rows_and_counts_and_nothing_else(amara: AsyncClient) -> None:
    answer = await amara.get("/rows/mine", headers=FRAGMENT)
    assert "<html" not in answer.text
    assert "autofocus" not in answer.text  # whoever is typing keeps the focus
    assert 'hx-target="#rail"' in answer.text
    assert "Reyes" in answer.text


async def test_who_looked_at_a_list_of_names_stands_in_the_trail(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await amara.get("/queue/denials")
    async with desk_office.begin(CLAIMDESK) as work:
        saw = select(AuditEvent.detail).where(
            AuditEvent.subject == "view:denials", AuditEvent.action == "saw"
        )
        detail = await work.session.scalar(saw)
    assert str(told.tasks["Reyes"]) in detail["tasks"]


async def test_counts_differ_for_those_who_approve(told: Told, desk_office: Office) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        biller = Reader(told.people["Amara Osei"], approves=False)
        few, _ = await counts(work.session, biller, work.now)
        many, _ = await counts(work.session, replace(biller, approves=True), work.now)
    assert (few["approvals"], many["approvals"]) == (0, 1)
    assert set(few) == {*VIEWS, "overdue", "alerts", "reviews"}


async def test_work_next_takes_the_most_urgent_that_nobody_holds(
    told: Told, amara: AsyncClient, desk_office: Office
) -> None:
    first = await amara.post("/next")
    assert first.headers["location"] == f"/tasks/{told.tasks['Baptiste']}?view=mine"
    async with desk_office.begin(CLAIMDESK) as work:
        held = update(Task).where(Task.id == told.tasks["Baptiste"])
        ben = told.people["Ben Carver"]
        until = work.now + timedelta(minutes=5)
        await work.session.execute(held.values(leased_by=ben, leased_until=until))
    second = await amara.post("/next")
    assert second.headers["location"] == f"/tasks/{told.tasks['Reyes']}?view=mine"
