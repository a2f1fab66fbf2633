"""Tasks that belong to no claim have no workflow: a sweep brings them back and lets them climb."""

from sqlalchemy import select

from activities import claims, escalation, tasks
from activities.absences import cover_absences
from activities.actors import CLAIMDESK
from activities.allocating import allocate_again
from activities.transactions import Office
from models.tasks import Task
from rules.tasks import LIVE


async def sweep_tasks(office: Office) -> int:
    """Look once at every live task without a claim, and cover whoever is away; gives the tasks' number."""
    async with office.begin(CLAIMDESK) as work:
        live = select(Task).where(Task.claim_id.is_(None), Task.state.in_(LIVE)).order_by(Task.id)
        found = list(await work.session.scalars(live.with_for_update(skip_locked=True)))
        before = {task.id: task.level for task in found}
        for task in found:
            today = await claims.today_of(work, task.practice_id)
            tasks.come_back(work, task, today)
            await escalation.climb(work, task, today)
        await allocate_again(work, [task.id for task in found if task.level > before[task.id]])
    await cover_absences(office)
    return len(found)
