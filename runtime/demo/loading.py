"""The demo's first day: payers, people and the claims of three invented practices, taken in as files."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from activities.actors import Actor
from activities.files import store_file
from activities.files_kinds import FileKind
from activities.mailbox import collect_files
from activities.reading import read_at_once, read_file
from activities.transactions import Work
from activities.users import create_user
from models.files import FileState, MailboxFile
from models.office import Office as Calendar
from models.payers import Payer
from models.practices import NO_CLIENTS, Practice
from models.users import SYSTEM, User
from rules.access import Role
from rules.calendars import is_business_day
from rules.time_zones import EARLIEST
from runtime.demo.abroad import open_manila
from runtime.demo.history import make_history
from runtime.demo.teams import make_teams
from runtime.wiring import Desk
from simulator.payers import practice_payers
from simulator.practices import DemoFile, make_demo_files
from simulator.simulator import Simulator

PASSWORD = "every claim on time"  # noqa: S105 - printed at every start; the demo listens on loopback alone
SEED = 1
OPENS = time(8)
LOADER = Actor(SYSTEM, "Claimdesk", Role.ADMINISTRATOR, None, None)
DemoPerson = tuple[str, str, Role, str]  # e-mail, name, role, what to try first
PEOPLE: tuple[DemoPerson, ...] = (
    (
        "amara@demo.example",
        "Amara Osei",
        Role.BILLER,
        "press g for the next task, then the number of an outcome",
    ),
    (
        "tomas@demo.example",
        "Tomás Lima",
        Role.BILLER,
        "open the task that Amara holds: the desk says who has it",
    ),
    ("priya@demo.example", "Priya Nair", Role.SUPERVISOR, "take a task over and hand it to somebody else"),
    (
        "marc@demo.example",
        "Marc Ferrand",
        Role.MANAGER,
        "open the deadline board, then decide under Approvals once Amara has asked to write CS10053 off",
    ),
    (
        "liza@demo.example",
        "Liza Santos",
        Role.BILLER,
        "work from Manila: one practice's commercial claims alone; reveal a birth date with a reason",
    ),
    ("ada@demo.example", "Ada Quill", Role.ADMINISTRATOR, "read the audit trail: who saw which claim"),
)


def payer_rows() -> Iterator[Payer]:
    """The card of each practice payer."""
    for payer in practice_payers().values():
        yield Payer(**asdict(payer.card), access_program=payer.card.plan_kind)


async def load(desk: Desk, folder: Path, simulator: Simulator) -> AsyncIterator[str]:
    """Load everything, with a line for each step; what a broken-off start had loaded is not loaded twice."""
    async with desk.office.begin(LOADER) as work:
        if await work.session.scalar(select(User.id).where(User.email == PEOPLE[-1][0])):
            return
        if not (await work.session.scalars(select(Payer.id))).first():
            work.session.add_all(payer_rows())
            await _open_on_a_monday(work)
    async with desk.office.begin(LOADER) as work:
        today = work.now.date()
    yield f"{len(practice_payers())} payers"
    for each in make_demo_files(folder, today, SEED).files:
        if each.comes_on is not None:
            await asyncio.to_thread(simulator.expect, each.path, each.comes_on)
            continue
        if each.sent_on is not None:  # the payers have had these claims for a while
            await asyncio.to_thread(simulator.take_in, each.path, each.sent_on, today)
        yield await _take(desk, each)
    yield await _let_people_in(desk, PEOPLE[:-1])
    yield await make_teams(desk.office)
    yield await make_history(desk.office)
    yield await _hear_payers(desk, simulator, today)
    async with desk.office.begin(LOADER) as work:
        work.wake(f"mailbox:{desk.clearinghouse.name}")
        work.wake(f"submission:{desk.clearinghouse.name}")
    yield await _let_people_in(desk, PEOPLE[-1:])


async def _open_on_a_monday(work: Work) -> None:
    """Every demo begins on a Monday at eight in New York: it is the same day in each of its practices, and
    what takes business days takes as many. An office whose calendar runs ahead already stays there."""
    here = work.real_now.astimezone(ZoneInfo(EARLIEST))
    monday = here.date() - timedelta(days=here.weekday())
    while (opens := datetime.combine(monday, OPENS, here.tzinfo)) < here or not is_business_day(monday):
        monday += timedelta(days=7)
    ahead = (opens - work.real_now) / timedelta(days=1)
    await work.session.execute(update(Calendar).where(Calendar.days_ahead == 0).values(days_ahead=ahead))


async def _take(desk: Desk, file: DemoFile) -> str:
    stored = await store_file(desk.office, LOADER, desk.files, "import", file.path.name, file.path)
    report = await read_file(desk.office, LOADER, stored.id, desk.files, sent_on=file.sent_on)
    return f"{file.path.name}: {report.words}"


async def _hear_payers(desk: Desk, simulator: Simulator, today: date) -> str:
    """What the payers say of the claims that they have had for a while.

    Read before anybody looks at those claims: a claim whose answer lies in the mailbox is not missed.
    """
    await asyncio.to_thread(simulator.run, today)
    await collect_files(desk.office, desk.clearinghouse, desk.files)
    of_theirs = MailboxFile.source == desk.clearinghouse.name, MailboxFile.state == FileState.STORED
    last = MailboxFile.kind == FileKind.REMITTANCE  # a payer acknowledges before it pays
    unread = select(MailboxFile.id).where(*of_theirs).order_by(last, MailboxFile.name)
    async with desk.office.begin(LOADER) as work:
        waiting = list(await work.session.scalars(unread))
    for each in waiting:
        await read_at_once(desk.office, LOADER, each, desk.files)
    return f"{len(waiting)} answers of the payers"


async def _let_people_in(desk: Desk, people: Sequence[DemoPerson]) -> str:
    """Everybody works for every practice; the administrator comes last: the sign of a finished load."""
    async with desk.office.begin(LOADER) as work:
        practices = list(
            await work.session.scalars(select(Practice.id).where(Practice.id.not_in(NO_CLIENTS)))
        )
        known = set(await work.session.scalars(select(User.email)))
    for email, name, role, _ in people:
        if email not in known:
            await create_user(desk.office, LOADER, email, name, role, PASSWORD, practices)
    async with desk.office.begin(LOADER) as work:
        await open_manila(work)
    return f"{len(people)} people" if len(people) > 1 else f"{people[0][1]}, the {people[0][2]}"
