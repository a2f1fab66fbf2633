"""Search: words go in by POST and live in the address only sealed, so that no log holds a patient."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from models.search import search
from rules.access import Permission
from web.pages import SignedIn

router = APIRouter(prefix="/search")


@router.post("")
async def ask(page: SignedIn, words: Annotated[str, Form(min_length=2, max_length=100)]) -> Response:
    """To the results, under an opaque address."""
    return page.go(f"/search?view={page.desk.links.seal(page.person.id, words)}")


@router.get("")
async def results(page: SignedIn, view: str) -> Response:
    """What was found, and in what it was looked for; a link works only for the person who searched."""
    page.require(Permission.SEE_DEADLINES)
    owner, words = page.desk.links.open(view)
    async with page.reading() as work:
        mine = owner == str(page.person.id)
        found = await search(work.session, words) if mine else None
        if found:
            claims = [str(hit.id) for hit in found.claims]
            work.record("searched", "claims", claims=claims)
        today = work.now.date()
    return page.show("search.html", asked=words if mine else "", found=found, today=today)
