"""What an offshore login never gets (whole files, papers, the trail, sums), and what it must ask for."""

from uuid import UUID

from activities.actors import Actor
from activities.transactions import Work
from models.rulebook import reveal_reasons
from rules.errors import NotAllowed, Refusal

CLOSED = ("/files", "/remittances", "/audit", "/users", "/sites")
DOWNLOADS = ("/tasks/{task_id}/attachments/{attachment_id}",)
WORDS = "This is not shown at a site outside the United States. Ask a colleague there, or your supervisor."
HIDDEN = frozenset({"member_id", "birth_date"})  # what a correction can replace without seeing it


def is_open(path: str) -> bool:
    """Whether a screen at this path is for sites abroad."""
    return path not in DOWNLOADS and not any(path == each or path.startswith(f"{each}/") for each in CLOSED)


def must_be_open(path: str) -> None:
    """Raises NotAllowed."""
    if not is_open(path):
        raise NotAllowed(WORDS)


def hidden_from(actor: Actor) -> frozenset[str]:
    """The fields that this reader does not see."""
    return frozenset() if actor.classes is None else HIDDEN


def reveal(work: Work, claim_id: UUID, practice_id: UUID, reason: str) -> None:
    """Say in the trail what was looked up and why. Raises Refusal for a reason that is not on the list."""
    words = reveal_reasons(work.now.date()).get(reason)
    if words is None:
        raise Refusal("Choose what you need it for.")
    work.record("revealed", f"claim:{claim_id}", practice_id, because=words)
