"""What programs send and get: JSON with a fixed shape, and no patient in it but the claim's own number."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from models.claims import Claim
from models.queues import TaskRow
from rules.claims import Stage, Turn
from rules.tasks import Outcome, TaskKind, TaskState

MOST = 100  # tasks of one page
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]  # PostgreSQL keeps no NUL in a text


class QueueAnswer(BaseModel):
    """One list and how many tasks stand in it; counting stops at 1001."""

    name: str
    title: str
    count: int


class TaskAnswer(BaseModel):
    """One task as a list gives it."""

    id: UUID
    kind: TaskKind
    state: TaskState
    money: Decimal
    due_on: date
    deadline_on: date | None
    priority: int
    payer: str | None
    claim_number: str | None

    @classmethod
    def of(cls, row: TaskRow) -> "TaskAnswer":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class TasksAsked(BaseModel, extra="forbid"):
    """Which list, from which place on, and how many at most."""

    queue: Text = "mine"
    after: Text = ""
    limit: int = Field(50, ge=1, le=MOST)


class TaskPage(BaseModel):
    """One page of tasks, the most urgent first; `after` asks for the next one, null at the end."""

    tasks: list[TaskAnswer]
    after: str | None


class WholeTask(BaseModel):
    """One task with what finishing it needs."""

    id: UUID
    version: int
    kind: TaskKind
    state: TaskState
    money: Decimal
    due_on: date
    deadline_on: date | None
    claim_number: str | None
    outcomes: list[Outcome]


class FinishAsked(BaseModel, extra="forbid"):
    """`key` makes it one act however often it is sent; `version` is the one that was read."""

    key: UUID
    version: int = Field(ge=1, le=2_000_000_000)
    outcome: Outcome
    note: Text = Field("", max_length=4000)
    until: date | None = None
    reference: Text = Field("", max_length=200)
    reason: Text = Field("", max_length=2000)
    claim_number: Text = Field("", max_length=80)
    category: Text = Field("", max_length=80)


class FinishedAnswer(BaseModel):
    """What came of it."""

    id: UUID
    version: int
    said: str


class ClaimAsked(BaseModel, extra="forbid"):
    """A claim's number, ours or the payer's; it goes in the body, so that no address names a claim."""

    number: Text = Field(min_length=2, max_length=80)


class ClaimAnswer(BaseModel):
    """One claim as far as a program needs it."""

    id: UUID
    number: str
    payer: str
    service_from: date
    charge: Decimal
    open_amount: Decimal
    stage: Stage
    turn: Turn

    @classmethod
    def of(cls, claim: Claim, payer: str) -> "ClaimAnswer":
        facts = {name: getattr(claim, name) for name in cls.model_fields.keys() - {"payer"}}
        return cls(**facts, payer=payer)


class Problem(BaseModel):
    """Why not, in one sentence."""

    detail: str
