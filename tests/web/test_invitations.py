"""An administrator invites; the person sets password and second factor alone."""

import json
import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.audit import AuditEvent
from models.invitations import Invitation
from models.second_factors import AuthenticatorApp
from models.users import LoginSession
from tests.factories_desk import PASSWORD, Told, email
from tests.web.conftest import browser
from tests.web.doors import enrolled, password, strict
from web.settings import WebSettings

NEW = "a field of barley"


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, told: Told) -> FastAPI:
    return strict(desk_office, settings)


@pytest.fixture
async def otto(app: FastAPI, desk_office: Office) -> AsyncClient:
    """The administrator, fresh from the second factor."""
    client, _ = await enrolled(app, desk_office, "Otto Reiss")
    return client


async def link_for_nia(otto: AsyncClient, told: Told) -> str:
    riverside = str(told.practices["Riverside Family Practice"])
    form = {"email": "nia@desk.example", "name": "Nia New", "role": "biller", "practices": riverside}
    return link_in((await otto.post("/users", data=form)).text)


def link_in(text: str) -> str:
    found = re.search(r'value="https://desk\.test(/invitation\?token=[\w-]+)"', text)
    assert found
    return found[1]


async def take(client: AsyncClient, link: str, word: str) -> int:
    return (
        await client.post("/invitation", data={"token": link.partition("=")[2], "password": word})
    ).status_code


async def test_an_invited_person_sets_a_password_then_a_second_factor_and_is_in(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    link = await link_for_nia(otto, told)
    nia = browser(app)
    assert "Welcome, Nia New" in (await nia.get(link)).text
    short = await nia.post("/invitation", data={"token": link.partition("=")[2], "password": "short"})
    assert (short.status_code, "12 to 128" in short.text) == (409, True)
    assert await take(nia, link, NEW) == 303
    assert (await nia.get("/queue/mine")).headers["location"].startswith("/sign-in/enrol")
    assert (await nia.get(link)).status_code == 404
    assert await take(nia, link, "another long password") == 404
    again = await browser(app).post("/sign-in", data={"email": "NIA@desk.example", "password": NEW})
    assert again.headers["location"] == "/sign-in/enrol"


async def test_before_it_is_accepted_no_password_opens_the_account(
    app: FastAPI, otto: AsyncClient, told: Told
) -> None:
    await link_for_nia(otto, told)
    answer = await password(browser(app), "Nia New", "")
    assert answer.status_code in (403, 422)
    assert "invited" in (await otto.get("/users")).text


async def test_an_invitation_is_over_after_its_days_and_a_newer_one_replaces_it(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    first = await link_for_nia(otto, told)
    async with desk_office.begin(CLAIMDESK) as work:
        nia = await work.session.scalar(select(Invitation.user_id))
    second = link_in((await otto.post(f"/users/{nia}/invite")).text)
    assert (await browser(app).get(first)).status_code == 404
    assert (await browser(app).get(second)).status_code == 200
    async with desk_office.begin(CLAIMDESK) as work:
        earlier = Invitation.ends_at - timedelta(hours=73)
        await work.session.execute(update(Invitation).values(ends_at=earlier))
    assert (await browser(app).get(second)).status_code == 404


async def test_the_database_holds_only_a_hash_of_the_link(
    otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    link = await link_for_nia(otto, told)
    async with desk_office.begin(CLAIMDESK) as work:
        kept = await work.session.scalar(select(Invitation.token_hash))
    assert link.partition("=")[2] != kept
    assert len(kept or "") == 64


async def test_a_reset_of_the_second_factor_names_both_in_the_trail_and_ends_the_sessions(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    amara, _ = await enrolled(app, desk_office)
    person = told.people["Amara Osei"]
    assert (await otto.post(f"/users/{person}/factors/reset")).status_code == 303
    assert (await amara.get("/queue/mine")).headers["location"].startswith("/sign-in")
    assert (await password(browser(app))).headers["location"] == "/sign-in/enrol"
    async with desk_office.begin(CLAIMDESK) as work:
        reset = select(AuditEvent).where(AuditEvent.action == "reset the second factor")
        event = (await work.session.scalars(reset)).one()
        left = (await work.session.scalars(select(AuthenticatorApp.user_id))).all()
    assert event.detail == {"by": "Otto Reiss", "of": "Amara Osei"}
    assert left == [told.people["Otto Reiss"]]


async def test_an_administrator_signs_somebody_out_everywhere(
    app: FastAPI, otto: AsyncClient, told: Told, desk_office: Office
) -> None:
    amara, _ = await enrolled(app, desk_office)
    await otto.post(f"/users/{told.people['Amara Osei']}/sessions/end")
    assert (await amara.get("/queue/mine")).status_code == 303
    assert "ended your sessions" in (await amara.get("/sign-in")).text


@pytest.mark.parametrize("deed", ["factors/reset", "invite"])
async def test_nobody_resets_their_own(otto: AsyncClient, told: Told, deed: str) -> None:
    answer = await otto.post(f"/users/{told.people['Otto Reiss']}/{deed}")
    assert answer.status_code == 403


async def test_a_change_of_rights_asks_for_the_factor_again_and_then_goes_on(
    app: FastAPI, told: Told, desk_office: Office
) -> None:
    otto, telephone = await enrolled(app, desk_office, "Otto Reiss")
    async with desk_office.begin(CLAIMDESK) as work:
        older = LoginSession.strong_at - timedelta(minutes=6)
        await work.session.execute(update(LoginSession).values(strong_at=older))
    path = f"/users/{told.people['Amara Osei']}"
    form = {"role": "supervisor", "active": "true"}
    assert (await otto.post(path, data=form)).headers["location"] == "/step-up"
    assert (await otto.post("/step-up", data={"code": "000000"})).status_code == 403
    shown = await otto.post("/step-up", data={"code": await telephone.fresh()})
    assert shown.headers["location"] == "/sign-in/again"
    page = (await otto.get("/sign-in/again")).text
    assert f'action="{path}" data-goes-on' in page
    assert 'name="role" value="supervisor"' in page
    assert (await otto.post(path, data=form)).headers["location"] == "/users"
    assert (await otto.get("/sign-in/again")).headers["location"] == "/"  # once


async def test_a_form_sent_after_the_working_day_waits_for_the_same_person(
    app: FastAPI, told: Told, desk_office: Office
) -> None:
    amara, telephone = await enrolled(app, desk_office)
    async with desk_office.begin(CLAIMDESK) as work:
        over = LoginSession.ends_at - timedelta(hours=12)
        await work.session.execute(update(LoginSession).values(ends_at=over))
    path, note = f"/tasks/{told.tasks['Reyes']}/note", "Spoke with Ms. Tran, ref 77"
    key = "11111111-1111-4111-8111-111111111111"
    late = await amara.post(path, data={"key": key, "note": note})
    assert late.headers["location"] == "/sign-in"
    await amara.post("/sign-in", data={"email": email("Amara Osei"), "password": PASSWORD})
    shown = await amara.post("/sign-in/factor", data={"code": await telephone.fresh()})
    assert shown.headers["location"] == "/sign-in/again"
    page = (await amara.get("/sign-in/again")).text
    assert note in page
    assert "data-goes-on" not in page  # the person decides


async def test_what_was_kept_is_sealed_in_the_database_and_never_shown_to_another(
    app: FastAPI, told: Told, desk_office: Office
) -> None:
    amara, _ = await enrolled(app, desk_office)
    async with desk_office.begin(CLAIMDESK) as work:
        over = LoginSession.ends_at - timedelta(hours=12)
        await work.session.execute(update(LoginSession).values(ends_at=over))
    await amara.post(f"/tasks/{told.tasks['Reyes']}/note", data={"note": "Reyes is at home"})
    async with desk_office.begin(CLAIMDESK) as work:
        sealed = (await work.session.scalars(select(LoginSession.sealed_act))).one()
    assert sealed
    assert "Reyes" not in sealed
    await password(amara, "Priya Nair")
    field = {"name": "note", "value": "Reyes", "label": "Note", "words": "", "is_beside": False}
    typed = [{"path": f"/tasks/{told.tasks['Reyes']}/note", "title": "Add note", "fields": [field]}]
    hers = {"typed": json.dumps(typed), "whose": str(told.people["Amara Osei"])}
    assert (await amara.post("/sign-in/take-along", data=hers)).headers["location"] == "/"
    async with desk_office.begin(CLAIMDESK) as work:
        priya = select(LoginSession.sealed_act).where(LoginSession.user_id == told.people["Priya Nair"])
        assert (await work.session.scalars(priya)).all() == [None]
