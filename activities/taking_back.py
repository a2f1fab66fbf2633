"""Taking back one's own last act on a task, while its seconds run and nobody has touched the task since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from activities import claims, tasks
from activities.actors import Actor
from activities.bulk import among
from activities.questions import withdraw_question
from activities.receipts import first_time
from activities.transactions import Office, Work
from models.claims import Claim
from models.outbox import Wake
from models.tasks import Task
from rules.errors import Conflict
from rules.tasks import Awaited, TaskState

OVER = "This can no longer be taken back."
CHANGED = "Somebody changed this task since: it stays as it is now."
OF_A_CLAIM = (
    "stage", "turn", "reason", "frequency", "payer_claim_number", "form", "acknowledge_by", "accepted_on",
    "filed_on", "filing_proof", "follow_up_on", "promised_on", "decision_by",
)  # fmt: skip
OF_A_TASK = ("state", "snoozed_until", "awaits", "aside_since", "owner_id", "team_id", "allocation_rule_id")
DATES = frozenset({"acknowledge_by", "accepted_on", "filed_on", "follow_up_on", "promised_on", "decision_by"})


def remember_claim(claim: Claim) -> dict[str, Any]:
    """The claim as it is, before an outcome moves it."""
    return {name: _as_text(getattr(claim, name)) for name in OF_A_CLAIM}


def remember_task(task: Any) -> dict[str, Any]:
    """Where the task is and whose, before it is put aside or handed on; a row with its columns will do."""
    return {name: _as_text(getattr(task, name)) for name in OF_A_TASK}


def _as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def may_take_back(work: Work, task: Task, act: UUID, **before: Any) -> None:
    """Keep what was before this act. Say it last: the flush that follows gives the version it looks for."""
    task.undo = kept(work, act, work.now, task.version + 1, **before)


def kept(work: Work, act: UUID, at: datetime, left: int, **before: Any) -> dict[str, Any]:
    """What a task remembers of an act: whose and when it was, the version it left behind, what was before."""
    said = {"act": str(act), "by": str(work.actor.id), "at": at.isoformat(), "cause": work.cause}
    return {**said, "task_version": left, **before}


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """The part that an act on many tasks had in this one: its key there, and when the whole act was done."""

    act: UUID
    done_at: datetime


async def take_back(
    office: Office, actor: Actor, key: UUID, task_id: UUID, of: OneOfMany | None = None
) -> None:
    """Undo this person's last act on the task: a finish, a snooze or a transfer.

    With `of` only that act, and its seconds run from the end of the whole; without, the task is held for
    whoever looks at it again. Raises Conflict when the time is over, or the task or its claim has moved on.
    """
    async with office.begin(actor) as work:
        if not await first_time(work, key, ("undo", task_id)):
            return
        task, claim = await tasks.one_behind_its_claim(work, task_id)
        undo = still_open(work, task, of, office.undo_seconds)
        if "claim" in undo:
            await _reopen(work, task, claim, undo)
        else:
            put_where_it_was(work, task, undo["was"])
        task.undo = task.leased_by = task.leased_until = None
        if of is None:
            task.leased_by, task.leased_until = actor.id, work.now + tasks.LEASE
        work.record("took back", f"task:{task.id}", task.practice_id, act=undo["act"])
        work.ring_task(task.id)


async def done_at(work: Work, acts: Mapping[UUID, UUID]) -> datetime:
    """When the last of these acts was done; `acts` are their keys by task. The office's now without any."""
    rows = await work.session.execute(select(Task.id, Task.undo).where(among(Task.id, acts)))
    theirs = [undo["at"] for task_id, undo in rows if undo and undo["act"] == str(acts[task_id])]
    return max(map(datetime.fromisoformat, theirs), default=work.now)


def still_open(work: Work, task: Task, of: OneOfMany | None, seconds: float) -> dict[str, Any]:
    """What the task remembers, while it may be taken back. Raises Conflict when it may not."""
    undo = task.undo
    if undo is None:
        raise Conflict(OVER)
    if of is not None and undo["act"] != str(of.act):
        raise Conflict(CHANGED)
    if undo["by"] != str(work.actor.id):
        raise Conflict(OVER)
    began = of.done_at if of else datetime.fromisoformat(undo["at"])
    if work.now > began + timedelta(seconds=seconds + 1):
        raise Conflict(OVER)
    if task.version != undo["task_version"]:
        raise Conflict(CHANGED)
    return undo


async def _reopen(work: Work, task: Task, claim: Claim | None, undo: dict[str, Any]) -> None:
    """Task and claim as they were before the finish; its follow-up task and its question are withdrawn."""
    if claim is not None:
        if claim.version != undo["version"]:
            raise Conflict("The claim has moved on since: this can no longer be taken back.")
        for name, value in undo["claim"].items():
            setattr(claim, name, date.fromisoformat(value) if name in DATES and value else value)
    rested = await work.session.scalars(delete(Wake).where(Wake.cause == undo["cause"]).returning(Wake.id))
    if not rested.all() and task.claim_id is not None:
        work.wake(claims.workflow_id(task.claim_id))  # it has looked meanwhile and changed nothing
    await _withdraw_next(work, task)
    await withdraw_question(work, task.id)
    task.state = TaskState.ESCALATED if task.level else TaskState.OPEN
    task.outcome = task.snoozed_until = task.finished_by = task.finished_at = None


async def _withdraw_next(work: Work, task: Task) -> None:
    """The task that this finish gave out is nobody's any more."""
    made_by_it = select(Task).where(Task.claim_id == task.claim_id, Task.cause.contains(f":{task.id}:"))
    for child in await work.session.scalars(made_by_it):
        child.state = TaskState.CANCELLED
        work.ring_task(child.id)


def put_where_it_was(work: Work, task: Task, before: dict[str, Any]) -> None:
    """In the queue it was in, with its owner. Raises Conflict when the new owner has opened it already."""
    is_held = task.leased_until is not None and task.leased_until > work.now
    if is_held and task.leased_by == task.owner_id != work.actor.id:
        raise Conflict("Its new owner has opened it already: ask them for it.")
    owner, rule = before["owner_id"], before["allocation_rule_id"]
    task.owner_id, task.allocation_rule_id = UUID(owner) if owner else None, UUID(rule) if rule else None
    team = before.get("team_id", task.team_id and str(task.team_id))  # acts of an earlier release kept none
    task.team_id = UUID(team) if team else None
    until, since = before["snoozed_until"], before["aside_since"]
    task.state = TaskState(before["state"])
    task.awaits = Awaited(before["awaits"]) if before["awaits"] else None
    task.snoozed_until = date.fromisoformat(until) if until else None
    task.aside_since = datetime.fromisoformat(since) if since else None
    if task.claim_id is not None:
        work.wake(claims.workflow_id(task.claim_id))
