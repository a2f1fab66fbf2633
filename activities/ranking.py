"""The order of the queue, judged again as days pass: what is nearer to its deadline comes first."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from models.practices import Practice
from models.rulebook import priority_points
from models.tasks import Task
from rules.priority import facts_of, priority
from rules.tasks import LIVE

CHUNK = 1000
FIRST = UUID(int=0)
MOVE = (
    update(Task.__table__)  # type: ignore[arg-type]  # a table is what Core updates
    .where(Task.__table__.c.id == bindparam("task"))
    .values(priority=bindparam("score"), priority_reasons=bindparam("why"))
)  # past the version: an open page is not stale because the list moved


async def rank_tasks(office: Office, chunk: int = CHUNK) -> int:
    """Judge every live task by its practice's today, a chunk at a time; gives how many moved."""
    moved, after = 0, FIRST
    while True:
        async with office.begin(CLAIMDESK) as work:
            rows = (await work.session.execute(_page(after, chunk))).all()
            changes = [change for row in rows if (change := _change(work, row))]
            if changes:
                connection = await work.session.connection()
                await connection.execute(MOVE, changes)
        moved += len(changes)
        if len(rows) < chunk:
            return moved
        after = rows[-1].id


def _page(after: UUID, chunk: int) -> Any:
    facts = (
        Task.id, Task.kind, Task.due_on, Task.deadline_on, Task.money, Task.level, Task.priority, Task.detail,
        Task.service_on, Task.promised_on,
    )  # fmt: skip
    live = select(*facts, Practice.time_zone).join(Practice, Practice.id == Task.practice_id)
    return live.where(Task.state.in_(LIVE), Task.id > after).order_by(Task.id).limit(chunk)


def _change(work: Work, row: Any) -> dict[str, Any] | None:
    today = work.today(row.time_zone)
    judged = priority(facts_of(row), today, priority_points(today))
    if judged.score == row.priority:
        return None
    return {"task": row.id, "score": judged.score, "why": list(judged.reasons)}
