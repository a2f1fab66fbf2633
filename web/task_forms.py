"""What the forms of a task may say; anything else in them is refused."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from activities.patients import SetLanguage
from rules.questions import Asked
from rules.tasks import Awaited, Outcome


class ActForm(BaseModel, extra="forbid"):
    """`key` is one per rendered form: a double click is one act. `version` is what the page showed."""

    key: UUID
    version: int


class FinishForm(ActForm):
    outcome: Outcome
    note: str = ""
    until: date | None = None
    reference: str = ""
    reason: str = ""
    claim_number: str = ""
    category: str = ""


class SnoozeForm(ActForm):
    """A day, or an event with the last day left to the office's own rule."""

    until: date | None = None
    awaits: Awaited | None = None


class TransferForm(ActForm):
    to: UUID
    reason: str = ""


class AskForm(ActForm):
    asked: Asked
    body: str = ""
    answer_by: date


class AnswerForm(BaseModel, extra="forbid"):
    key: UUID
    answer: str = ""


class SkipForm(BaseModel, extra="forbid"):
    key: UUID
    reason: str = ""


class LanguageForm(BaseModel, extra="forbid"):
    """`seen` is what the page showed; an empty language: not asked. `note` was half typed beside it."""

    key: UUID
    seen: str = ""
    language: str = ""
    note: str = ""

    def said(self, **about: UUID) -> SetLanguage:
        """The command, about this `claim_id` or `task_id`."""
        return SetLanguage(self.key, self.seen or None, self.language or None, **about)


class NoteForm(BaseModel, extra="forbid"):
    key: UUID
    note: str = ""
    spoken_to: str = ""
    reference: str = ""
