"""The deadline board: who is asked next, money at risk, and decisions that are never one's own."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import inspect, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.days import office_day
from activities.transactions import Office
from models.base import new_id
from models.claims import Claim
from models.practices import Practice
from models.supervision import EscalationRung
from models.tasks import Task
from rules.follow_ups import Level
from rules.tasks import Outcome, TaskState
from tests.evening import turn_to_evening
from tests.factories_desk import Told
from tests.web.behind import numbers, pages_of, told_rows
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


@pytest.mark.parametrize(
    ("clock", "ours", "lawful"),
    [
        ("filing", "file_by", "filing_limit_on"),
        ("appeal", "appeal_by", "appeal_limit_on"),
        ("corrected claim", "correct_by", "correct_limit_on"),
    ],
)
async def test_a_limit_has_passed_with_its_last_lawful_day_and_not_with_the_day_we_work_to(
    desk_office: Office, told: Told, mara: AsyncClient, clock: str, ours: str, lawful: str
) -> None:
    claim_id = told.claims["Whitfield" if clock == "filing" else "Reyes"]
    path = f"/boards/deadlines/{quote(clock)}"
    for left, bucket, says in (
        (0, "0-7", "our day passed, last lawful day"),
        (-1, "past", "passed 1 day ago"),
    ):
        async with desk_office.begin(CLAIMDESK) as work:
            claim = await work.session.get_one(Claim, claim_id)
            today = work.today((await work.session.get_one(Practice, claim.practice_id)).time_zone)
            setattr(claim, ours, today - timedelta(days=2))
            setattr(claim, lawful, today + timedelta(days=left))
        there = {each: (await mara.get(f"{path}/{each}")).text for each in ("0-7", "past")}
        assert [each for each in there if claim.number in there[each]] == [bucket]
        assert ("passed, lawful until" in row_of(there[bucket], claim.number)) is (bucket == "0-7")
        assert says in (await mara.get(f"/claims/{claim_id}")).text


async def test_every_cell_of_money_at_risk_opens_exactly_what_it_counts(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        today = work.now.date()
        for name, days in (("Reyes", -3), ("Okafor", 5), ("Kim", 5)):
            theirs = update(Claim).where(Claim.id == told.claims[name])
            both = {"appeal_by": today + timedelta(days=days), "correct_by": today + timedelta(days=11)}
            await work.session.execute(theirs.values(**both))
    page = (await mara.get("/boards/deadlines")).text
    cells = numbers(page, r"/boards/deadlines/at-risk\?")
    assert len(cells) > 12
    for label, (href, shown) in cells.items():
        ((money, count),) = re.findall(r'^([\d,.]+) <span class="why">(\d+)</span>$', shown)
        pages = await pages_of(mara, href)
        rows = list(told_rows(pages))
        assert len(rows) == int(count), label
        assert re.search(rf"\b{count} claims?, \${re.escape(money)}", pages[0]), label
        assert sum(map(dollars, re.findall(r"\$([\d.,]+)", "".join(rows)))) == dollars(money), label


def dollars(shown: str) -> Decimal:
    return Decimal(shown.replace(",", ""))


async def test_a_payers_claims_at_risk_go_on_by_key_over_all_clocks(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    payer = told.payers["Texas Medicaid"]
    async with desk_office.begin(CLAIMDESK) as work:
        today = work.now.date()
        one = await work.session.get_one(Claim, told.claims["Reyes"])
        names = [each.key for each in inspect(Claim).column_attrs if each.key not in ("id", "number")]
        for number in range(60):
            same = {name: getattr(one, name) for name in names}
            again = Claim(id=new_id(), number=f"AGAIN{number}", **same)
            again.appeal_by, again.correct_by = today, today + timedelta(days=number % 3)
            work.session.add(again)
    pages = await pages_of(mara, f"/boards/deadlines/at-risk?payer={payer}&bucket=0-7")
    listed = [row for row in told_rows(pages) if "AGAIN" in row]
    assert len(pages) == 3
    clocks = {(re.findall(r"AGAIN\d+", row)[0], "Appeal</td>" in row) for row in listed}
    assert len(listed) == len(clocks) == 120  # each once for each of its two clocks


async def test_what_left_without_a_proof_opens_too(told: Told, mara: AsyncClient) -> None:
    page = (await mara.get("/boards/deadlines")).text
    link = r'<a href="/boards/deadlines/unproven"><strong>(\d+) claims? of (\S+)</strong>'
    (said,) = re.findall(link, page)
    behind = (await mara.get("/boards/deadlines/unproven")).text
    assert f"{said[0]} claims, {said[1]}" in behind
    assert len(list(told_rows([behind]))) == int(said[0])
    assert {"Nguyen", "Baptiste"} <= set(re.findall(r"\w+(?=, \w+</td>)", behind))


@pytest.mark.parametrize("path", ["payer=00000000-0000-7000-8000-0000000000ff", "bucket=31"])
async def test_a_cell_that_is_none_is_not_there(told: Told, mara: AsyncClient, path: str) -> None:
    assert (await mara.get(f"/boards/deadlines/at-risk?{path}")).status_code == 404


async def test_another_practices_money_at_risk_stays_theirs(
    told: Told, enter: Enter, mara: AsyncClient
) -> None:
    hana = await enter("Hana Hill")
    practice = told.practices["Riverside Family Practice"]
    answer = await hana.get(f"/boards/deadlines/at-risk?practice={practice}")
    assert answer.status_code == 404
    payer = (await hana.get(f"/boards/deadlines/at-risk?payer={told.payers['Texas Medicaid']}")).text
    assert "0 claims, $0.00" in payer
    assert "No claim is here." in payer


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
        today = await office_day(work)
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


async def test_on_an_evening_the_chain_is_changed_from_the_practices_own_today(
    desk_office: Office, told: Told, mara: AsyncClient
) -> None:
    tuesday = await turn_to_evening(desk_office)
    page = (await mara.get("/boards/escalation")).text
    assert f'min="{tuesday}" value="{tuesday}"' in page
    said = {"level": "1", "after": "4", "asks": "role:supervisor", "since": tuesday.isoformat()}
    assert (await mara.post("/boards/escalation", data=said)).status_code == 303
    assert "4 business days past due" in (await mara.get("/boards/escalation")).text
    team = (await mara.get("/boards/team")).text
    (table,) = re.findall(r"Next ten business days.*?</table>", team, re.S)
    assert re.findall(r'<tr><th scope="row">(\w{3})', table)[0] == "Tue"
