"""`claimdesk serve`: the browser desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import typer
import uvicorn
from fastapi import FastAPI

from activities.single_sign_on import Provider
from runtime.demo.days import Calendar
from runtime.demo.payers import simulator_of
from runtime.logs import configure
from runtime.settings import Settings, load_settings
from runtime.wiring import Desk, database_url, open_desk, temporal_of
from web.app import make_app, settle
from web.settings import TurnDays, WebSettings

app = typer.Typer(help="Serve the desk to browsers.")
GRACE = 5  # seconds for open streams at a stop


@app.command()
def run() -> None:
    """Serve until told to stop (Ctrl-C or SIGTERM)."""
    settings = load_settings()
    configure(settings.log_level)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """One web process."""
    async with open_desk(settings) as desk, turning(desk) as turn_days:
        application = make_app(desk.office, web_settings(settings), turn_days)
        settle()
        await listen(application, settings)


async def listen(application: FastAPI, settings: Settings) -> None:
    """Answer requests until a signal comes."""
    config = uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
    )
    await uvicorn.Server(config).serve()


def web_settings(settings: Settings) -> WebSettings:
    """What the screens need to know of the settings."""
    return WebSettings(
        origin=settings.origin,
        database_url=database_url(settings),
        files_dir=settings.files_dir,
        link_secret=settings.link_secret.get_secret_value(),
        idle_lock_minutes=settings.idle_lock_minutes,
        absolute_session_hours=settings.absolute_session_hours,
        undo_seconds=settings.undo_seconds,
        demo=settings.demo,
        seal_keys=settings.seal_keys,
        second_factor_required=settings.second_factor_required,
        training_required=not settings.demo,
        breached_passwords=settings.breached_passwords_file,
        sends_mail=settings.smtp_host is not None,
        provider=provider_of(settings),
        scan_command=settings.scan_command,
    )


def provider_of(settings: Settings) -> Provider | None:
    """The identity provider that the settings name."""
    if settings.sso_issuer is None:
        return None
    secret = settings.sso_client_secret.get_secret_value()
    return Provider(settings.sso_issuer, settings.sso_client_id, secret, settings.sso_roles)


@asynccontextmanager
async def turning(desk: Desk) -> AsyncIterator[TurnDays | None]:
    """In the demo: the calendar's handle, while payers answer in the background; else None."""
    if not desk.settings.demo:
        yield None
        return
    calendar = Calendar(desk, await temporal_of(desk.settings), simulator_of(desk.settings))
    playing = asyncio.create_task(calendar.play())
    try:
        yield calendar
    finally:
        await calendar.stop()
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
