"""Large write-offs ask for the second factor again, wherever they are approved."""

from uuid import UUID

from models import rulebook
from models.tasks import Task
from rules.tasks import Outcome, TaskKind
from web.pages import Page


async def step_up_if_large(page: Page, task_id: UUID, outcome: Outcome) -> None:
    """Raises StepUp before the approval of a write-off beyond the office's limit."""
    if outcome is not Outcome.APPROVED or page.person.is_fresh:
        return
    async with page.office.begin(page.actor) as work:
        task = await work.session.get(Task, task_id)
        limits = rulebook.sign_in_limits(work.now.date())
    if task is not None and task.kind is TaskKind.APPROVE_WRITE_OFF and limits.is_large(task.money):
        page.step_up()
