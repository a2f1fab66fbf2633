"""A file that could not be read whole becomes one task: claims may hang on it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from uuid import UUID

from activities import claims, tasks
from activities.files import Problem
from activities.transactions import Work
from models.files import MailboxFile
from models.practices import UNASSIGNED
from rules.tasks import TaskKind

SHOWN = 20  # problems in the task; all are on the file


async def ask_to_look(
    work: Work, file: MailboxFile, problems: Sequence[Problem], practices: Iterable[UUID]
) -> None:
    """One task for the file: of the practice that it speaks of, or of nobody's when there is not just one."""
    concerned = set(practices)
    practice_id = concerned.pop() if len(concerned) == 1 else UNASSIGNED
    today = await claims.today_of(work, practice_id)
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    new = tasks.NewTask(
        kind=TaskKind.FILE_PROBLEM,
        cause=f"file:{file.id}",
        ask=f"Look at this {file.kind} file: {problems[0].text.rstrip('.')}{more}",
        practice_id=practice_id,
        due_on=tasks.due_on(TaskKind.FILE_PROBLEM, today),
        file_id=file.id,
        detail={"problems": [asdict(each) for each in problems[:SHOWN]]},
    )
    await tasks.give(work, new, today)
