"""Reading the audit trail: what did this person do, who saw this patient, when, and why."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BeforeValidator

from activities.actors import Actor
from models import listings, trails
from models.trails import BATCH, PAGE, Asked, EventRow, Place
from rules.access import Permission
from rules.errors import Unknown
from web.pages import Page, SignedIn
from web.spreadsheets import lines

router = APIRouter(prefix="/audit")
KNOWN = (
    "saw",
    "searched",
    "revealed",
    "refused",
    "signed in",
    "exported",
    "downloaded",
    "finished",
    "changed",
)
T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(lambda given: given or None)]  # left empty: any
COLUMNS = ("when", "who", "did", "about", "more", "practice", "number", "seal")


async def asked_by(
    page: SignedIn,
    person: Maybe[UUID] = None,
    subject: str = "",
    action: str = "",
    on: Maybe[date] = None,
    until: Maybe[date] = None,
    since: Maybe[AwareDatetime] = None,
    before: Maybe[AwareDatetime] = None,
    about: str = "",
) -> Asked:
    """What the address asks for; a patient stands in it sealed, as the number of one of their claims."""
    page.require(Permission.READ_AUDIT)
    wanted = Asked(
        person, subject.strip(), action.strip(), on, until, since, before, practices=page.actor.practices
    )
    if not about:
        return wanted
    async with page.office.begin(page.actor) as work:
        patient = await trails.of_patient(work.session, page.desk.links.open(about)[0])
    if patient is None:
        raise Unknown("There is no claim of this number, or it belongs to a practice you do not work for.")
    return replace(wanted, about=patient)


Wanted = Annotated[Asked, Depends(asked_by)]


@router.get("")
async def trail(page: SignedIn, asked: Wanted, about: str = "", after: str = "") -> Response:
    """Events the newest first; looking here is an event too."""
    async with page.reading() as work:
        people = await listings.people(work.session)
        work.record("read the audit trail", _told(asked))
    async with page.office.begin(_whole(page.actor)) as work:
        found = await trails.trail(work.session, asked, _place(page, after))
        facts: dict[str, Any] = {"seers": await trails.seers(work.session, asked) if asked.about else ()}
        facts["chains"] = await trails.checked(work.session, asked.practices)
    rows = found[:PAGE]
    last = rows[-1].place if len(found) > PAGE else None
    more = page.desk.links.seal(last.at.isoformat(), last.practice_id, last.number) if last else ""
    query = _query(page, about)
    facts |= {"people": people, "asked": asked, "about": about, "known": KNOWN, "query": query, "more": more}
    return page.show("audit.html", here="/audit", rows=rows, **facts)


@router.post("")
async def who_saw(page: SignedIn, claim: Annotated[str, Form(min_length=1, max_length=60)]) -> Response:
    """To the events about the patient of this claim, under an address that names nobody."""
    page.require(Permission.READ_AUDIT)
    return page.go(f"/audit?about={page.desk.links.seal(claim.strip())}")


@router.get("/export")
async def export(page: SignedIn, asked: Wanted) -> StreamingResponse:
    """What was asked for as CSV, for an auditor; the export is an event too."""
    page.step_up()
    async with page.office.begin(page.actor) as work:
        work.record("exported", _told(asked), on=str(asked.on or ""), until=str(asked.until or ""))
        name = f"audit-{work.now:%Y%m%d-%H%M}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_csv(page, asked), media_type="text/csv; charset=utf-8", headers=headers)


async def _csv(page: Page, asked: Asked) -> AsyncIterator[str]:
    yield lines([COLUMNS])
    place: Place | None = None
    async with page.office.begin(_whole(page.actor)) as work:
        while True:
            found = await trails.trail(work.session, asked, place, BATCH)
            yield lines(map(_line, found[:BATCH]))
            if len(found) <= BATCH:
                return
            place = found[BATCH - 1].place
            work.session.expunge_all()


def _line(row: EventRow) -> tuple[object, ...]:
    event, detail = row.event, json.dumps(row.detail, sort_keys=True)
    told = (event.at.isoformat(), row.who, event.action, event.subject, detail)
    return (*told, row.practice or "the office", event.number, event.hash)


def _whole(actor: Actor) -> Actor:
    """The same reader, who sees the office's own chain too: lists and searches are told there."""
    return replace(actor, practices=None)


def _told(asked: Asked) -> str:
    if asked.about:
        return f"claim:{asked.about.claims[0]}"
    return f"user:{asked.actor_id}" if asked.actor_id else asked.subject or "audit"


def _query(page: Page, about: str) -> str:
    """The question again, for the links to the next page and to the export."""
    kept = {name: value for name, value in page.request.query_params.items() if value and name != "after"}
    return urlencode(kept | ({"about": about} if about else {}))


def _place(page: Page, after: str) -> Place | None:
    if not after:
        return None
    at, practice_id, number = page.desk.links.open(after)
    return Place(datetime.fromisoformat(at), UUID(practice_id), int(number))
