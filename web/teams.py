"""Teams and their people: who works with whom, what each can do, when, and who is away."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.days import office_day
from activities.staffing import OFFICE_ZONE
from activities.teams import SavePerson, SaveTeam, save_person, save_team
from models import staffing, team_pages
from models.rulebook import task_weights
from models.staffing import Worker
from models.team_pages import Presence
from models.teams import Absence
from rules.access import Permission
from rules.capacity import Away, Calendar, Shift
from rules.errors import Refusal
from rules.skills import Skill
from web.pages import Page, SignedIn

router = APIRouter(prefix="/teams")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class TeamForm(BaseModel, extra="forbid"):
    name: str
    guided: bool = False
    active: bool = False
    members: list[UUID] = []


class PersonForm(BaseModel, extra="forbid"):
    """`starts` and `ends` are seven each, Monday first; empty on days off."""

    skills: list[Skill] = []
    time_zone: str
    capacity: str = ""
    starts: list[str]
    ends: list[str]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person as the screen shows them; `filled` is open work as a percentage of their day."""

    worker: Worker
    time_zone: str
    hours: dict[int, Shift]
    on_duty: bool
    away: list[Absence]
    capacity: Decimal
    open: int
    filled: int
    doing: Presence | None


@router.get("")
async def teams(page: SignedIn) -> Response:
    """Teams, and everybody who works tasks."""
    return await show_teams(page)


async def show_teams(page: Page, refusal: Refusal | None = None, form_at: str = "") -> Response:
    """The screen of teams; refused, with the form that was sent, or the one at `form_at`, as it was typed."""
    page.require(Permission.MANAGE_TEAMS)
    async with page.reading() as work:
        session, today = work.session, await office_day(work)
        workers = await staffing.workers(session)
        absences = await team_pages.standing_absences(session, today)
        hours = await team_pages.week_hours(session)
        counted = await staffing.open_work(session, [each.id for each in workers], today)
        doing = await team_pages.presence(session, work.now)
        cards = await team_pages.teams(session)
        weights = task_weights(today)
        people = []
        for each in workers:
            away = [absence for absence in absences if absence.user_id == each.id]
            shifts = hours.get(each.id, [])
            zone = each.time_zone or OFFICE_ZONE
            calendar = Calendar(zone, shifts, [Away(absence.from_on, absence.until_on) for absence in away])
            capacity = each.capacity or weights.day
            tasks = counted[each.id].tasks if each.id in counted else {}
            filled = int(100 * weights.of(tasks) / capacity)
            week = {shift.weekday: shift for shift in shifts}
            on_duty, count = calendar.is_on_duty(work.now), sum(tasks.values())
            people.append(
                Colleague(each, zone, week, on_duty, away, capacity, count, filled, doing.get(each.id))
            )
    facts: dict[str, Any] = {
        "cards": cards,
        "people": people,
        "names": {each.id: each.name for each in workers},
    }
    facts |= {"skills": list(Skill), "days": DAYS, "today": today}
    return page.show("teams.html", here="/teams", refusal=refusal, form_at=form_at, **facts)


@router.post("")
async def create(page: SignedIn, form: Annotated[TeamForm, Form()]) -> Response:
    """A new team."""
    return await _team(page, None, form)


@router.post("/people/{user_id}")
async def person(page: SignedIn, user_id: UUID, form: Annotated[PersonForm, Form()]) -> Response:
    """What a person can do, and when they work."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        await save_person(page.office, page.actor, _person(user_id, form))
    except Refusal as refusal:
        return await show_teams(page, refusal)
    return page.go("/teams")


@router.post("/{team_id}")
async def change(page: SignedIn, team_id: UUID, form: Annotated[TeamForm, Form()]) -> Response:
    """Another name, other people, guided or free."""
    return await _team(page, team_id, form)


async def _team(page: Page, team_id: UUID | None, form: TeamForm) -> Response:
    page.require(Permission.MANAGE_TEAMS)
    is_active = form.active or team_id is None
    said = SaveTeam(team_id, form.name, form.guided, is_active, frozenset(form.members))
    try:
        await save_team(page.office, page.actor, said)
    except Refusal as refusal:
        return await show_teams(page, refusal)
    return page.go("/teams")


def _person(user_id: UUID, form: PersonForm) -> SavePerson:
    """Raises Refusal for hours or numbers that cannot be read."""
    try:
        capacity = Decimal(form.capacity) if form.capacity.strip() else None
        pairs = enumerate(zip(form.starts, form.ends, strict=True))
        shifts = tuple(
            Shift(day, time.fromisoformat(first), time.fromisoformat(last))
            for day, (first, last) in pairs
            if first and last and day < len(DAYS)
        )
    except (ValueError, InvalidOperation) as fault:
        raise Refusal("Write hours as 09:00 and the accounts of a day as a number.") from fault
    return SavePerson(user_id, frozenset(form.skills), form.time_zone.strip(), capacity, shifts)
