"""Every route has its gate, whoever adds it: nobody, every role, another practice and another site's page."""

import re
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.tables import Base
from models.users import User
from rules.access import Role, may
from runtime.embedded.postgres import SUPERUSER, PostgresServer
from tests.factories_desk import Told
from tests.web.conftest import Enter, browser
from tests.web.walking import UNSAFE, unknown_routes, ways
from web.pages import SCREENS

LOOKED_AT = {"audit_event", "audit_head", "login_session"}
PUBLIC = {
    "/healthz": "a watchdog asks it; it says nothing about anybody",
    "/readyz": "a load balancer asks it; it says nothing about anybody",
    "/metrics": "numbers without names, for a scraper inside the network",
    "/static/{name:path}": "style and script, the same for everybody",
    "/sign-in": "the door",
    "/sign-in/passkey": "the door, with a passkey",
    "/sign-in/take-along": "keeps what was half typed, sealed, with the session that is over",
    "/step-up/take-along": "keeps what was half typed, sealed, with the session that shows its second factor",
    "/sign-in/sso": "the door, with the company's own sign-in",
    "/sign-in/sso/back": "where the company's own sign-in sends people back to",
    "/sign-out": "ends the session of the cookie, when there is one",
    "/lock": "what a locked screen shows",
    "/unlock": "opens a locked screen with the second factor",
    "/invitation": "whoever holds the letter's secret chooses a password",
}
ONES_OWN = {
    "/alerts/choices": "one's own alerts",
    "/alerts/seen": "one's own alerts",
    "/alerts/{alert_id}/open": "one's own alerts",
    "/alerts/{alert_id}/seen": "one's own alerts",
    "/demo/days": "only the demo has it, with invented practices",
    "/emergency/end": "gives one's own emergency access back",
    "/live": "rings for one's own practices",
    "/lock": "locks one's own screen",
    "/me/factors/app": "one's own second factor",
    "/me/factors/codes": "one's own recovery codes",
    "/me/factors/passkeys": "one's own passkeys",
    "/me/factors/passkeys/{passkey_id}/remove": "one's own passkeys",
    "/me/mentions/seen": "one's own mentions",
    "/me/password": "one's own password",
    "/me/screen": "one's own settings",
    "/me/sessions/end": "one's own sessions",
    "/me/tokens": "one's own tokens, never more than one may do oneself",
    "/me/tokens/{token_id}/end": "one's own tokens",
    "/search": "finds what row-level security shows the reader, and is written into the trail",
    "/sign-out": "ends one's own session",
    "/sign-in/again/{act_id}/leave": "what oneself had half typed",
    "/step-up/leave": "what oneself had sent",
    "/step-up": "shows one's own second factor again",
    "/views": "one's own views",
    "/views/{view_id}/forget": "one's own views",
}
FRAGMENT = {"hx-request": "true"}
SAID = {200, 204, 303, 400, 401, 403, 404, 405, 409, 413, 422}


def test_every_route_is_one_that_this_walk_understands(app: FastAPI) -> None:
    assert unknown_routes(app) == []
    assert len(ways(app)) > 100


def test_every_route_has_a_gate_or_stands_on_the_public_list(app: FastAPI) -> None:
    open_to_all = {way.path for way in ways(app) if not way.gates}
    assert sorted(open_to_all - PUBLIC.keys()) == []
    assert sorted(PUBLIC.keys() - {way.path for way in ways(app)}) == []


def test_every_act_asks_for_a_permission_or_is_on_what_is_ones_own(app: FastAPI) -> None:
    acts = [way for way in ways(app) if way.method in UNSAFE and way.gates & {"signed_in", "caller"}]
    unasked = sorted({way.path for way in acts if not way.asks_permission()} - ONES_OWN.keys())
    assert unasked == []
    assert sorted(ONES_OWN.keys() - {way.path for way in ways(app)}) == []


async def test_nobody_gets_no_further_than_the_door(app: FastAPI, told: Told) -> None:
    nobody = browser(app)
    for way in ways(app):
        if way.path in PUBLIC:
            continue
        answer = await nobody.request(way.method, way.filled({"view_name": "mine"}))
        if "caller" in way.gates:
            assert answer.status_code == 401, way
            continue
        assert answer.status_code == 303, way
        assert answer.headers["location"].startswith("/sign-in"), way


async def test_another_sites_page_makes_nobody_act(app: FastAPI, amara: AsyncClient) -> None:
    acts = [way for way in ways(app) if way.method in UNSAFE]
    assert len(acts) > 50
    for way in acts:
        for forged in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}):
            answer = await amara.request(way.method, way.filled({}), headers=forged)
            assert (answer.status_code, answer.text) == (403, "This request came from another site."), way


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_is_answered_everywhere_and_opens_no_screen_it_may_not_see(
    app: FastAPI, told: Told, amara: AsyncClient, desk_office: Office, role: Role
) -> None:
    await become(desk_office, told, role)
    for way in ways(app):
        if way.method == "GET" and way.path != "/live":
            answer = await amara.get(way.filled(ids_of(told)))
            assert answer.status_code in SAID, (way, answer.status_code)
    for path, _, needed in SCREENS:
        answer = await amara.get(path)
        allowed = needed is None or may(role, needed)
        assert (answer.status_code == 403) is not allowed, (path, role, answer.status_code)


async def test_every_screen_offers_the_way_out(told: Told, enter: Enter) -> None:
    for name in ("Amara Osei", "Mara Stone", "Otto Reiss"):
        person = await enter(name)
        for path, _, _ in SCREENS:
            answer = await person.get(path)
            if answer.status_code == 200:
                assert '<form method="post" action="/sign-out">' in answer.text, path


async def test_what_is_asked_for_changes_nothing_but_the_trail(
    app: FastAPI, told: Told, enter: Enter, postgres: PostgresServer, database: str
) -> None:
    people = [await enter(name) for name in ("Amara Osei", "Otto Reiss")]
    before = everything(postgres, database)
    for way in ways(app):
        if way.method == "GET" and way.path != "/live":
            for person in people:
                await person.get(way.filled(ids_of(told)))
    after = everything(postgres, database)
    assert [name for name in before if before[name] != after[name]] == []


def everything(postgres: PostgresServer, database: str) -> dict[str, str]:
    """What each table holds, but the trail, and when a session was last used."""
    names = [each.name for each in Base.metadata.sorted_tables if each.name not in LOOKED_AT]
    with psycopg.connect(postgres.url(SUPERUSER, database)) as line:
        asked = {name: f"select t::text from {name} t order by 1" for name in names}  # noqa: S608 - names from our own schema
        return {name: str(line.execute(said.encode()).fetchall()) for name, said in asked.items()}


async def test_every_screen_can_be_asked_for_as_a_part(
    app: FastAPI, told: Told, priya: AsyncClient, enter: Enter
) -> None:
    otto = await enter("Otto Reiss")
    for way in ways(app):
        if way.method == "GET" and way.path != "/live":
            for person in (priya, otto):
                answer = await person.get(way.filled(ids_of(told)), headers=FRAGMENT)
                assert answer.status_code in SAID, (way, answer.status_code)


async def become(office: Office, told: Told, role: Role) -> None:
    """From now on Amara has this role."""
    async with office.begin(CLAIMDESK) as work:
        mine = update(User).where(User.id == told.people["Amara Osei"])
        await work.session.execute(mine.values(role=role))


def ids_of(told: Told) -> dict[str, object]:
    """Riverside's own, by the names that paths use."""
    return {
        "task_id": told.tasks["Reyes"],
        "claim_id": told.claims["Reyes"],
        "file_id": told.files["refused"],
        "remittance_id": told.remittances["Reyes"],
        "payer_id": told.payers[next(iter(told.payers))],
        "user_id": told.people["Amara Osei"],
        "view_name": "mine",
        "place": "mine",
        "bucket_name": "0-7",
        "limit": "filing",
        "kind_name": "call_payer",
    }


@pytest.mark.parametrize("name", ["task_id", "claim_id", "file_id", "remittance_id"])
async def test_what_belongs_to_another_practice_is_shown_and_changed_by_no_route(
    app: FastAPI, told: Told, enter: Enter, name: str
) -> None:
    hana = await enter("Hana Hill")
    found = [way for way in ways(app) if f"{{{name}}}" in way.path and "caller" not in way.gates]
    assert found
    for way in found:
        form = {word: str(uuid4()) for word in way.words} if way.method in UNSAFE else None
        for headers in ({}, FRAGMENT):
            answer = await hana.request(way.method, way.filled(ids_of(told)), data=form, headers=headers)
            refused = (403, 404, 422) if way.method in UNSAFE else (403, 404)
            assert answer.status_code in refused, (way, answer.status_code)
            assert not re.search("Reyes|night.835", answer.text), way


def test_every_id_in_a_path_is_known_here(app: FastAPI, told_ids: dict[str, object]) -> None:
    """A new kind of id is either a practice's, and then tried above, or has a reason here."""
    others = {
        "absence_id": "a person's, of one's own teams",
        "access_id": "an emergency access, decided by another person",
        "act_id": "one's own",
        "alert_id": "one's own",
        "attachment_id": "behind its task",
        "name": "a static file",
        "passkey_id": "one's own",
        "review_id": "a quality review of a task, fenced by its practice",
        "rule_id": "an allocation rule, for those who manage teams",
        "site_id": "a site, for those who manage sites",
        "team_id": "a team",
        "template_id": "a note's template",
        "term_id": "a client's contract term",
        "token_id": "one's own",
        "view_id": "one's own",
    }
    named = {name for way in ways(app) for name in re.findall(r"\{(\w+)", way.path)}
    assert sorted(named - told_ids.keys() - others.keys()) == []


@pytest.fixture
def told_ids(told: Told) -> dict[str, object]:
    return ids_of(told)
