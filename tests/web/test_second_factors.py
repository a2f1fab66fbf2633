"""A second factor for everybody: enrolled before anything else, each code good for once."""

import asyncio
import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.recovery import new_codes, use_code
from activities.sign_in_tries import hash_of
from activities.transactions import Office
from models.audit import AuditEvent
from models.second_factors import AuthenticatorApp, RecoveryCode
from tests.factories_desk import Told
from tests.web.conftest import browser
from tests.web.doors import Telephone, enrolled, field, password, strict
from web.app import make_app
from web.pages import COOKIE
from web.settings import WebSettings

WRONG = "That does not fit"


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, told: Told) -> FastAPI:
    return strict(desk_office, settings)


async def test_who_has_no_second_factor_is_led_to_enrol_one_before_anything_else(app: FastAPI) -> None:
    client = browser(app)
    assert (await password(client)).headers["location"] == "/sign-in/enrol"
    for path in ("/queue/mine", "/me", "/audit"):
        answer = await client.get(path)
        assert answer.headers["location"].startswith("/sign-in/enrol"), path
    assert (await client.post("/next")).headers["location"].startswith("/sign-in/enrol")
    assert (await client.get("/sign-in")).headers["location"] == "/sign-in/enrol"


async def test_enrolling_an_app_shows_ten_recovery_codes_once_and_opens_the_desk(
    app: FastAPI, desk_office: Office
) -> None:
    client, _ = await enrolled(app, desk_office)
    assert (await client.get("/queue/mine")).status_code == 200
    async with desk_office.begin(CLAIMDESK) as work:
        kept = (await work.session.scalars(select(RecoveryCode.code_hash))).all()
        app_row = await work.session.scalar(select(AuthenticatorApp))
    assert len(kept) == 10
    assert all(each.startswith("$argon2id$") for each in kept)
    assert app_row is not None
    assert app_row.sealed_secret.startswith("gAAAA")  # sealed, not base32


async def test_wrong_digits_enrol_nothing(app: FastAPI) -> None:
    client = browser(app)
    await password(client)
    page = await client.get("/sign-in/enrol")
    answer = await client.post("/sign-in/enrol/app", data={"secret": field(page, "secret"), "code": "000000"})
    assert answer.status_code == 403
    assert "newest ones" in answer.text


async def test_the_code_is_asked_at_the_next_sign_in_and_the_token_changes_with_it(
    app: FastAPI, desk_office: Office
) -> None:
    _, telephone = await enrolled(app, desk_office)
    client = browser(app)
    asked = await client.post(
        "/sign-in", data={"email": "amara@desk.example", "password": "quiet river stone", "next": "/me"}
    )
    assert asked.headers["location"] == "/sign-in/factor?next=/me"
    half = client.cookies[COOKIE]
    shown = await client.post("/sign-in/factor", data={"code": await telephone.fresh(), "next": "/me"})
    assert shown.headers["location"] == "/me"
    assert client.cookies[COOKIE] != half
    stranger = browser(app)
    stranger.cookies.set(COOKIE, half)
    assert (await stranger.get("/me")).status_code == 303


async def test_a_code_works_once(app: FastAPI, desk_office: Office) -> None:
    _, telephone = await enrolled(app, desk_office)
    client = browser(app)
    await password(client)
    answer = await client.post("/sign-in/factor", data={"code": telephone.shown})
    assert answer.status_code == 403
    assert WRONG in answer.text


async def test_a_recovery_code_opens_once(app: FastAPI, desk_office: Office) -> None:
    first = browser(app)
    await password(first)
    page = await first.get("/sign-in/enrol")
    telephone = Telephone(re.findall(r'class="code">([A-Z2-7]+)<', page.text)[0], desk_office)
    codes = await first.post(
        "/sign-in/enrol/app", data={"secret": field(page, "secret"), "code": telephone.shows()}
    )
    code = re.findall(r"<code>([a-z2-9-]{11})</code>", codes.text)[0]
    for status in (303, 403):
        client = browser(app)
        await password(client)
        assert (await client.post("/sign-in/factor", data={"code": code.upper()})).status_code == status


async def test_a_code_that_was_printed_before_codes_had_salts_opens_once(
    app: FastAPI, desk_office: Office, told: Told
) -> None:
    await enrolled(app, desk_office)
    amara, code = told.people["Amara Osei"], "abcde-fghjk"
    async with desk_office.begin(CLAIMDESK) as work:
        work.session.add(RecoveryCode(user_id=amara, code_hash=hash_of(f"{amara}:{code}")))
    for status in (303, 403):
        client = browser(app)
        await password(client)
        assert (await client.post("/sign-in/factor", data={"code": code})).status_code == status


async def test_of_two_who_use_one_recovery_code_at_once_one_comes_in(
    app: FastAPI, desk_office: Office, told: Told
) -> None:
    await enrolled(app, desk_office)
    amara = told.people["Amara Osei"]
    async with desk_office.begin(CLAIMDESK) as work:
        code = (await new_codes(work, amara))[3]

    async def use() -> bool:
        async with desk_office.begin(CLAIMDESK) as work:
            return await use_code(work, amara, code)

    assert sorted(await asyncio.gather(use(), use())) == [False, True]


async def test_after_five_wrong_codes_the_sign_in_starts_anew_and_waits(
    app: FastAPI, desk_office: Office
) -> None:
    _, telephone = await enrolled(app, desk_office)
    client = browser(app)
    await password(client)
    answers = [await client.post("/sign-in/factor", data={"code": "123456"}) for _ in range(5)]
    assert [each.status_code for each in answers] == [403, 403, 403, 403, 303]
    assert answers[-1].headers["location"] == "/sign-in"
    await password(client)
    slowed = await client.post("/sign-in/factor", data={"code": await telephone.fresh()})
    assert "Too many tries" in slowed.text


async def test_a_stranger_with_the_password_cannot_lock_out_the_persons_own_browser(
    app: FastAPI, desk_office: Office
) -> None:
    client, telephone = await enrolled(app, desk_office)
    stranger = browser(app)
    for _ in range(2):
        await password(stranger)
        for _ in range(5):
            await stranger.post("/sign-in/factor", data={"code": "123456"})
    for _ in range(8):
        await password(browser(app), word="not the password")
    await client.post("/sign-out")
    assert (await password(client)).headers["location"] == "/sign-in/factor"
    shown = await client.post("/sign-in/factor", data={"code": await telephone.fresh()})
    assert shown.headers["location"] == "/"


async def test_every_step_stands_in_the_trail_without_a_code(app: FastAPI, desk_office: Office) -> None:
    _, telephone = await enrolled(app, desk_office)
    client = browser(app)
    await password(client)
    await client.post("/sign-in/factor", data={"code": "123456"})
    await client.post("/sign-in/factor", data={"code": await telephone.fresh()})
    async with desk_office.begin(CLAIMDESK) as work:
        rows = (await work.session.scalars(select(AuditEvent).order_by(AuditEvent.number))).all()
    assert [row.action for row in rows] == [
        *("gave the password", "enrolled an authenticator app", "signed in"),
        *("gave the password", "refused a second factor", "showed an authenticator app", "signed in"),
    ]
    assert "123456" not in str([row.detail for row in rows])


async def test_the_training_is_asked_after_the_factor_and_kept_with_what_was_read(
    desk_office: Office, settings: WebSettings, told: Told
) -> None:
    app = strict(desk_office, settings, training=True)
    client, _ = await enrolled(app, desk_office)
    assert (await client.get("/queue/mine")).headers["location"].startswith("/sign-in/training")
    page = await client.get("/sign-in/training")
    assert "Your login is yours" in page.text
    old = await client.post("/sign-in/training", data={"version": "1999-1"})
    assert old.status_code == 409
    read = await client.post("/sign-in/training", data={"version": field(page, "version"), "next": "/me"})
    assert read.headers["location"] == "/me"
    assert (await client.get("/queue/mine")).status_code == 200


async def test_in_the_demo_one_step_is_enough_and_the_page_says_so(
    desk_office: Office, settings: WebSettings, told: Told
) -> None:
    client = browser(make_app(desk_office, settings))
    assert "the demo alone does not" in (await client.get("/sign-in")).text
    assert (await password(client)).headers["location"] == "/"
    assert (await client.get("/queue/mine")).status_code == 200


async def test_a_former_key_still_opens_and_the_new_one_takes_over_by_use(
    desk_office: Office, settings: WebSettings, told: Told
) -> None:
    old, new = "an old payload key", "a new payload key"
    _, telephone = await enrolled(strict(desk_office, replace(settings, seal_keys=(old,))), desk_office)
    for keys, status in (((new, old), 303), ((new,), 303), ((old,), 403)):
        client = browser(strict(desk_office, replace(settings, seal_keys=keys)))
        await password(client)
        shown = await client.post("/sign-in/factor", data={"code": await telephone.fresh()})
        assert shown.status_code == status, keys
