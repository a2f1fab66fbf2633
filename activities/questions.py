"""Asking the provider's office or the coder, and taking the answer: the task waits on them in between."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from activities import claims, tasks
from activities.actors import Actor
from activities.next_task import PUT_AWAY, must_be_given
from activities.notes import write
from activities.receipts import first_time
from activities.transactions import Office, Work
from models.claims import Claim
from models.questions import Question
from models.tasks import Task
from rules.claims import TURN_OF_STAGE, Turn
from rules.errors import Conflict, Refusal
from rules.follow_ups import snooze_until
from rules.questions import Asked
from rules.tasks import OFFICE_WIDE, TaskState

NO_ANSWER = "No answer came."


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Ask somebody else and let the task wait until the answer is due."""

    key: UUID
    task_id: UUID
    version: int
    asked: Asked
    body: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """What they answered; the task comes back to whoever keeps the answer."""

    key: UUID
    task_id: UUID
    answer: str


async def ask_question(office: Office, actor: Actor, said: AskQuestion) -> date:
    """The task waits on them, at the latest until its deadline; gives that day.

    Raises Stale for an old page, Refusal without a question, Conflict for a day that is over.
    """
    async with office.begin(actor) as work:
        fresh = await first_time(work, said.key, said)
        task, claim = await tasks.one_behind_its_claim(work, said.task_id, said.version if fresh else None)
        if fresh:
            await must_be_given(work, task)
            if task.kind in OFFICE_WIDE:
                raise Conflict("This concerns no practice: there is nobody to ask.")
            await put(work, task, claim, said.asked, said.body, said.answer_by)
            work.record("asked", f"task:{task.id}", task.practice_id, asked=said.asked)
            work.ring_task(task.id)
            if claim is not None:
                work.wake(claims.workflow_id(claim.id))
        return task.snoozed_until or said.answer_by


async def put(work: Work, task: Task, claim: Claim | None, asked: Asked, body: str, answer_by: date) -> None:
    """Keep the question within this transaction; an older one that stayed open got no answer."""
    if not body.strip():
        raise Refusal("Say what is asked.")
    today = await claims.today_of(work, task.practice_id)
    task.snoozed_until = snooze_until(answer_by, today, task.deadline_on)
    task.state, task.awaits = TaskState.WAITING_ON_PROVIDER, None
    task.leased_by = task.leased_until = None
    await _settle(work, task.id, NO_ANSWER)
    question = Question(
        practice_id=task.practice_id,
        task_id=task.id,
        asked=asked,
        body=body.strip(),
        asked_by=work.actor.id,
        asked_at=work.now,
        answer_by=task.snoozed_until,
    )
    work.session.add(question)
    await write(work, f"Asked the {asked}: {body.strip()}", task=task)
    if claim is not None and asked is Asked.PRACTICE:
        claim.turn = Turn.PROVIDER


async def answer_question(office: Office, actor: Actor, said: AnswerQuestion) -> None:
    """Keep the answer as a note; the task is open again and belongs to whoever took the answer.

    Raises Conflict when nothing was asked, Refusal without an answer.
    """
    if not said.answer.strip():
        raise Refusal("Write down what they answered.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        task, claim = await tasks.one_behind_its_claim(work, said.task_id)
        await must_be_given(work, task, PUT_AWAY)
        asked = await _settle(work, task.id, said.answer.strip())
        if asked is None:
            raise Conflict("Nothing is asked any more: the question was answered already.")
        await write(work, f"The {asked} answered: {said.answer.strip()}", task=task)
        if task.state is TaskState.WAITING_ON_PROVIDER:
            task.owner_id = actor.id
            tasks.arrive(work, task, await claims.today_of(work, task.practice_id), "they answered")
        if claim is not None:
            claim.turn = TURN_OF_STAGE[claim.stage]
            work.wake(claims.workflow_id(claim.id))


async def _settle(work: Work, task_id: UUID, answer: str) -> Asked | None:
    """Close the open question of this task; gives whom it had asked, None when there was none."""
    still_open = select(Question).where(Question.task_id == task_id, Question.answered_at.is_(None))
    question = await work.session.scalar(still_open.with_for_update())
    if question is None:
        return None
    question.answer, question.answered_by, question.answered_at = answer, work.actor.id, work.now
    await work.session.flush()
    return question.asked


async def withdraw_question(work: Work, task_id: UUID) -> None:
    """The question was never asked: its finish is taken back."""
    await work.session.execute(
        delete(Question).where(Question.task_id == task_id, Question.answered_at.is_(None))
    )
