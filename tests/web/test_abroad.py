"""From abroad every screen, list, count and link agrees: what is refused is nowhere, and asking is kept."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.audit import AuditEvent
from models.claims import Claim
from models.patients import Coverage
from models.rulebook import reveal_reasons
from models.sites import Site
from tests.factories_desk import Told
from tests.factories_desk_cases import CASES
from tests.web.abroad import ALLOWED, RIVERSIDE, leaks
from tests.web.conftest import Enter

REASONS = reveal_reasons(date(2026, 11, 23))
VIEWS = ("mine", "waiting", "snoozed", "deadlines", "denials", "calls", "rejected", "fixes", "money")


async def test_lists_counts_search_and_boards_agree_with_each_other(told: Told, liza: AsyncClient) -> None:
    page = (await liza.get("/queue/mine")).text
    listed = set(re.findall(r'<li id="task-([0-9a-f-]+)"', page))
    mine = {
        each.last
        for each in CASES
        if each.last in ALLOWED and each.kind and each.state in ("open", "escalated")
    }
    mine -= {"Silva"}  # a request for a second person
    assert listed == {str(told.tasks[last]) for last in mine}
    count = re.search(r'/queue/mine"[^>]*>My queue <span>(\d+)', page)
    assert count is not None
    assert int(count[1]) == len(mine)
    for view in VIEWS:
        assert leaks(await liza.get(f"/queue/{view}"), told) == []
        assert leaks(await liza.get(f"/rows/{view}", headers={"hx-request": "true"}), told) == []


@pytest.mark.parametrize("words", ["Reyes", "C-10480-7", "NLH90204400", "1962-01-03"])
async def test_search_does_not_find_what_is_refused(told: Told, liza: AsyncClient, words: str) -> None:
    answer = await liza.post("/search", data={"words": words}, follow_redirects=True)
    assert "0 found" in answer.text
    assert "Novak" in (await liza.post("/search", data={"words": "Novak"}, follow_redirects=True)).text


async def test_work_next_gives_only_allowed_tasks(told: Told, liza: AsyncClient) -> None:
    allowed = {str(told.tasks[last]) for last in ALLOWED & told.tasks.keys()}
    answer = await liza.post("/next")
    assert re.search(r"/tasks/([0-9a-f-]+)", answer.headers["location"])[1] in allowed  # type: ignore[index]


async def test_a_refused_link_answers_as_unknown_and_is_kept_in_the_practices_trail(
    desk_office: Office, told: Told, liza: AsyncClient
) -> None:
    refused, nothing = told.tasks["Reyes"], uuid4()
    answers = [await liza.get(f"/tasks/{each}") for each in (refused, nothing)]
    assert [each.status_code for each in answers] == [404, 404]
    pages = [re.sub(r"[0-9a-f-]{36}", "", each.text) for each in answers]
    assert pages[0] == pages[1]
    await liza.get("/remittances")
    async with desk_office.begin(CLAIMDESK) as work:
        events = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "refused"))
        kept = {each.subject: each.practice_id for each in events}
    assert kept[f"task:{refused}"] == told.practices[RIVERSIDE]
    assert kept[f"task:{nothing}"] == UUID(int=0)
    assert "screen:/remittances" in kept


async def test_an_onshore_colleague_sees_everything_as_before(told: Told, amara: AsyncClient) -> None:
    page = (await amara.get("/queue/mine")).text
    assert "Reyes" in page
    assert "data-abroad" not in page
    assert "watermark" not in page


async def test_files_remittances_and_the_trail_are_neither_offered_nor_opened(
    lead: AsyncClient, told: Told
) -> None:
    page = (await lead.get("/queue/mine")).text
    closed = "/files", "/remittances", "/audit", "/audit/export"
    for path in (*closed, f"/files/{told.files['refused']}/raw"):
        assert f'href="{path}"' not in page
        assert (await lead.get(path)).status_code == 403


async def test_every_page_carries_the_readers_name_and_time_and_does_not_print(liza: AsyncClient) -> None:
    page = (await liza.get("/queue/mine")).text
    assert re.search(
        r'class="watermark" aria-hidden="true">.*Liza Santos · Manila · \d{4}-\d\d-\d\d \d\d:\d\d UTC', page
    )
    assert "<body data-abroad" in page


async def test_birth_date_and_member_id_are_hidden_until_a_reason_is_given_and_again_afterwards(
    desk_office: Office, told: Told, liza: AsyncClient, amara: AsyncClient
) -> None:
    claim_id = told.claims["Novak"]
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, claim_id)
        member = (await work.session.get_one(Coverage, claim.coverage_id)).member_id
    for path in (f"/claims/{claim_id}", f"/tasks/{told.tasks['Novak']}", f"/tasks/{told.tasks['Tran']}"):
        page = (await liza.get(path)).text
        assert not re.search(r"Born \d|NLH9020\d+|19\d\d-\d\d-\d\d", page), path
    assert "Born 19" in (await amara.get(f"/claims/{claim_id}")).text
    for typed in ("", " ", "payer asks for 1962-01-03 of Reyes"):
        assert (await liza.post(f"/claims/{claim_id}/reveal", data={"reason": typed})).status_code in (
            400,
            422,
        )
    shown = (await liza.post(f"/claims/{claim_id}/reveal", data={"reason": "payer asks"})).text
    assert "Born 19" in shown
    assert member in shown
    assert "Born 19" not in (await liza.get(f"/claims/{claim_id}")).text
    async with desk_office.begin(CLAIMDESK) as work:
        (event,) = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "revealed"))
    assert (event.subject, event.detail) == (f"claim:{claim_id}", {"because": REASONS["payer asks"]})


async def test_the_reasons_to_choose_from_stand_on_the_page_and_nothing_is_typed(
    told: Told, liza: AsyncClient, amara: AsyncClient
) -> None:
    for path in (f"/claims/{told.claims['Novak']}", f"/tasks/{told.tasks['Novak']}"):
        page = (await liza.get(path)).text
        form = page.partition("/reveal")[2].partition("</form>")[0]
        assert re.findall(r'<option value="([^"]+)"', form) == list(REASONS)
        assert "<input" not in form
        assert "/reveal" not in (await amara.get(path)).text


async def test_what_is_shown_for_a_reason_from_a_task_is_shown_on_that_task(
    desk_office: Office, told: Told, liza: AsyncClient
) -> None:
    task_id, path = told.tasks["Novak"], f"/tasks/{told.tasks['Novak']}/reveal"
    page = (await liza.get(f"/tasks/{task_id}?view=calls")).text
    assert f'action="{path}?view=calls"' in page
    form = {"reason": "payer asks", "note": "half a thought"}
    shown = (await liza.post(f"{path}?view=calls", data=form)).text
    assert f'data-task="{task_id}"' in shown
    assert "Born 19" in shown
    assert "half a thought" in shown
    assert "Born 19" not in (await liza.get(f"/tasks/{task_id}")).text
    async with desk_office.begin(CLAIMDESK) as work:
        (event,) = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "revealed"))
    assert event.subject == f"claim:{told.claims['Novak']}"
    assert (await liza.post(path, data={"reason": "curious"})).status_code == 400
    assert (await liza.post(f"/tasks/{told.tasks['Reyes']}/reveal", data=form)).status_code == 404


async def test_a_refused_claim_reveals_nothing(told: Told, liza: AsyncClient) -> None:
    answer = await liza.post(f"/claims/{told.claims['Reyes']}/reveal", data={"reason": "payer asks"})
    assert answer.status_code == 404


async def test_what_is_hidden_can_be_replaced_and_stays_when_left_empty(
    desk_office: Office, told: Told, liza: AsyncClient
) -> None:
    page = (await liza.get(f"/tasks/{told.tasks['Tran']}")).text
    version = re.search(r'name="version" value="(\d+)"><', page)
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Tran"])
        before = claim.coverage_id
    assert version
    form = {"key": str(uuid4()), "version": str(claim.version), "member_id": "", "prior_authorization": "A77"}
    answer = await liza.post(f"/tasks/{told.tasks['Tran']}/correct", data=form)
    assert answer.status_code == 303, answer.text
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Tran"])
    assert claim.coverage_id == before
    form |= {"key": str(uuid4()), "version": str(claim.version), "member_id": "XYZ123456789"}
    form["prior_authorization"] = "A77"
    assert (await liza.post(f"/tasks/{told.tasks['Tran']}/correct", data=form)).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Tran"])
        assert (await work.session.get_one(Coverage, claim.coverage_id)).member_id == "XYZ123456789"


async def test_who_is_elsewhere_is_not_let_in_and_a_session_ends_when_its_site_moves(
    desk_office: Office, told: Told, liza: AsyncClient, manila: Site, enter: Enter
) -> None:
    assert (await liza.get("/queue/mine")).status_code == 200
    async with desk_office.begin(CLAIMDESK) as work:
        site = await work.session.get_one(Site, manila.id)
        site.networks = []
    answer = await liza.get("/queue/mine")
    assert answer.headers["location"].startswith("/sign-in")
    assert "its own site" in (await liza.get("/sign-in")).text
    with pytest.raises(AssertionError, match="its own site"):
        await enter("Liza Santos")
