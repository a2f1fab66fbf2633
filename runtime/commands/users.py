"""`claimdesk users`: let people in, change their passwords, see who may come."""

import asyncio
import json
import secrets
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from activities.actors import Actor
from activities.sites import work_from
from activities.transactions import Office
from activities.users import create_user, set_password
from models.practices import Practice
from models.sites import Site
from models.users import SYSTEM, Membership, User
from rules.access import Role
from rules.errors import Unknown
from runtime.settings import load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="The people of the office.", no_args_is_help=True)
CONSOLE = Actor(SYSTEM, "claimdesk users", Role.ADMINISTRATOR, None, None)  # whoever may run commands here


@app.callback()
def users() -> None:
    """The people of the office."""


@app.command()
def add(
    email: str,
    name: str,
    role: Role,
    practice: list[str] = typer.Option([], help="NPI of a practice they work for; again for each."),
) -> None:
    """Let a person in; prints a password to hand over once."""
    password = secrets.token_urlsafe(12)
    asyncio.run(_add(email, name, role, practice, password))
    print(f"{name} signs in as {email} with the password: {password}")


async def _add(email: str, name: str, role: Role, npis: list[str], password: str) -> None:
    async with open_desk(load_settings()) as desk:
        ids = [await _practice(desk.office, npi) for npi in npis]
        await create_user(desk.office, CONSOLE, email, name, role, password, ids)


async def _practice(office: Office, npi: str) -> UUID:
    async with office.begin(CONSOLE) as work:
        found = await work.session.scalar(select(Practice.id).where(Practice.npi == npi))
    if found is None:
        raise Unknown(f"No practice has the NPI {npi}: import one of its claims first.")
    return found


@app.command()
def password(email: str) -> None:
    """Give a person a new password, end their sessions, and print it once."""
    fresh = secrets.token_urlsafe(12)
    asyncio.run(_password(email, fresh))
    print(f"The new password of {email}: {fresh}")


async def _password(email: str, fresh: str) -> None:
    async with open_desk(load_settings()) as desk:
        async with desk.office.begin(CONSOLE) as work:
            found = await work.session.scalar(select(User.id).where(func.lower(User.email) == email.lower()))
        if found is None:
            raise Unknown(f"Nobody signs in as {email}.")
        await set_password(desk.office, CONSOLE, found, fresh)


@app.command()
def site(email: str, site: str) -> None:
    """Say at which site a person works; their sessions end. Sites are opened on the screen of sites."""
    asyncio.run(_site(email, site))
    print(f"{email} works at {site} from now on.")


async def _site(email: str, site: str) -> None:
    async with open_desk(load_settings()) as desk:
        async with desk.office.begin(CONSOLE) as work:
            person = await work.session.scalar(select(User.id).where(func.lower(User.email) == email.lower()))
            place = await work.session.scalar(select(Site.id).where(Site.name == site))
        if person is None or place is None:
            raise Unknown(f"There is no {'person ' + email if person is None else 'site ' + site}.")
        await work_from(desk.office, CONSOLE, person, place)


@app.command(name="list")
def list_(as_json: bool = typer.Option(False, "--json", help="For another program.")) -> None:
    """Who may come in, as what, for how many practices."""
    rows = asyncio.run(_list())
    if as_json:
        print(
            json.dumps(
                [{"email": e, "name": n, "role": r, "active": a, "practices": p} for e, n, r, a, p in rows]
            )
        )
        return
    table = Table("E-mail", "Name", "Role", "Active", "Practices")
    for email, name, role, active, practices in rows:
        table.add_row(email, name, role, "yes" if active else "no", str(practices))
    Console().print(table)


async def _list() -> list[tuple[str, str, str, bool, int]]:
    counted = select(func.count()).where(Membership.user_id == User.id).scalar_subquery()
    people = select(User.email, User.name, User.role, User.active, counted).where(User.id != SYSTEM)
    async with open_desk(load_settings()) as desk, desk.office.begin(CONSOLE) as work:
        return [tuple(row) for row in await work.session.execute(people.order_by(User.name))]
