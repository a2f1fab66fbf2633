"""The deadline board: how much money runs out when, and which claims it is."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Response

from models import boards
from models.boards import BUCKETS, PAGE, Bucket, Limit
from rules.access import Permission
from web.pages import Page, SignedIn

router = APIRouter(prefix="/boards/deadlines")
SOON = Bucket("soon", "Within a month", None, 30)
NEAREST = 15


@router.get("")
async def deadlines(page: SignedIn) -> Response:
    """Money by the days that are left, for each clock."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        board = await boards.deadlines(work.session, work.now)
        nearest = await boards.behind(work.session, Limit.FILING, SOON, work.now)
        today = work.now.date()
        work.record("saw", "board:deadlines", claims=[str(row.id) for row in nearest[:NEAREST]])
    facts: dict[str, Any] = {
        "board": board,
        "buckets": BUCKETS,
        "limits": Limit,
        "rows": nearest[:NEAREST],
        "today": today,
    }
    return page.show("deadlines.html", here="/boards/deadlines", **facts)


@router.get("/{limit}/{bucket_name}")
async def behind(page: SignedIn, limit: Limit, bucket_name: str, after: str = "") -> Response:
    """The claims behind one number."""
    page.require(Permission.SEE_DEADLINES)
    bucket = next((each for each in BUCKETS if each.name == bucket_name), None)
    if bucket is None:
        raise HTTPException(404)
    async with page.reading() as work:
        found = await boards.behind(work.session, limit, bucket, work.now, _place(page, after))
        work.record("saw", f"board:{limit}:{bucket.name}")
        today = work.now.date()
    rows = found[:PAGE]
    more = page.desk.links.seal(rows[-1].on, rows[-1].id) if len(found) > PAGE else ""
    facts: dict[str, Any] = {"limit": limit, "bucket": bucket, "rows": rows, "more": more, "today": today}
    return page.show("deadline_claims.html", here="/boards/deadlines", **facts)


def _place(page: Page, after: str) -> tuple[date, UUID] | None:
    if not after:
        return None
    on, claim_id = page.desk.links.open(after)
    return date.fromisoformat(on), UUID(claim_id)
