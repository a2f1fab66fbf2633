"""What people write down: kept, shown, and never moving a clock."""

import re

from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.alerts import Alert
from models.mentions import Mention
from models.notes import Draft
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.test_tasks import act, task_of


async def test_a_note_and_a_call_are_kept_and_move_no_clock(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    before = await task_of(desk_office, told.tasks["Novak"])
    call = {"note": "On hold for ten minutes", "spoken_to": "Lee", "reference": "R-9"}
    answer = await act(amara, told.tasks["Novak"], "note", **call)
    assert "Note kept." in answer.text
    assert "spoke to Lee, reference R-9" in answer.text
    after = await task_of(desk_office, told.tasks["Novak"])
    assert (after.due_on, after.state, after.version) == (before.due_on, before.state, before.version)


async def test_what_is_half_typed_is_kept_on_the_server(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    task = told.tasks["Novak"]
    assert (await amara.post(f"/tasks/{task}/draft", data={"note": "They said th"})).status_code == 204
    assert ">They said th</textarea>" in (await amara.get(f"/tasks/{task}")).text
    async with desk_office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(Draft.author_id)) == told.people["Amara Osei"]


async def test_a_colleague_named_in_a_note_is_told_and_reads_it_on_the_page_alone(
    enter: Enter, amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await act(amara, told.tasks["Novak"], "note", note="@Ben can you call? @Hana works elsewhere")
    ben = await enter("Ben Carver")
    page = (await ben.get("/me")).text
    assert "Amara Osei mentioned you" in page
    assert "can you call" not in page
    async with desk_office.begin(CLAIMDESK) as work:
        rows = (await work.session.execute(select(Mention.user_id, Mention.note_id))).all()
        alerts = await work.session.scalars(select(Alert.user_id))
        assert [each.user_id for each in rows] == [told.people["Ben Carver"]] == list(alerts)
    await ben.post("/me/mentions/seen", data={"note": str(rows[0].note_id)})
    assert "mentioned you in a note" not in (await ben.get("/me")).text


async def test_a_template_is_filled_from_the_claim_and_knows_no_patient(
    priya: AsyncClient, amara: AsyncClient, told: Told
) -> None:
    assert (await amara.get("/texts")).status_code == 403
    body = "Called {payer} at {phone} about {claim}, seen {service date}, {open} open. {payer claim}"
    form = {"name": "Status call", "kind": "call payer", "body": body}
    assert (await priya.post("/texts", data=form)).headers["location"] == "/texts"
    page = (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    filled = re.search(r'template=([0-9a-f-]+)" data-fill="([^"]+)"', page)
    assert filled
    assert filled[2].startswith("Called Northlake Health PPO at 800-555-0142 about C-")
    assert filled[2].endswith("$612.00 open. ____")
    plain = (await amara.get(f"/tasks/{told.tasks['Whitfield']}?template={filled[1]}")).text
    assert ">Called Northlake Health PPO" in plain
    assert "Status call" not in (await amara.get(f"/tasks/{told.tasks['Reyes']}")).text
    refused = await priya.post("/texts", data={**form, "body": "For {patient}"})
    assert (refused.status_code, "cannot be filled" in refused.text) == (400, True)
    await priya.post(f"/texts/{filled[1]}/remove")
    assert "Status call" not in (await priya.get("/texts")).text
