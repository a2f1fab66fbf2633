"""The deadline board's rows as they are shown: whose they are, and who is asked when nothing happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.transactions import Work
from models import supervision
from models.deadline_rows import DeadlineRow
from models.rulebook import working_times
from models.team_people import names
from rules.escalation import Rung, chain_of, next_rung, times_with
from rules.follow_ups import Level, climbs_on

ASKED = {Level.OWNER: "", Level.SUPERVISOR: "before the supervisor", Level.MANAGER: "before the manager"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim of the board; `next_words` is empty where nobody is asked after this."""

    row: DeadlineRow
    stands: str  # before whom it stands already
    next_words: str
    next_on: date | None


async def shown(work: Work, rows: Sequence[DeadlineRow], today: date) -> list[Shown]:
    """The rows with their escalation; two statements for all of them."""
    rungs = await supervision.rungs(work.session)
    people = await names(work.session, [each.asks_id for each in rungs if each.asks_id])
    return [_shown(each, rungs, people, today) for each in rows]


def _shown(row: DeadlineRow, rungs: Sequence[Rung], people: Mapping[UUID, str], today: date) -> Shown:
    if row.task_id is None or row.due_on is None:
        return Shown(row, "nobody was asked", "", None)
    level = Level(row.level or 0)
    times = working_times(today)
    chain = chain_of(rungs, row.team_id, today, times)
    rung = next_rung(chain, level)
    if rung is None:
        return Shown(row, ASKED[level], "", None)
    who = f"the {rung.asks_role}" if rung.asks_role else people.get(rung.asks_id, "") if rung.asks_id else ""
    on = climbs_on(row.snoozed_until or row.due_on, level, times_with(chain, times))
    return Shown(row, ASKED[level], who, on)
