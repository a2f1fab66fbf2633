"""Telling the colleagues whom a note names."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.alerts import raise_alert
from activities.transactions import Office, Work
from models import queues
from models.mentions import Mention
from models.notes import Note
from rules.alerts import AlertKind
from rules.mentions import mentioned


async def tell_mentioned(work: Work, note: Note) -> None:
    """Keep who is named and alert them; the alert leads to the task and quotes nothing."""
    if "@" not in note.body:
        return
    colleagues = await queues.colleagues(work.session, note.practice_id)
    named = mentioned(note.body, {each.id: each.name for each in colleagues}) - {work.actor.id}
    if not named:
        return
    same = {"note_id": note.id, "practice_id": note.practice_id, "mentioned_at": work.now}
    rows = [same | {"user_id": each} for each in sorted(named)]
    await work.session.execute(insert(Mention).values(rows).on_conflict_do_nothing())
    subject = f"task:{note.task_id}" if note.task_id else f"claim:{note.claim_id}"
    told = f"{work.actor.name} mentioned you in a note."
    await raise_alert(work, AlertKind.MENTION, subject, note.practice_id, to=named, told=told)


async def see_mentions(office: Office, actor: Actor, note_ids: list[UUID]) -> None:
    """These mentions of the actor need no more attention."""
    async with office.begin(actor) as work:
        mine = update(Mention).where(Mention.user_id == actor.id, Mention.note_id.in_(note_ids))
        await work.session.execute(mine.where(Mention.seen_at.is_(None)).values(seen_at=work.now))
