"""The quality screens and the performance board: who sees what, and what it costs."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.performance import count_today
from activities.transactions import Office
from models.base import new_id
from models.practices import Practice
from models.quality import QualityReview
from models.tasks import Task
from rules.quality import ReviewState
from rules.tasks import TaskState
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import reads


@pytest.fixture
async def drawn(desk_office: Office, told: Told) -> UUID:
    """A task that Amara finished and that was drawn."""
    async with desk_office.begin(CLAIMDESK) as work:
        done = select(Task).where(Task.finished_by == told.people["Amara Osei"], Task.state == TaskState.DONE)
        task = (await work.session.scalars(done.order_by(Task.id))).first()
        assert task is not None
        review = QualityReview(
            id=new_id(), practice_id=task.practice_id, task_id=task.id, worker_id=told.people["Amara Osei"],
            state=ReviewState.DRAWN, rule="everybody", drawn_at=work.now,
        )  # fmt: skip
        work.session.add(review)
    return review.id


def form(page: str, deed: str) -> dict[str, str]:
    """Key and version of the form that posts this deed, and a verdict for each line."""
    (found,) = re.findall(rf'<form[^>]*action="[^"]*/{deed}".*?</form>', page, re.S)
    said = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', found))
    return said | dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', found), "met")


async def test_a_review_goes_from_the_list_to_the_worker_and_back_through_a_dispute(
    told: Told, drawn: UUID, enter: Enter
) -> None:
    priya, amara, mara = await enter("Priya Nair"), await enter("Amara Osei"), await enter("Mara Stone")
    assert (await amara.get(f"/quality/{drawn}")).status_code == 404  # nobody has looked yet
    assert f"/quality/{drawn}" in (await priya.get("/quality")).text
    page = (await priya.get(f"/quality/{drawn}")).text
    answer = await priya.post(f"/quality/{drawn}/review", data=form(page, "review") | {"note": "not met"})
    assert answer.status_code == 303, answer.text
    mine = (await amara.get("/quality")).text
    assert "80 %" in mine
    assert "Waiting for a review" not in mine
    page = (await amara.get(f"/quality/{drawn}")).text
    await amara.post(f"/quality/{drawn}/dispute", data=form(page, "dispute") | {"why": "The call is noted"})
    assert "Somebody who neither did" in (await priya.get(f"/quality/{drawn}")).text
    page = (await mara.get(f"/quality/{drawn}")).text
    said = form(page, "decide") | {"why": "The note is there", "stands": "false"}
    assert (await mara.post(f"/quality/{drawn}/decide", data=said)).status_code == 303
    assert "it does not count" in (await amara.get(f"/quality/{drawn}")).text


async def test_a_card_with_an_empty_line_is_refused_in_words(
    told: Told, drawn: UUID, priya: AsyncClient
) -> None:
    said = form((await priya.get(f"/quality/{drawn}")).text, "review")
    del said["outcome"]
    answer = await priya.post(f"/quality/{drawn}/review", data=said)
    assert answer.status_code == 409
    assert "Say what you found" in answer.text
    broken = await priya.post(f"/quality/{drawn}/review", data={"key": "x"})
    assert broken.status_code == 422


async def test_another_practices_review_is_not_there(drawn: UUID, hana: AsyncClient) -> None:
    assert (await hana.get(f"/quality/{drawn}")).status_code == 404
    assert (await hana.post("/quality/draw")).status_code == 403


async def test_a_colleague_sees_no_review_that_is_not_theirs(drawn: UUID, enter: Enter) -> None:
    ben = await enter("Ben Carver")
    assert (await ben.get(f"/quality/{drawn}")).status_code == 404


async def test_the_sample_is_drawn_by_a_button_too(told: Told, priya: AsyncClient) -> None:
    answer = await priya.post("/quality/draw")
    assert answer.headers["location"].startswith("/quality?drawn=")
    assert "What had been drawn before stays" in (await priya.get(answer.headers["location"])).text


async def test_performance_compares_two_periods_and_says_how_it_reckons(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    assert "Nobody finished anything" in (await priya.get("/boards/performance")).text
    await count_today(desk_office)
    page = (await priya.get("/boards/performance")).text
    (row,) = [each for each in re.findall(r"<tr>.*?</tr>", page, re.S) if "Amara Osei" in each]
    assert re.findall(r'<td class="n">(?:<a [^>]*>)?([^<]*)', row)[:3] == ["3", "0.0", "100.0 %"]
    assert "claims on which a task was finished" in page
    assert "Left out" in page
    assert "resubmit" in page


@pytest.mark.parametrize("by", ["team", "site", "kind"])
async def test_performance_is_shown_by_team_site_and_kind(
    desk_office: Office, told: Told, priya: AsyncClient, by: str
) -> None:
    await count_today(desk_office)
    page = (await priya.get(f"/boards/performance?by={by}")).text
    assert {"team": "No team", "site": "Main office", "kind": "Call payer"}[by] in page


async def test_a_period_that_ends_before_it_begins_is_refused_in_words(
    told: Told, priya: AsyncClient
) -> None:
    answer = await priya.get("/boards/performance?first=2026-11-02&last=2026-11-01")
    assert answer.status_code == 409
    assert "ends before it begins" in answer.text


async def test_a_biller_has_no_performance_board(told: Told, amara: AsyncClient) -> None:
    assert (await amara.get("/boards/performance")).status_code == 403


@pytest.mark.parametrize(("path", "most"), [("/boards/performance", 14), ("/quality", 10), ("/alerts", 6)])
async def test_these_pages_cost_the_same_however_much_there_is(
    desk_office: Office,
    told: Told,
    drawn: UUID,
    priya: AsyncClient,
    engine: AsyncEngine,
    path: str,
    most: int,
) -> None:
    await priya.get(path)
    with queries(engine) as few:
        await priya.get(path)
    async with desk_office.begin(CLAIMDESK) as work:
        done = update(Task).where(Task.state == TaskState.DONE)
        await work.session.execute(done.values(finished_by=told.people["Ben Carver"], finished_at=work.now))
    await count_today(desk_office)
    with queries(engine) as many:
        await priya.get(path)
    assert len(reads(few)) == len(reads(many)) <= most


async def test_the_time_of_finished_work_is_the_practices_own_and_says_so(
    desk_office: Office, told: Told, drawn: UUID, enter: Enter
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        review = await work.session.get_one(QualityReview, drawn)
        task = await work.session.get_one(Task, review.task_id)
        task.finished_at = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
        practice = await work.session.get_one(Practice, review.practice_id)
        practice.time_zone = "America/Denver"
    priya = await enter("Priya Nair")
    page = (await priya.get("/quality")).text
    assert "practice time" in page
    assert re.search(r'Nov 24, 18:30</time> <span class="why">Denver', page)
    assert "Nov 25, 01:30" not in page
    one = (await priya.get(f"/quality/{drawn}")).text
    assert "Nov 24, 18:30" in one
    assert "practice time, Denver" in one
