"""A desk whose door asks for everything, and a telephone with an authenticator app."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape

import pyotp
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.second_factors import AuthenticatorApp
from tests.factories_desk import PASSWORD, email
from tests.web.conftest import browser
from web.app import make_app
from web.settings import WebSettings


def strict(office: Office, settings: WebSettings, *, training: bool = False) -> FastAPI:
    """The desk as it is in real use; training only where a test is about it."""
    asked = replace(settings, second_factor_required=True, training_required=training, demo=False)
    return make_app(office, asked)


def field(page: Response, name: str) -> str:
    """The value of the first field of this name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, name
    return unescape(found[1])


async def password(client: AsyncClient, name: str = "Amara Osei", word: str = PASSWORD) -> Response:
    """The first step."""
    return await client.post("/sign-in", data={"email": email(name), "password": word})


@dataclass(slots=True)
class Telephone:
    """Shows the digits of now, `shown` has the last ones it showed.

    `fresh` makes the last half minute forgotten, as if it had passed."""

    secret: str
    office: Office
    shown: str = ""

    def shows(self) -> str:
        self.shown = pyotp.TOTP(self.secret).at(datetime.now(UTC))
        return self.shown

    async def fresh(self) -> str:
        async with self.office.begin(CLAIMDESK) as work:
            await work.session.execute(update(AuthenticatorApp).values(last_step=0))
        return self.shows()


async def enrolled(app: FastAPI, office: Office, name: str = "Amara Osei") -> tuple[AsyncClient, Telephone]:
    """A person who has just enrolled their app, and is in."""
    client = browser(app)
    await password(client, name)
    page = await client.get("/sign-in/enrol")
    telephone = Telephone(re.findall(r'class="code">([A-Z2-7]+)<', page.text)[0], office)
    kept = {"secret": field(page, "secret"), "code": telephone.shows()}
    done = await client.post("/sign-in/enrol/app", data=kept)
    assert done.status_code == 200, done.text
    return client, telephone
