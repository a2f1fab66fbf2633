"""Breaking the glass: another role for an hour, seen by everybody, reviewed by somebody else."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.days import office_day
from activities.transactions import Office
from models.alerts import Alert
from models.audit import AuditEvent
from models.emergency_access import EmergencyAccess
from models.tasks import Task
from models.training import AccessReview
from models.users import LoginSession, User
from rules.access_reviews import quarter_of
from tests.factories_desk import Told
from tests.web.conftest import Enter
from web.pages import COOKIE

WHY = "Both supervisors are ill and a filing limit ends today"


async def take(client: AsyncClient, role: str = "supervisor", reason: str = WHY) -> int:
    return (await client.post("/emergency", data={"role": role, "reason": reason})).status_code


async def test_a_biller_is_a_manager_for_an_hour_under_a_banner_and_a_new_token(
    amara: AsyncClient, desk_office: Office
) -> None:
    assert (await amara.get("/audit")).status_code == 403
    before = amara.cookies[COOKIE]
    assert await take(amara, "manager") == 303
    assert amara.cookies[COOKIE] != before
    page = await amara.get("/queue/mine")
    assert "Emergency access as manager until" in page.text
    assert (await amara.get("/audit")).status_code == 200
    async with desk_office.begin(CLAIMDESK) as work:
        over = EmergencyAccess.ends_at - timedelta(minutes=60)
        await work.session.execute(update(EmergencyAccess).values(ends_at=over))
    assert "Emergency access as" not in (await amara.get("/queue/mine")).text
    assert (await amara.get("/audit")).status_code == 403


async def test_it_can_be_ended_before_the_hour(amara: AsyncClient) -> None:
    await take(amara, "manager")
    await amara.post("/emergency/end")
    assert (await amara.get("/audit")).status_code == 403


async def test_a_reason_that_says_nothing_is_refused_and_kept_on_the_screen(amara: AsyncClient) -> None:
    answer = await amara.post("/emergency", data={"role": "supervisor", "reason": "urgent!"})
    assert answer.status_code == 409
    assert "urgent!" in answer.text


@pytest.mark.parametrize(("name", "role"), [("Amara Osei", "administrator"), ("Mara Stone", "administrator")])
async def test_nobody_becomes_an_administrator(enter: Enter, name: str, role: str) -> None:
    assert await take(await enter(name), role) == 403


async def test_it_is_told_at_once_and_reviewed_by_somebody_else_once(
    enter: Enter, amara: AsyncClient, desk_office: Office, told: Told
) -> None:
    await take(amara)
    mara = await enter("Mara Stone")
    page = (await mara.get("/access-reviews")).text
    assert WHY in page
    async with desk_office.begin(CLAIMDESK) as work:
        access = await work.session.scalar(select(EmergencyAccess.id))
        alerted = set(await work.session.scalars(select(Alert.user_id)))
        trail = await work.session.scalars(select(AuditEvent).where(AuditEvent.action.like("took%")))
        event = trail.one()
    assert {told.people["Mara Stone"], told.people["Otto Reiss"]} <= alerted
    assert WHY not in str(event.detail)
    path = f"/access-reviews/emergencies/{access}"
    owed = "emergency to review"
    assert owed in (await mara.get("/boards/deadlines")).text  # beside every screen, until somebody did it
    assert owed not in (await amara.get("/queue/mine")).text
    said = {"key": str(uuid4()), "outcome": "justified", "finding": "All was as it should be"}
    assert (await amara.post(path, data=said)).status_code == 403
    assert (await mara.post(path, data=said)).status_code == 303
    assert (await mara.post(path, data=said)).status_code == 303  # the same form again: once
    assert (await mara.post(path, data=said | {"key": str(uuid4())})).status_code == 409
    assert "Justified: All was as it should be" in (await mara.get("/access-reviews")).text
    assert owed not in (await mara.get("/boards/deadlines")).text


async def test_each_persons_access_is_confirmed_or_ended_once_a_quarter(
    enter: Enter, amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    mara = await enter("Mara Stone")
    page = (await mara.get("/access-reviews")).text
    assert "Confirm the access of Ben Carver" in page
    assert "Confirm the access of Mara Stone" not in page
    ben, person = (f"/access-reviews/{told.people[each]}" for each in ("Ben Carver", "Amara Osei"))
    assert (await mara.post(ben, data={"decision": "confirm"})).status_code == 303
    assert (await mara.post(ben, data={"decision": "confirm"})).status_code == 409
    assert (await mara.post(person, data={"decision": "end"})).status_code == 303
    assert (await amara.get("/queue/mine")).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        rows = (await work.session.scalars(select(AccessReview).order_by(AccessReview.confirmed))).all()
        active = await work.session.scalar(select(User.active).where(User.id == told.people["Amara Osei"]))
        quarter = quarter_of(await office_day(work))
    assert [(row.quarter, row.confirmed, row.role) for row in rows] == [
        (quarter, False, "biller"),
        (quarter, True, "biller"),
    ]
    assert active is False


@pytest.mark.parametrize("name", ["Amara Osei", "Priya Nair"])
async def test_only_managers_and_administrators_review(enter: Enter, name: str) -> None:
    assert (await (await enter(name)).get("/access-reviews")).status_code == 403


async def test_a_large_write_off_asks_for_the_factor_again_and_a_small_one_does_not(
    app: FastAPI, priya: AsyncClient, told: Told, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        older = LoginSession.strong_at - timedelta(minutes=6)
        await work.session.execute(update(LoginSession).values(strong_at=older))
        await work.session.execute(
            update(Task).where(Task.id == told.tasks["Silva"]).values(money=Decimal("500.01"))
        )
    form = {"key": "11111111-1111-4111-8111-111111111111", "version": "1", "outcome": "approved"}
    path = f"/tasks/{told.tasks['Silva']}/finish?view=approvals"
    board = f"/boards/deadlines/tasks/{told.tasks['Silva']}/decide"
    for each in (path, board):
        assert (await priya.post(each, data=form)).headers["location"] == "/step-up"
    part = await priya.post(path, data=form, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["hx-retarget"]) == (403, "#door")
    assert 'action="/step-up/take-along"' in part.text
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(
            update(Task).where(Task.id == told.tasks["Silva"]).values(money=Decimal("500.00"))
        )
    assert (await priya.post(path, data=form)).headers["location"] != "/step-up"
