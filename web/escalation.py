"""Who is asked next when work is left: the chain as it holds, what was set when, and setting a rung."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.days import office_day
from activities.escalation import set_rung
from models import supervision, team_people
from models.rulebook import working_times
from rules.access import Permission, Role
from rules.errors import Conflict, Refusal
from rules.escalation import LONGEST, Rung, chain_of
from rules.follow_ups import Level
from web.pages import Page, SignedIn

router = APIRouter(prefix="/boards/escalation")
ROLES = (Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)


class RungForm(BaseModel, extra="forbid"):
    """`asks` is "role:<role>" or "person:<id>"; an empty team means the whole office."""

    level: Literal["1", "2"]
    after: int
    asks: str
    since: date
    team: str = ""

    def rung(self) -> Rung:
        """Raises Conflict when it names nobody or no team."""
        kind, _, who = self.asks.partition(":")
        try:
            role = Role(who) if kind == "role" else None
            person = UUID(who) if kind == "person" else None
            team = UUID(self.team) if self.team else None
        except ValueError:
            raise Conflict("There is no such role, colleague or team.") from None
        return Rung(Level(int(self.level)), self.after, role, person, self.since, team)


@router.get("")
async def escalation(page: SignedIn) -> Response:
    """The chain of the office and of each team."""
    page.require(Permission.SET_ESCALATION)
    return await _show(page)


async def _show(page: Page, refusal: Refusal | None = None) -> Response:
    async with page.reading() as work:
        today = await office_day(work)
        rungs = await supervision.rungs(work.session)
        teams = await team_people.teams(work.session)
        people = await team_people.members(work.session, work.now, None, None)
        asked = await team_people.names(work.session, [each.asks_id for each in rungs if each.asks_id])
    places: list[tuple[UUID | None, str]] = [(None, "The whole office"), *teams]
    times = working_times(today)
    chains = [(name, chain_of(rungs, team, today, times)) for team, name in places]
    facts: dict[str, Any] = {"chains": chains, "rungs": rungs, "teams": teams, "people": people}
    facts |= {"asked": asked, "team_names": dict(places), "roles": ROLES, "longest": LONGEST}
    facts |= {"today": today, "levels": (Level.SUPERVISOR, Level.MANAGER)}
    return page.show("escalation.html", here="/boards/escalation", refusal=refusal, **facts)


@router.post("")
async def set_one(page: SignedIn, form: Annotated[RungForm, Form()]) -> Response:
    """From a day on, these are asked so late."""
    page.require(Permission.SET_ESCALATION)
    try:
        await set_rung(page.office, page.actor, form.rung())
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/boards/escalation")
