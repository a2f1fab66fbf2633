"""One act on many marked tasks: each is its own transaction with its own result, as if done by hand."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from activities.actors import Actor
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.finishing import finish_task
from activities.holding import snooze_task, transfer_task
from activities.taking_back import OneOfMany, done_at, take_back
from activities.transactions import Office
from rules.errors import Conflict, Refusal
from rules.tasks import Awaited, TaskKind, bulk_choices

MOST = 500  # tasks of one act


@dataclass(frozen=True, slots=True)
class Marked:
    """A task as the list showed it: of another version it is refused, not overwritten."""

    id: UUID
    kind: TaskKind
    version: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one task."""

    task_id: UUID
    words: str
    is_done: bool


async def snooze_all(
    office: Office,
    actor: Actor,
    key: UUID,
    marked: Sequence[Marked],
    until: date | None,
    awaits: Awaited | None,
) -> list[Result]:
    """Put each aside, at most until its own deadline."""

    async def one(task: Marked) -> str:
        said = SnoozeTask(uuid5(key, str(task.id)), task.id, task.version, until, awaits)
        return f"put aside until {await snooze_task(office, actor, said)}"

    return await _each(marked, one)


async def transfer_all(
    office: Office, actor: Actor, key: UUID, marked: Sequence[Marked], to: UUID, reason: str
) -> list[Result]:
    """Hand each to a colleague who works for its practice."""

    async def one(task: Marked) -> str:
        said = TransferTask(uuid5(key, str(task.id)), task.id, task.version, to, reason)
        return f"handed to {await transfer_task(office, actor, said)}"

    return await _each(marked, one)


async def finish_all(
    office: Office, actor: Actor, said: FinishTask, marked: Sequence[Marked]
) -> list[Result]:
    """Give each the same outcome; `said` is the pattern, its key the one of the whole act.

    A task whose kind does not offer the outcome for many at once is refused by itself.
    """

    async def one(task: Marked) -> str:
        if said.outcome not in {each.outcome for each in bulk_choices([task.kind])}:
            raise Conflict(f"“{said.outcome}” is not given to many tasks of “{task.kind}” at once.")
        own = FinishTask(
            uuid5(said.key, str(task.id)), task.id, task.version, said.outcome,
            until=said.until, reference=said.reference, reason=said.reason,
        )  # fmt: skip
        return (await finish_task(office, actor, own)).words

    return await _each(marked, one)


async def undo_all(
    office: Office, actor: Actor, key: UUID, act: UUID, marked: Sequence[Marked]
) -> list[Result]:
    """Take back the act of this key on each task, where nobody has touched the task since.

    Its seconds run from the last of its tasks: the act was shown as done only then.
    """
    acts = {task.id: uuid5(act, str(task.id)) for task in marked}
    async with office.begin(actor) as work:
        ended = await done_at(work, acts)

    async def one(task: Marked) -> str:
        of = OneOfMany(acts[task.id], ended)
        await take_back(office, actor, uuid5(key, str(task.id)), task.id, of)
        return "taken back"

    return await _each(marked, one)


async def _each(marked: Sequence[Marked], deed: Callable[[Marked], Awaitable[str]]) -> list[Result]:
    """One after the other; what one is refused stops none of the others. Raises Refusal for too many."""
    if len(marked) > MOST:
        raise Refusal(f"At most {MOST} tasks can be changed at once: narrow the list.")
    results = []
    for task in marked:
        try:
            results.append(Result(task.id, await deed(task), is_done=True))
        except Refusal as refusal:
            results.append(Result(task.id, str(refusal), is_done=False))
    return results
