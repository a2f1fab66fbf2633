"""Finishing a task with an outcome; `taking_back` undoes it while nothing has left the building."""

from datetime import date, datetime, timedelta

from activities import claims, tasks
from activities.actors import Actor
from activities.commands import Finished, FinishTask
from activities.emergency_reviews import write_review
from activities.next_task import must_be_given
from activities.notes import write
from activities.outcomes import Finish, apply
from activities.payment_outcomes import settle
from activities.questions import put
from activities.receipts import first_time
from activities.taking_back import may_take_back, remember_claim
from activities.transactions import Office, Work
from models.claims import Claim
from models.tasks import Task
from rules.errors import Conflict, Refusal
from rules.questions import Asked
from rules.tasks import MONEY_MOVES, Asks, Choice, Outcome, TaskKind, TaskState, choice


async def finish_task(office: Office, actor: Actor, said: FinishTask) -> Finished:
    """Close a task with an outcome and wake its claim; done again with the same key, it changes nothing.

    Raises Unknown, Stale (the page was old), Conflict (no such outcome here, or the facts forbid it),
    NotAllowed (one's own request, or not given to a guided person), Refusal (the outcome asks for more).
    """
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task, claim = await tasks.one_behind_its_claim(work, said.task_id, said.version if fresh else None)
        chosen = choice(task.kind, said.outcome)
        if chosen is None:
            raise Conflict(f"“{said.outcome}” is not an outcome of “{task.kind}”.")
        if fresh:
            await must_be_given(work, task)
            await _finish(work, task, claim, chosen, said, office.undo_seconds)
        await work.session.flush()
        return Finished(
            task.id, task.version, chosen.words.rstrip("…"), _undo_until(task, office.undo_seconds)
        )


def _undo_until(task: Task, seconds: float) -> datetime | None:
    if task.undo is None or task.finished_at is None:
        return None
    return task.finished_at + timedelta(seconds=seconds)


async def _finish(
    work: Work, task: Task, claim: Claim | None, chosen: Choice, said: FinishTask, undo_seconds: float
) -> None:
    today = await claims.today_of(work, task.practice_id)
    _complete(chosen, said, today)
    before, task.undo = remember_claim(claim) if claim else {}, None
    if said.outcome is Outcome.ASK_PROVIDER:
        await put(work, task, claim, Asked.PRACTICE, said.reason, said.until or today)
    else:
        _close(work, task, said)
        await settle(work, task, said)
        if task.kind is TaskKind.REVIEW_EMERGENCY:
            await write_review(work, task, said.reason)
        if claim is not None:
            await apply(Finish(work, task, claim, chosen, said, today))
    if said.note:
        await write(work, said.note, task=task)
    told = {"outcome": said.outcome, "kind": task.kind, "act": str(said.key)}
    work.record("finished", f"task:{task.id}", task.practice_id, **told)
    work.ring_task(task.id)
    work.ring_person(work.actor.id)  # who did it sees their own numbers move at once
    if claim is not None:
        work.wake(claims.workflow_id(claim.id), after=undo_seconds)
        if said.outcome not in MONEY_MOVES:
            version = claim.version + work.session.is_modified(claim)  # of the flush to come
            may_take_back(work, task, said.key, claim=before, version=version)


def _complete(chosen: Choice, said: FinishTask, today: date) -> None:
    """Refuse an outcome that lacks what it asks for."""
    missing = [each for each in chosen.asks if not getattr(said, each.value.replace(" ", "_"))]
    if missing:
        needed = " and ".join("a date" if each is Asks.UNTIL else f"a {each}" for each in missing)
        raise Refusal(f"“{chosen.words.rstrip('…')}” needs {needed}.")
    if Asks.UNTIL in chosen.asks and said.until is not None and said.until <= today:
        raise Refusal(f"Choose a day after today: {said.until} is not.")


def _close(work: Work, task: Task, said: FinishTask) -> None:
    task.state, task.outcome = TaskState.DONE, said.outcome
    task.finished_by, task.finished_at = work.actor.id, work.now
    task.snoozed_until = task.leased_by = task.leased_until = None
