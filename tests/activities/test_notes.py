"""Notes: written once, about a task or a claim, and the draft they grew from goes."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.commands import WriteNote
from activities.notes import save_draft, write_note
from activities.transactions import Office
from models.notes import Draft, Note
from rules.errors import Refusal
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task


async def count(office: Office, table: type) -> int:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_note_sent_twice_is_written_once_and_its_draft_goes(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await save_draft(office, ana, task.id, "Half a")
    await save_draft(office, ana, task.id, "Half a note")
    assert await count(office, Draft) == 1
    said = WriteNote(uuid4(), "The whole note", task_id=task.id)
    await write_note(office, ana, said)
    await write_note(office, ana, said)
    assert (await count(office, Note), await count(office, Draft)) == (1, 0)


async def test_a_note_on_a_claim_needs_no_task(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await write_note(office, ana, WriteNote(uuid4(), " Called. ", claim_id=billed.claim_id, spoken_to="Joe"))
    async with office.begin(CLAIMDESK) as work:
        (note,) = await work.session.scalars(select(Note))
    assert (note.body, note.claim_id, note.task_id, note.spoken_to) == (
        "Called.",
        billed.claim_id,
        None,
        "Joe",
    )


@pytest.mark.parametrize(("body", "complaint"), [("  ", "empty"), ("About nothing", "belongs to")])
async def test_a_note_says_something_about_something(office: Office, body: str, complaint: str) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    with pytest.raises(Refusal, match=complaint):
        await write_note(office, ana, WriteNote(uuid4(), body))
