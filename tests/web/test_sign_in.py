"""The door, the lock and the way out."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.passwords import check_password, hash_password
from activities.sign_in_tries import FREE_TRIES
from activities.sign_ins import REFUSED, SLOWED
from activities.transactions import Office
from models.audit import AuditEvent
from models.users import LoginSession
from rules.errors import Conflict
from tests.factories_desk import PASSWORD, Told, email
from tests.web.conftest import browser
from web.cookies import inside
from web.pages import COOKIE

WEB = Path(__file__).parents[2] / "web"


async def age(office: Office, **columns: timedelta) -> None:
    """Make every session older by so much."""
    async with office.begin(CLAIMDESK) as work:
        older = {name: getattr(LoginSession, name) - by for name, by in columns.items()}
        await work.session.execute(update(LoginSession).values(older))


async def test_the_cookie_is_for_this_host_only_and_out_of_reach_for_scripts(
    app: FastAPI, told: Told
) -> None:
    answer = await browser(app).post("/sign-in", data={"email": email("Amara Osei"), "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_the_database_holds_only_a_hash_of_the_token(amara: AsyncClient, desk_office: Office) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        stored = await work.session.scalar(select(LoginSession.token_hash))
    assert amara.cookies[COOKIE] != stored
    assert len(stored or "") == 64


async def test_an_unknown_person_and_a_wrong_password_get_the_same_answer(app: FastAPI, told: Told) -> None:
    texts = []
    for person in (email("Amara Osei"), "nobody@desk.example"):
        answer = await browser(app).post("/sign-in", data={"email": person, "password": "not the password"})
        assert answer.status_code == 403
        same = re.sub(
            r'data-options="[^"]*"|name="question" value="[^"]*"', "", answer.text
        )  # chance in both
        texts.append(same.replace(person, ""))
    assert texts[0] == texts[1]
    assert REFUSED in texts[0]


@pytest.mark.parametrize("person", ["Amara Osei", "Nobody Known"])
async def test_guessing_is_slowed_for_known_and_unknown_accounts_alike(
    app: FastAPI, told: Told, person: str
) -> None:
    client = browser(app)
    wrong = {"email": email(person), "password": "not the password"}
    for _ in range(FREE_TRIES["account"]):
        assert REFUSED in (await client.post("/sign-in", data=wrong)).text
    assert SLOWED in (await client.post("/sign-in", data=wrong)).text
    right = {"email": email(person), "password": PASSWORD}
    assert SLOWED in (await client.post("/sign-in", data=right)).text


async def test_success_and_failure_stand_in_the_trail_without_the_e_mail(
    app: FastAPI, told: Told, desk_office: Office
) -> None:
    client = browser(app)
    await client.post("/sign-in", data={"email": "nobody@desk.example", "password": "x"})
    await client.post("/sign-in", data={"email": email("Amara Osei"), "password": PASSWORD})
    async with desk_office.begin(CLAIMDESK) as work:
        rows = (await work.session.scalars(select(AuditEvent).order_by(AuditEvent.number))).all()
    said = [(row.action, row.subject) for row in rows if "sign" in row.action]
    assert [action for action, _ in said] == ["refused a sign-in", "signed in"]
    assert "nobody" not in str([(row.subject, row.detail) for row in rows])


async def test_an_idle_screen_locks_and_says_that_nothing_is_lost(
    amara: AsyncClient, desk_office: Office
) -> None:
    await age(desk_office, last_active_at=timedelta(minutes=15))
    answer = await amara.get("/queue/mine")
    assert answer.headers["location"] == "/lock?next=/queue/mine"
    assert "What you typed is kept" in (await amara.get("/lock")).text


@pytest.mark.parametrize("path", ["/rows/mine"])
async def test_what_a_screen_does_by_itself_is_no_sign_of_life(
    amara: AsyncClient, desk_office: Office, path: str
) -> None:
    await age(desk_office, last_active_at=timedelta(minutes=14))
    assert (await amara.get(path)).status_code == 200
    await age(desk_office, last_active_at=timedelta(minutes=2))
    assert (await amara.get("/queue/mine")).status_code == 303


async def test_a_sign_of_life_puts_the_lock_off(amara: AsyncClient, desk_office: Office) -> None:
    await age(desk_office, last_active_at=timedelta(minutes=14))
    assert (await amara.post("/alive")).status_code == 204
    await age(desk_office, last_active_at=timedelta(minutes=2))
    assert (await amara.get("/queue/mine")).status_code == 200


async def test_a_session_ends_after_a_working_day_however_busy(
    amara: AsyncClient, desk_office: Office
) -> None:
    await age(desk_office, ends_at=timedelta(hours=12))
    assert (await amara.get("/queue/mine")).status_code == 303
    assert "working day" in (await amara.get("/sign-in")).text


async def test_signing_out_ends_the_session_and_clears_the_browser(amara: AsyncClient) -> None:
    answer = await amara.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.headers["set-cookie"].startswith(f'{COOKIE}=""; ')
    assert (await amara.get("/queue/mine")).status_code == 303


async def test_a_person_sees_and_ends_their_other_sessions(
    app: FastAPI, amara: AsyncClient, desk_office: Office
) -> None:
    other = browser(app)
    await other.post("/sign-in", data={"email": email("Amara Osei"), "password": PASSWORD})
    page = await amara.get("/me")
    assert page.text.count("End it") == 1
    ended = page.text.partition('name="session" value="')[2].partition('"')[0]
    await amara.post("/me/sessions/end", data={"session": ended})
    assert (await other.get("/queue/mine")).status_code == 303
    assert (await amara.get("/queue/mine")).status_code == 200


async def test_an_administrator_who_closes_an_account_ends_its_sessions(
    enter: object, amara: AsyncClient, told: Told
) -> None:
    otto = await enter("Otto Reiss")  # type: ignore[operator]
    answer = await otto.post(f"/users/{told.people['Amara Osei']}", data={"role": "biller"})
    assert answer.status_code == 303
    assert (await amara.get("/queue/mine")).status_code == 303


async def test_a_changed_password_ends_every_session(amara: AsyncClient, app: FastAPI) -> None:
    wrong = await amara.post("/me/password", data={"current": "no", "password": "a field of barley"})
    assert wrong.status_code == 403
    changed = await amara.post("/me/password", data={"current": PASSWORD, "password": "a field of barley"})
    assert changed.headers["location"] == "/sign-in"
    assert (await amara.get("/queue/mine")).status_code == 303
    again = {"email": email("Amara Osei"), "password": "a field of barley"}
    assert (await browser(app).post("/sign-in", data=again)).status_code == 303


@pytest.mark.parametrize(
    "password", ["short", "password1234", "aaaaaaaaaaaaaa", "Claimdesk 2026!", "x" * 129]
)
def test_a_password_that_a_guesser_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Conflict):
        hash_password(password)


async def test_a_password_is_taken_exactly_as_typed() -> None:
    chosen = "  Quiet Ríver stone "
    kept = hash_password(chosen)
    assert await check_password(kept, chosen)
    for near in (chosen.strip(), chosen.lower(), chosen.replace("í", "i"), chosen[:12], chosen + " "):
        assert not await check_password(kept, near)
    assert await check_password(hash_password(chosen * 6), chosen * 6)


def test_every_field_of_a_password_hides_it_and_names_itself_to_managers() -> None:
    pages = [each.read_text(encoding="utf-8") for each in (WEB / "templates").rglob("*.html")]
    fields = [each for page in pages for each in re.findall(r"<input\b[^>]*>", page)]
    secret = [each for each in fields if "password" in each]
    assert len(secret) > 4
    for each in secret:
        assert 'type="password"' in each
        assert re.search(r'autocomplete="(current|new)-password"', each), each


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/queue/mine?after=x", "/queue/mine?after=x"),
        ("//evil.test/a", "/"),
        ("https://evil.test", "/"),
        ("/\\evil.test", "/"),
        ("/sign-in", "/"),
        ("/a\r\nset-cookie: b", "/"),
        ("queue", "/"),
    ],
)
def test_after_signing_in_one_lands_only_inside(asked: str, given: str) -> None:
    assert inside(asked) == given
