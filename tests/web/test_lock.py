"""The lock: nobody reads on, the same person opens it quickly, and nothing is lost."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.users import LoginSession
from tests.factories_desk import PASSWORD, Told
from tests.web.conftest import browser
from tests.web.doors import Telephone, enrolled, strict
from web.pages import COOKIE
from web.settings import WebSettings


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, told: Told) -> FastAPI:
    return strict(desk_office, settings)


@pytest.fixture
async def both(app: FastAPI, desk_office: Office) -> tuple[AsyncClient, Telephone]:
    return await enrolled(app, desk_office)


async def sleep(office: Office) -> None:
    """A quarter of an hour passes without a touch."""
    async with office.begin(CLAIMDESK) as work:
        older = LoginSession.last_active_at - timedelta(minutes=15)
        await work.session.execute(update(LoginSession).values(last_active_at=older))


async def test_the_password_or_a_code_opens_it_again_under_a_new_token(
    both: tuple[AsyncClient, Telephone], desk_office: Office
) -> None:
    amara, telephone = both
    for proof in ({"password": PASSWORD}, {"code": await telephone.fresh()}):
        await sleep(desk_office)
        assert (await amara.get("/me")).headers["location"] == "/lock?next=/me"
        before = amara.cookies[COOKIE]
        opened = await amara.post("/unlock", data={**proof, "next": "/me"})
        assert opened.headers["location"] == "/me"
        assert amara.cookies[COOKIE] != before
        assert (await amara.get("/me")).status_code == 200


async def test_a_part_of_a_page_gets_the_lock_in_its_place_and_keeps_the_rest(
    both: tuple[AsyncClient, Telephone], desk_office: Office
) -> None:
    amara, _ = both
    await sleep(desk_office)
    answer = await amara.post("/next", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-retarget"] == "#door"
    assert "Amara Osei, welcome back" in answer.text
    assert "<html" not in answer.text
    opened = await amara.post("/unlock", data={"password": PASSWORD}, headers={"hx-request": "true"})
    assert (opened.status_code, opened.text) == (200, "")


async def test_a_form_sent_on_a_locked_screen_goes_on_after_the_lock(
    both: tuple[AsyncClient, Telephone], desk_office: Office, told: Told
) -> None:
    amara, _ = both
    await sleep(desk_office)
    path = f"/tasks/{told.tasks['Reyes']}/note"
    sent = await amara.post(path, data={"key": "k", "note": "Half a thought"})
    assert sent.headers["location"] == "/lock"
    opened = await amara.post("/unlock", data={"password": PASSWORD})
    assert opened.headers["location"] == "/sign-in/again"
    page = (await amara.get("/sign-in/again")).text
    assert "Half a thought" in page
    assert f'action="{path}" data-goes-on' in page


async def test_after_five_wrong_proofs_the_session_is_over(
    both: tuple[AsyncClient, Telephone], desk_office: Office
) -> None:
    amara, _ = both
    await amara.post("/lock")
    answers = [await amara.post("/unlock", data={"password": "not it at all"}) for _ in range(5)]
    assert [each.status_code for each in answers] == [403, 403, 403, 403, 303]
    assert (await amara.get("/lock")).headers["location"].startswith("/sign-in")


async def test_a_password_at_the_lock_is_no_fresh_second_factor(
    both: tuple[AsyncClient, Telephone], desk_office: Office
) -> None:
    amara, _ = both
    async with desk_office.begin(CLAIMDESK) as work:
        older = LoginSession.strong_at - timedelta(minutes=20)
        await work.session.execute(update(LoginSession).values(strong_at=older))
    await amara.post("/lock")
    await amara.post("/unlock", data={"password": PASSWORD})
    assert (await amara.get("/me/factors")).headers["location"] == "/step-up"


async def test_a_locked_screen_can_be_left_for_good(both: tuple[AsyncClient, Telephone]) -> None:
    amara, _ = both
    token = amara.cookies[COOKIE]
    await amara.post("/lock")
    assert (await amara.post("/sign-out")).headers["location"] == "/sign-in"
    thief = browser(amara._transport.app)  # type: ignore[attr-defined]
    thief.cookies.set(COOKIE, token)
    assert (await thief.post("/unlock", data={"password": PASSWORD})).headers["location"] == "/sign-in"


async def test_my_second_factors_can_be_changed_but_the_last_one_stays(
    both: tuple[AsyncClient, Telephone],
) -> None:
    amara, _ = both
    page = (await amara.get("/me/factors")).text
    assert "10 left" in page
    codes = (await amara.post("/me/factors/codes")).text
    assert codes.count("<code>") == 10
