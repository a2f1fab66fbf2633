"""The deadline board: who is asked next, money at risk, and decisions that are never one's own."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim
from models.supervision import EscalationRung
from models.tasks import Task
from rules.follow_ups import Level
from rules.tasks import Outcome, TaskState
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import reads


@pytest.fixture
async def mara(enter: Enter) -> AsyncClient:
    """The manager."""
    return await enter("Mara Stone")


async def task(office: Office, task_id: UUID) -> Task:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Task, task_id)


def row_of(page: str, words: str) -> str:
    return next(each for each in re.findall(r"<tr>.*?</tr>", page, re.S) if words in each)


async def test_the_board_says_who_has_each_claim_and_who_is_asked_next(told: Told, mara: AsyncClient) -> None:
    page = (await mara.get("/boards/deadlines")).text
    (row,) = [each for each in re.findall(r"<tr>.*?</tr>", page, re.S) if "Whitfield" in each][:1]
    assert "nobody yet" in row
    assert "the supervisor" in row


async def test_money_at_risk_stands_by_payer_and_by_practice(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        theirs = update(Claim).where(Claim.id == told.claims["Reyes"])
        await work.session.execute(theirs.values(appeal_by=work.now.date() - timedelta(days=3)))
    page = (await mara.get("/boards/deadlines")).text
    payers, practices = re.findall(r"At risk by (?:payer|practice).*?</table>", page, re.S)
    assert "Texas Medicaid" in row_of(payers, "Texas Medicaid")
    assert "1,240.00" in row_of(payers, "Texas Medicaid")
    assert "Riverside Family Practice" in practices


async def test_a_task_is_escalated_from_the_board_and_an_old_page_changes_nothing(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    before = await task(desk_office, told.tasks["Whitfield"])
    path = f"/boards/deadlines/tasks/{before.id}/escalate"
    answer = await mara.post(path, data={"version": before.version, "why": "The payer stalls"})
    assert "before the supervisor now" in answer.text
    now = await task(desk_office, before.id)
    assert (now.level, now.state) == (Level.SUPERVISOR, TaskState.ESCALATED)
    again = await mara.post(path, data={"version": before.version})
    assert again.status_code == 409
    assert (await task(desk_office, before.id)).level == Level.SUPERVISOR


async def test_a_manager_takes_a_task_over_and_works_it(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    task_id = told.tasks["Whitfield"]
    answer = await mara.post(f"/boards/deadlines/tasks/{task_id}/take-over")
    assert answer.headers["location"] == f"/tasks/{task_id}"
    assert (await task(desk_office, task_id)).leased_by == told.people["Mara Stone"]


async def test_a_write_off_is_approved_from_the_board(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    page = (await mara.get("/boards/deadlines")).text
    row = row_of(page, "Untimely by the practice")
    (path,) = re.findall(r'action="([^"]+/decide)"', row)
    (key,), (version,) = (
        re.findall(r'name="key" value="([^"]+)"', row),
        re.findall(r'version" value="(\d+)"', row),
    )
    said = {"key": key, "version": version, "outcome": "approved"}
    answer = await mara.post(path, data=said)
    assert answer.status_code == 200, answer.text
    assert (await task(desk_office, told.tasks["Silva"])).outcome is Outcome.APPROVED
    assert "Untimely by the practice" not in answer.text


async def test_ones_own_request_is_not_offered_and_not_taken(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        mine = update(Task).where(Task.id == told.tasks["Silva"])
        await work.session.execute(mine.values(requested_by=told.people["Mara Stone"]))
    page = (await mara.get("/boards/deadlines")).text
    assert "somebody else decides" in row_of(page, "Untimely by the practice")
    before = await task(desk_office, told.tasks["Silva"])
    said = {"key": str(uuid4()), "version": before.version, "outcome": "approved"}
    answer = await mara.post(f"/boards/deadlines/tasks/{before.id}/decide", data=said)
    assert answer.status_code == 403
    assert (await task(desk_office, before.id)).outcome is None


async def test_a_biller_sees_no_requests_and_no_deeds_on_the_board(told: Told, amara: AsyncClient) -> None:
    page = (await amara.get("/boards/deadlines")).text
    assert "Waiting for a decision" not in page
    assert "Take over" not in page
    path = f"/boards/deadlines/tasks/{told.tasks['Whitfield']}/escalate"
    assert (await amara.post(path, data={"version": 1})).status_code == 403


async def test_the_chain_is_set_from_a_day_on_and_shown(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    page = (await mara.get("/boards/escalation")).text
    assert "everybody who is supervisor, 1 business day past due" in page
    async with desk_office.begin(CLAIMDESK) as work:
        today = work.now.date()
    said = {"level": "1", "after": "5", "asks": f"person:{told.people['Priya Nair']}", "since": str(today)}
    assert (await mara.post("/boards/escalation", data=said)).status_code == 303
    page = (await mara.get("/boards/escalation")).text
    assert "Priya Nair, 5 business days past due" in page
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.scalar(select(EscalationRung.after_business_days))) == 5


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("asks", "person:x", 409), ("since", "2020-01-01", 409), ("after", "99", 409)],
)
async def test_a_rung_that_cannot_be_is_refused_in_words(
    told: Told, mara: AsyncClient, field: str, value: str, status: int
) -> None:
    said = {"level": "2", "after": "2", "asks": "role:manager", "since": str(told.today)} | {field: value}
    answer = await mara.post("/boards/escalation", data=said)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


async def test_a_supervisor_does_not_set_the_chain(told: Told, priya: AsyncClient) -> None:
    assert (await priya.get("/boards/escalation")).status_code == 403


async def test_the_board_costs_the_same_for_few_claims_and_for_many_deadlines(
    desk_office: Office, told: Told, mara: AsyncClient, engine: AsyncEngine
) -> None:
    await mara.get("/boards/deadlines")
    with queries(engine) as few:
        await mara.get("/boards/deadlines")
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Claim).values(file_by=work.now.date(), filed_on=None))
    with queries(engine) as many:
        await mara.get("/boards/deadlines")
    assert len(reads(few)) == len(reads(many)) <= 14
