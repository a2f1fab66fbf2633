"""What a finished task about money does to the ledger: a payment matched by hand, a code classed."""

from activities.commands import FinishTask
from activities.remittances_mapping import map_code
from activities.remittances_release import match_claim
from activities.transactions import Work
from models.tasks import Task
from rules.denials import Category
from rules.errors import Conflict, Refusal
from rules.tasks import Outcome


async def settle(work: Work, task: Task, said: FinishTask) -> None:
    """Post what waited on this answer; any other outcome moves no money.

    Raises what `match_claim` and `map_code` raise, and Refusal for a category there is none of.
    """
    if said.outcome is Outcome.MATCHED:
        if task.remittance_claim_id is None:
            raise Conflict("This task is about no single claim of a payment: it cannot be matched.")
        await match_claim(work, task.remittance_claim_id, said.claim_number)
    elif said.outcome is Outcome.MAPPED:
        try:
            category = Category(said.category)
        except ValueError as fault:
            raise Refusal("Choose one of the categories.") from fault
        await map_code(work, task, category)
