"""What one was told: the list behind the bell, marking it seen, and how one wants to hear of each kind."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from activities.alerts import choose_delivery, mark_all_seen, mark_seen
from models import alerts
from models.alerts import PAGE
from models.rulebook import alert_habits
from rules.alerts import AlertKind, Delivery, deliver, path_of
from rules.errors import Refusal
from web.pages import Page, SignedIn

router = APIRouter(prefix="/alerts")


@router.get("")
async def told(page: SignedIn, after: str = "") -> Response:
    """My alerts, the newest first."""
    async with page.reading() as work:
        found = await alerts.of_person(work.session, page.person.id, _place(page, after))
    rows = found[:PAGE]
    more = page.desk.links.seal(rows[-1].created_at.isoformat(), rows[-1].id) if len(found) > PAGE else ""
    return page.show("alerts.html", here="/alerts", rows=rows, more=more)


def _place(page: Page, after: str) -> tuple[datetime, UUID] | None:
    if not after:
        return None
    at, alert_id = page.desk.links.open(after)
    return datetime.fromisoformat(at), UUID(alert_id)


@router.get("/choices")
async def choices(page: SignedIn) -> Response:
    """How I hear of each kind."""
    return await _choices(page)


async def _choices(page: Page, problem: str = "", status: int = 200) -> Response:
    async with page.reading() as work:
        chosen = await alerts.choices(work.session, page.person.id)
        habits = alert_habits(work.now.date())
    rows = [(kind, deliver(habits[kind], chosen.get(kind)), habits[kind].may_be_off) for kind in AlertKind]
    facts: dict[str, Any] = {"rows": rows, "deliveries": Delivery, "problem": problem}
    return page.show("alert_choices.html", here="/alerts", status=status, **facts)


@router.post("/choices")
async def choose(page: SignedIn, request: Request) -> Response:
    """Keep my choices: one field for each kind, named as the kind."""
    async with request.form() as form:
        said = {name: str(value) for name, value in form.items()}
    try:
        wanted = [(AlertKind(kind), Delivery(delivery)) for kind, delivery in said.items()]
        await choose_delivery(page.office, page.actor, wanted)
    except ValueError:
        return await _choices(page, "There is no such kind of alert, or no such way to hear of it.", 422)
    except Refusal as refusal:
        return await _choices(page, str(refusal), refusal.status)
    return page.go("/alerts/choices")


@router.post("/seen")
async def all_seen(page: SignedIn) -> Response:
    """Mark all of mine as seen."""
    await mark_all_seen(page.office, page.actor)
    return page.go("/alerts")


@router.post("/{alert_id}/seen")
async def seen(page: SignedIn, alert_id: UUID) -> Response:
    """Mark this one as seen."""
    await mark_seen(page.office, page.actor, alert_id)
    return page.go("/alerts")


@router.post("/{alert_id}/open")
async def follow(page: SignedIn, alert_id: UUID) -> Response:
    """Mark it as seen and go where it leads."""
    return page.go(path_of(await mark_seen(page.office, page.actor, alert_id)))
