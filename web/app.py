"""The web process: every route, with what protects it around."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.middleware.gzip import GZipMiddleware

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models import queues
from web import (
    absences,
    access_reviews,
    acts,
    alerts,
    allocation,
    api,
    api_tokens,
    attachments,
    attestations,
    audit,
    boards,
    bulk,
    claims,
    corrections,
    demo,
    errors,
    escalation,
    files,
    health,
    invitations,
    live,
    lock,
    me,
    payers,
    performance,
    playbooks,
    quality,
    queue,
    remittances,
    rules,
    saved_views,
    search,
    second_factors,
    sign_in,
    sign_in_steps,
    single_sign_on,
    sites,
    supervision,
    tasks,
    team_lists,
    teams,
    texts,
    users,
)
from web.bell import Bell
from web.links import Links
from web.looking import Line, LooksInLine
from web.looks import Looks
from web.origins import Hardened, SameOrigin
from web.pages import Desk
from web.refusals import Refusals
from web.settings import TurnDays, WebSettings
from web.statics import Statics

SELDOM = 20_000, 10, 20  # new objects, then rounds, until the collector looks through the next generation
ROUTERS = [  # looked through in this order: what is asked for most stands first
    module.router
    for module in (
        *(tasks, queue, live, bulk, saved_views, corrections, attachments, claims, search),
        *(health, sign_in, sign_in_steps, lock, acts, invitations, second_factors, access_reviews),
        *(single_sign_on, api, api_tokens),
        *(files, remittances, playbooks, texts),
        *(escalation, performance, quality, absences),
        *(boards, supervision, team_lists, allocation, teams, payers, rules, audit, users, me, alerts, demo),
        *(sites, attestations),
    )
]


def make_app(office: Office, settings: WebSettings, turn_days: TurnDays | None = None) -> FastAPI:
    """The desk as an ASGI application; `turn_days` turns the demo's calendar and tells what happened."""
    statics = Statics()
    desk = Desk(office, settings, Looks(statics), Links(settings.link_secret), Bell(), turn_days)
    app = FastAPI(title="Claimdesk", openapi_url=None, lifespan=_listening)
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(statics.router())
    errors.install(app)
    app.add_middleware(Refusals)
    app.add_middleware(acts.SentAgain)
    app.add_middleware(LooksInLine, line=Line())
    app.add_middleware(SameOrigin, origin=settings.origin)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Hardened)
    return app


def settle() -> None:
    """For a process that serves: what it keeps for good is no longer looked through for garbage.

    A look through everything stopped all requests for 170 ms, now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    """Hear what changes while the process lives; at its end every stream ends."""
    desk: Desk = app.state.desk
    await _warm(desk)
    listening = asyncio.create_task(desk.bell.listen(desk.settings.database_url))
    try:
        yield
    finally:
        desk.bell.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _warm(desk: Desk) -> None:
    """Open a connection and read the desk's template, so that the first person does not wait for them."""
    desk.looks.environment.get_template("desk.html")
    with suppress(OperationalError):  # /readyz says so until the database is there
        async with desk.office.begin(CLAIMDESK) as work:
            await queues.counts(work.session, queues.Reader(CLAIMDESK.id, approves=True), work.now)
