"""Reading the audit trail: who did or saw what, when, and why."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response

from models import listings
from models.listings import PAGE, Asked, Trail
from rules.access import Permission
from web.pages import Page, SignedIn

router = APIRouter(prefix="/audit")


@router.get("")
async def trail(
    page: SignedIn, person: UUID | None = None, subject: str = "", on: date | None = None, after: str = ""
) -> Response:
    """Events the newest first, by person, subject and day; looking here is an event too."""
    page.require(Permission.READ_AUDIT)
    asked = Asked(person, subject.strip(), on)
    async with page.reading() as work:
        found = await listings.trail(work.session, asked, _place(page, after))
        people = await listings.people(work.session)
        work.record("read the audit trail", f"user:{person}" if person else asked.subject or "audit")
    rows = found[:PAGE]
    last = rows[-1].event if len(found) > PAGE else None
    more = page.desk.links.seal(last.at.isoformat(), last.practice_id, last.number) if last else ""
    return page.show("audit.html", here="/audit", rows=rows, more=more, asked=asked, people=people)


def _place(page: Page, after: str) -> Trail | None:
    if not after:
        return None
    at, practice_id, number = page.desk.links.open(after)
    return Trail(datetime.fromisoformat(at), UUID(practice_id), int(number))
