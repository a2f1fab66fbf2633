"""The screens beside the queue: what each must say."""

import re
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.audit import AuditEvent
from models.claims import Claim
from models.remittances import RemittanceClaim
from tests.factories_calendar import PaperCalendar
from tests.factories_desk import Told
from tests.web.conftest import Enter, browser
from tests.web.queries import queries
from web.app import make_app
from web.settings import WebSettings


async def test_a_claim_shows_stage_turn_clocks_ledger_and_that_nothing_proves_its_filing(
    amara: AsyncClient, told: Told
) -> None:
    page = (await amara.get(f"/claims/{told.claims['Nguyen']}")).text
    for words in (
        "Sent",
        "s turn</span>",
        "11 days left",
        "prove nothing",
        "Batch 22",
        "1,130.00",
        "Insurance",
    ):
        assert words in page, words


async def test_a_filed_claim_shows_its_proof(amara: AsyncClient, told: Told) -> None:
    page = (await amara.get(f"/claims/{told.claims['Garcia']}")).text
    assert "277CA accepted by the payer" in page
    assert "prove nothing" not in page


async def test_a_note_on_a_claim_is_kept(amara: AsyncClient, told: Told) -> None:
    path = f"/claims/{told.claims['Garcia']}"
    answer = await amara.post(f"{path}/note", data={"key": str(uuid4()), "note": "Card was renewed"})
    assert answer.headers["location"] == path
    assert "Card was renewed" in (await amara.get(path)).text


async def test_the_board_shows_money_by_days_left_and_opens_the_claims_behind_it(
    priya: AsyncClient, told: Told
) -> None:
    board = (await priya.get("/boards/deadlines")).text
    assert re.search(r"/boards/deadlines/filing/0-7.*?860\.00", board, re.DOTALL)
    assert "5 claims of $3,016.50" in board
    assert "Baptiste, Lucie" in (await priya.get("/boards/deadlines/filing/0-7")).text
    assert "Reyes, Marisol" in (await priya.get("/boards/deadlines/appeal/0-7")).text
    assert "No claim is here" in (await priya.get("/boards/deadlines/corrected%20claim/past")).text
    assert (await priya.get("/boards/deadlines/filing/yesterday")).status_code == 404


async def test_the_board_costs_the_same_however_many_claims_there_are(
    priya: AsyncClient, told: Told, desk_office: Office, engine: AsyncEngine
) -> None:
    await priya.get("/boards/deadlines")
    with queries(engine) as few:
        await priya.get("/boards/deadlines")
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Claim).values(filed_on=None, filing_proof=None))
    with queries(engine) as many:
        await priya.get("/boards/deadlines")
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("Reyes", "C-10480-7"),
        ("rey", "C-10480-7"),
        ("Reyes, mar", "C-10480-7"),
        ("Marisol Reyes", "C-10480-7"),
        ("C-10481-7", "Whitfield"),
        ("NLH90204401", "Whitfield"),
        ("1962-01-03", "Reyes"),
        ("01/03/1962", "Reyes"),
        ("EFTC-10480-7", "Texas Medicaid"),
        ("ICN20261013", "Adeyemi"),
    ],
)
async def test_one_box_finds_claims_patients_members_and_payments(
    amara: AsyncClient, words: str, finds: str
) -> None:
    asked = await amara.post("/search", data={"words": words})
    address = asked.headers["location"]
    assert words.lower() not in address.lower()
    page = (await amara.get(address)).text
    assert "Looked in our claim numbers" in page
    assert finds in page


async def test_a_search_that_finds_nothing_says_how_names_are_found(amara: AsyncClient) -> None:
    asked = await amara.post("/search", data={"words": "Xyzzy' or 1=1"})
    assert "Nothing of that sort" in (await amara.get(asked.headers["location"])).text


async def test_a_link_to_a_search_works_only_for_the_person_who_searched(
    amara: AsyncClient, priya: AsyncClient
) -> None:
    asked = await amara.post("/search", data={"words": "Reyes"})
    page = (await priya.get(asked.headers["location"])).text
    assert "belongs to somebody else" in page
    assert "Reyes" not in page


async def test_another_practice_finds_nothing_of_ours(hana: AsyncClient) -> None:
    asked = await hana.post("/search", data={"words": "Reyes"})
    assert "C-10480-7" not in (await hana.get(asked.headers["location"])).text


async def test_a_refused_file_shows_each_problem_at_its_segment(amara: AsyncClient, told: Told) -> None:
    assert "night.835" in (await amara.get("/files?state=refused")).text
    page = (await amara.get(f"/files/{told.files['refused']}")).text
    assert 'id="segment-18"' in page
    assert "CLP04 is no amount" in page


async def test_a_file_given_in_by_hand_is_kept_raw_and_the_same_one_again_is_known(
    amara: AsyncClient, enter: Enter
) -> None:
    given = {"files": ("note.txt", b"this is no X12 at all", "text/plain")}
    first = await amara.post("/files", files=given)
    assert "note.txt" in first.text
    assert "Refused" in first.text
    again = await amara.post("/files", files=given)
    assert "These bytes came before" in again.text


async def test_a_raw_file_is_handed_out_as_an_attachment_in_a_sandbox(enter: Enter) -> None:
    otto = await enter("Otto Reiss")
    await otto.post("/files", files={"files": ("a.txt", b"<script>alert(1)</script>", "text/html")})
    path = re.search(r'href="(/files/[0-9a-f-]{36})">a.txt', (await otto.get("/files")).text)
    assert path
    raw = await otto.get(f"{path[1]}/raw")
    assert raw.content == b"<script>alert(1)</script>"
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment")
    assert raw.headers["content-security-policy"].startswith("sandbox")


async def test_a_payment_shows_why_each_claim_was_not_paid_in_full(amara: AsyncClient, told: Told) -> None:
    assert "EFTC-10480-7" in (await amara.get("/remittances")).text
    page = (await amara.get(f"/remittances/{told.remittances['Reyes']}")).text
    assert re.search(r"CO-197</strong> no authorization: \$1,240\.00", page)
    assert "denied" in page


async def test_a_payment_of_many_claims_comes_in_pages(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    paid = told.remittances["Reyes"]
    async with desk_office.begin(CLAIMDESK) as work:
        one = (
            await work.session.scalars(select(RemittanceClaim).where(RemittanceClaim.remittance_id == paid))
        ).one()
        for number in range(60):
            work.session.add(
                RemittanceClaim(
                    practice_id=one.practice_id,
                    remittance_id=paid,
                    claim_key=f"many-{number}",
                    segment=100 + number,
                    number=f"N-{number}",
                    status="1",
                    charge=one.charge,
                    paid=one.charge,
                    patient_part=one.patient_part,
                    state="posted",
                )
            )
    first = (await amara.get(f"/remittances/{paid}")).text
    link = re.search(rf'href="(/remittances/{paid}\?after=\d+)"', first)
    assert link
    second = (await amara.get(link[1])).text
    numbers = re.findall(r"N-\d+", first + second)
    assert len(set(numbers)) == 60


async def test_a_payer_shows_how_to_reach_it_and_what_it_owes(amara: AsyncClient, told: Told) -> None:
    assert re.search(r"Northlake.*?800-555-0142", (await amara.get("/payers")).text, re.DOTALL)
    assert (
        "front-end rejection report"
        in (await amara.get(f"/payers/{told.payers['Northlake Health PPO']}")).text
    )
    assert (await amara.get(f"/payers/{uuid4()}")).status_code == 404


async def test_a_rule_is_explained_step_by_step_with_its_source(amara: AsyncClient) -> None:
    page = (await amara.get("/rules?rule=medicare-professional-initial&on=2018-03-01")).text
    assert "Mar 1, 2019" in page
    assert "42 CFR 424.44" in page
    assert "There is no rule named" in (await amara.get("/rules?rule=medicare&on=2018-03-01")).text


async def test_the_trail_is_filtered_by_person_subject_and_day(
    enter: Enter, amara: AsyncClient, told: Told
) -> None:
    await amara.get(f"/tasks/{told.tasks['Reyes']}")
    mara = await enter("Mara Stone")
    subject = f"task:{told.tasks['Reyes']}"
    page = (await mara.get("/audit", params={"subject": subject})).text
    assert "Amara Osei</th><td>saw" in page
    nobody = (
        await mara.get("/audit", params={"subject": subject, "person": str(told.people["Hana Hill"])})
    ).text
    assert "Nothing of that kind" in nobody
    assert "Nothing of that kind" in (await mara.get("/audit?on=2020-01-01")).text


async def test_reading_the_trail_is_an_event_too(enter: Enter, desk_office: Office, told: Told) -> None:
    otto = await enter("Otto Reiss")
    await otto.get("/audit")
    assert "read the audit trail" in (await otto.get("/audit")).text
    async with desk_office.begin(CLAIMDESK) as work:
        read = select(AuditEvent.actor_id).where(AuditEvent.action == "read the audit trail")
        assert set(await work.session.scalars(read)) == {told.people["Otto Reiss"]}


async def test_the_demo_turns_its_calendar_and_shows_how_far_it_is(
    amara: AsyncClient, calendar: PaperCalendar
) -> None:
    assert "Next week" in (await amara.get("/queue/mine")).text
    fragment = {"hx-request": "true"}
    part = (await amara.post("/demo/days", data={"days": "7"}, headers=fragment)).text
    assert "5 files are being read" in part
    assert 'value="40"' in part
    again = (await amara.get("/demo/days", headers=fragment)).text
    assert 'hx-get="/demo/days"' in again
    assert "5 files are being read" in (await amara.get("/queue/mine")).text
    calendar.share = 0  # today's work is ended first, and nobody can measure how much there is
    unmeasured = (await amara.get("/demo/days", headers=fragment)).text
    assert "5 files are being read" in unmeasured
    assert "<progress" not in unmeasured
    calendar.end()
    last = (await amara.get("/demo/days", headers=fragment)).text
    assert "7 days passed." in last
    assert "hx-get" not in last
    assert (await amara.post("/demo/days", data={"days": "300"})).status_code == 422


async def test_pressed_again_meanwhile_it_turns_nothing_more(
    amara: AsyncClient, calendar: PaperCalendar
) -> None:
    for days in ("1", "7", "1"):
        await amara.post("/demo/days", data={"days": days}, headers={"hx-request": "true"})
    assert calendar.begun == [1]


async def test_without_a_script_the_page_looks_again_by_itself_until_the_days_have_passed(
    amara: AsyncClient, calendar: PaperCalendar
) -> None:
    answer = await amara.post("/demo/days", data={"days": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo/days")
    turning = (await amara.get("/demo/days")).text
    assert '<noscript><meta http-equiv="refresh"' in turning
    assert "5 files are being read" in turning
    calendar.end()
    turned = (await amara.get("/demo/days")).text
    assert "1 days passed." in turned
    assert "refresh" not in turned


async def test_outside_the_demo_no_day_can_be_turned(
    desk_office: Office, settings: WebSettings, amara: AsyncClient
) -> None:
    app = make_app(desk_office, settings, None)
    client = browser(app)
    client.cookies = amara.cookies
    assert (await client.post("/demo/days", data={"days": "1"})).status_code == 404
    assert (await client.get("/demo/days")).status_code == 404


async def test_health_answers_without_anybodys_data(app: FastAPI, told: Told) -> None:
    nobody = browser(app)
    assert (await nobody.get("/healthz")).text == "alive\n"
    assert (await nobody.get("/readyz")).text == "ready\n"
    numbers = (await nobody.get("/metrics")).text
    assert 'claimdesk_queue_depth{kind="call payer",state="open"} 3.0' in numbers
    assert re.search(r"claimdesk_oldest_unsent_claim_seconds \d", numbers)
    assert "claimdesk_outbox_lag_seconds" in numbers
    assert "Reyes" not in numbers


async def test_a_fault_is_one_sentence_and_never_a_trace(app: FastAPI, told: Told) -> None:
    answer = await browser(app).get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
