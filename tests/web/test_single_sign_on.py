"""Single sign-on against a real provider on loopback: a person is linked first, and signs in afterwards."""

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from joserfc.jwk import RSAKey
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.single_sign_on import Provider
from activities.transactions import Office
from models.audit import AuditEvent
from models.second_factors import LinkedIdentity
from models.users import User
from rules.access import Role
from tests.factories_desk import Told
from tests.web.conftest import browser
from tests.web.doors import enrolled, strict
from tests.web.providers import CLIENT, SECRET, SmallProvider, small_provider
from tests.web.test_invitations import link_for_nia
from web.app import make_app
from web.settings import WebSettings

NOT_SAID = "did not say who you are"


@pytest.fixture
async def provider() -> AsyncIterator[SmallProvider]:
    async with small_provider() as provider:
        yield provider


def with_provider(office: Office, settings: WebSettings, provider: SmallProvider, **groups: Role) -> FastAPI:
    sso = Provider(provider.issuer, CLIENT, SECRET, groups)
    return make_app(office, replace(settings, provider=sso, second_factor_required=True))


@pytest.fixture
def app(desk_office: Office, settings: WebSettings, provider: SmallProvider, told: Told) -> FastAPI:
    return with_provider(desk_office, settings, provider)


async def there_and_back(client: AsyncClient, path: str = "/sign-in/sso?next=/me") -> Response:
    """What a browser does: to the provider, and back with what it said."""
    away = await client.get(path)
    assert away.status_code == 303, away.text
    async with httpx.AsyncClient() as outside:
        said = await outside.get(away.headers["location"])
    back = urlsplit(said.headers["location"])
    return await client.get(f"{back.path}?{back.query}")


async def linked(app: FastAPI, office: Office, name: str = "Amara Osei") -> None:
    client, _ = await enrolled(app, office, name)
    assert (await there_and_back(client, "/me/sso")).headers["location"] == "/me"


async def test_a_linked_person_signs_in_with_nothing_to_type_here(
    app: FastAPI, desk_office: Office, told: Told
) -> None:
    await linked(app, desk_office)
    client = browser(app)
    assert (await there_and_back(client)).headers["location"] == "/me"
    assert "Amara Osei" in (await client.get("/me")).text
    async with desk_office.begin(CLAIMDESK) as work:
        row = (await work.session.scalars(select(LinkedIdentity))).one()
        last = select(AuditEvent.action).order_by(AuditEvent.number.desc()).limit(1)
        assert await work.session.scalar(last) == "signed in"
    assert (row.subject, row.user_id) == ("u-4711", told.people["Amara Osei"])


async def test_who_is_not_linked_is_refused_even_with_a_known_e_mail(
    app: FastAPI, provider: SmallProvider
) -> None:
    provider.spoil = {"email": "amara@desk.example", "email_verified": True}
    answer = await there_and_back(browser(app))
    assert answer.status_code == 403
    assert "Nobody here is linked" in answer.text


async def test_a_provider_that_asked_for_a_password_alone_is_one_factor(
    app: FastAPI, desk_office: Office, provider: SmallProvider
) -> None:
    await linked(app, desk_office)
    provider.amr = ["pwd"]
    answer = await there_and_back(browser(app))
    assert answer.headers["location"] == "/sign-in/factor?next=/me"


async def test_an_invited_person_links_with_the_invitation_and_needs_no_password(
    app: FastAPI, desk_office: Office, told: Told
) -> None:
    otto, _ = await enrolled(app, desk_office, "Otto Reiss")
    token = (await link_for_nia(otto, told)).partition("=")[2]
    nia = browser(app)
    answer = await there_and_back(nia, f"/sign-in/sso?invitation={token}")
    assert answer.headers["location"] == "/"
    assert "Nia New" in (await nia.get("/me")).text
    assert (await there_and_back(browser(app))).headers["location"] == "/me"


@pytest.mark.parametrize(
    "spoil",
    [{"iss": "https://evil.test"}, {"aud": "another"}, {"nonce": "another"}, {"exp": 1}, {"sub": None}],
    ids=lambda each: next(iter(each)),
)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    app: FastAPI, desk_office: Office, provider: SmallProvider, spoil: dict[str, object]
) -> None:
    await linked(app, desk_office)
    provider.spoil = spoil
    answer = await there_and_back(browser(app))
    assert (answer.status_code, NOT_SAID in answer.text) == (403, True)


async def test_a_token_signed_by_another_key_is_refused(
    app: FastAPI, desk_office: Office, provider: SmallProvider
) -> None:
    await linked(app, desk_office)
    provider.signing = RSAKey.generate_key(2048, {"kid": "1"})
    assert NOT_SAID in (await there_and_back(browser(app))).text


async def test_an_answer_for_another_browser_or_asked_by_nobody_is_refused(
    app: FastAPI, desk_office: Office
) -> None:
    await linked(app, desk_office)
    mine, other = browser(app), browser(app)
    away = await mine.get("/sign-in/sso")
    async with httpx.AsyncClient() as outside:
        back = urlsplit((await outside.get(away.headers["location"])).headers["location"])
    assert (await other.get(f"{back.path}?{back.query}")).status_code == 403
    await other.get("/sign-in/sso")
    assert NOT_SAID in (await other.get(f"{back.path}?{back.query}")).text
    assert (await mine.get(f"{back.path}?{back.query}")).status_code == 303
    assert (await mine.get(f"{back.path}?{back.query}")).status_code == 403  # a code works once


async def test_one_identity_is_never_two_people(app: FastAPI, desk_office: Office) -> None:
    await linked(app, desk_office)
    priya, _ = await enrolled(app, desk_office, "Priya Nair")
    answer = await there_and_back(priya, "/me/sso")
    assert (answer.status_code, "somebody else" in answer.text) == (409, True)


async def test_groups_give_the_role_and_no_group_gives_nothing(
    app: FastAPI, desk_office: Office, settings: WebSettings, provider: SmallProvider, told: Told
) -> None:
    await linked(app, desk_office)
    mapped = with_provider(desk_office, settings, provider, leads=Role.SUPERVISOR, desk=Role.BILLER)
    provider.groups = ["desk", "leads", "canteen"]
    assert (await there_and_back(browser(mapped))).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        amara = await work.session.get_one(User, told.people["Amara Osei"])
        assert amara.role == Role.SUPERVISOR
    provider.groups = ["canteen"]
    answer = await there_and_back(browser(mapped))
    assert (answer.status_code, "None of your groups" in answer.text) == (403, True)


async def test_without_a_provider_there_is_no_such_door(desk_office: Office, settings: WebSettings) -> None:
    client = browser(strict(desk_office, settings))
    assert (await client.get("/sign-in/sso")).status_code == 404
    assert "Single sign-on" not in (await client.get("/sign-in")).text


async def test_a_provider_that_does_not_answer_is_said_in_words(
    desk_office: Office, settings: WebSettings, told: Told
) -> None:
    silent = Provider("http://127.0.0.1:9", CLIENT, SECRET)
    client = browser(make_app(desk_office, replace(settings, provider=silent)))
    answer = await client.get("/sign-in/sso")
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
