"""What people write down: kept, shown, and never moving a clock."""

from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.notes import Draft
from tests.factories_desk import Told
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
