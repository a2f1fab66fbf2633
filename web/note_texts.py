"""Note templates as they stand beside a task: already filled, without anything about the patient."""

from uuid import UUID

from activities.actors import Actor
from rules.note_templates import Place, fill
from web import words
from web.task_screens import TaskScreen


def text_of(screen: TaskScreen, template_id: UUID | None, me: Actor) -> str:
    """This template filled from the task; empty when it is not offered here."""
    return next(
        (fill(each.body, _facts(screen, me)) for each in screen.subject.templates if each.id == template_id),
        "",
    )


def texts_of(screen: TaskScreen, me: Actor) -> list[tuple[UUID, str, str]]:
    """Every template offered on this task: its id, its name, and the filled text."""
    facts = _facts(screen, me)
    return [(each.id, each.name, fill(each.body, facts)) for each in screen.subject.templates]


def _facts(screen: TaskScreen, me: Actor) -> dict[Place, str]:
    claim, payer = screen.subject.claim, screen.subject.payer
    facts = {Place.TODAY: words.day(screen.today, screen.today), Place.ME: me.name}
    if payer is not None:
        facts |= {Place.PAYER: payer.name, Place.PHONE: payer.phone or ""}
    if claim is not None:
        facts |= {
            Place.CLAIM: claim.number,
            Place.PAYER_CLAIM: claim.payer_claim_number or "",
            Place.SERVICE_DATE: words.day(claim.service_from, screen.today),
            Place.CHARGE: words.money(claim.charge),
            Place.OPEN: words.money(claim.open_amount),
        }
    return facts
