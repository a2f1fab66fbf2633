"""Authenticator apps: six digits for each half minute, of which each works once (RFC 6238)."""

import hmac
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities.doors import Door
from activities.transactions import Work
from models.second_factors import AuthenticatorApp
from rules.errors import NotAllowed

STEP = 30  # seconds
NEAR = (-1, 0, 1)  # a telephone's clock may be half a minute off


def new_secret() -> str:
    """A secret for an app, in base32."""
    return pyotp.random_base32()


def address_for(secret: str, email: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Claimdesk")


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute that these digits belong to; None when they are wrong."""
    typed, now = code.replace(" ", ""), int(at.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    fitting = (now + by for by in NEAR if hmac.compare_digest(app.at((now + by) * STEP), typed))
    return next(fitting, None) if typed.isascii() else None


async def accepts(work: Work, door: Door, user_id: UUID, code: str) -> bool:
    """Whether the digits are this person's and were not used before; they are used from now on."""
    mine = select(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id).with_for_update()
    app = await work.session.scalar(mine)
    if app is None:
        return False
    secret = door.seal.open(app.sealed_secret)
    step = step_of(secret, code, work.real_now)
    if step is None or step <= app.last_step:
        return False
    app.last_step, app.sealed_secret = step, door.seal.close(secret)  # so a new key takes over by use
    return True


async def add(work: Work, door: Door, user_id: UUID, secret: str, code: str) -> None:
    """Keep a new app in place of the old one. Raises NotAllowed when its digits are wrong."""
    step = step_of(secret, code, work.real_now)
    if step is None:
        raise NotAllowed("These are not the digits that the app shows now: type the newest ones.")
    sealed = door.seal.close(secret)
    facts = {"sealed_secret": sealed, "last_step": step, "added_at": work.real_now}
    row = insert(AuthenticatorApp).values(user_id=user_id, **facts)
    await work.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=facts))
