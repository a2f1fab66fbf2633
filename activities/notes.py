"""Notes and calls: what people wrote down about a claim."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from activities import claims, tasks
from activities.actors import Actor
from activities.commands import WriteNote
from activities.mentions import tell_mentioned
from activities.receipts import first_time
from activities.transactions import Office, Work
from models.notes import Draft, Note
from models.tasks import Task
from rules.errors import Refusal


async def write_note(office: Office, actor: Actor, said: WriteNote) -> None:
    """Keep a note or a call on a task or a claim; no clock moves. Raises Refusal when it is empty."""
    if not said.body.strip():
        raise Refusal("The note is empty.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        task = await tasks.one(work, said.task_id) if said.task_id else None
        await write(work, said.body, task, said.claim_id, said.spoken_to, said.reference)


async def write(
    work: Work,
    body: str,
    task: Task | None = None,
    claim_id: UUID | None = None,
    spoken_to: str = "",
    reference: str = "",
) -> None:
    """Add the note within this transaction; the draft it grew from goes."""
    claim_id = claim_id or (task.claim_id if task else None)
    if task is not None:
        practice_id = task.practice_id
        draft = await work.session.get(Draft, (task.id, work.actor.id))
        if draft is not None:
            await work.session.delete(draft)
    elif claim_id is not None:
        practice_id = (await claims.one(work, claim_id)).practice_id
    else:
        raise Refusal("A note belongs to a task or to a claim.")
    note = Note(
        practice_id=practice_id,
        claim_id=claim_id,
        task_id=task.id if task else None,
        author_id=work.actor.id,
        body=body.strip(),
        spoken_to=spoken_to or None,
        reference=reference or None,
        written_at=work.now,
    )
    work.session.add(note)
    await work.session.flush()
    await tell_mentioned(work, note)
    work.record("noted", f"claim:{claim_id}" if claim_id else f"task:{task.id if task else ''}", practice_id)


async def save_draft(office: Office, actor: Actor, task_id: UUID, body: str) -> None:
    """Keep what is half typed, so that a lock or a crash loses nothing."""
    async with office.begin(actor) as work:
        task = await tasks.one(work, task_id)
        row = insert(Draft).values(
            task_id=task.id, author_id=actor.id, practice_id=task.practice_id, body=body
        )
        kept = row.on_conflict_do_update(index_elements=["task_id", "author_id"], set_={"body": body})
        await work.session.execute(kept)
