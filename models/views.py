"""The lists of the office, and how a link names one with its filter."""

from dataclasses import dataclass, replace

from models.filters import ANYTHING, Filter, read_filter
from rules.errors import Unknown
from rules.tasks import SECOND_PERSON, TaskKind, TaskState

ACTIVE = (TaskState.OPEN, TaskState.ESCALATED)


@dataclass(frozen=True, slots=True)
class View:
    """One list: the kinds it takes (None: all), the states, and whether others' own tasks are left out."""

    name: str
    title: str
    kinds: frozenset[TaskKind] | None = None
    states: tuple[TaskState, ...] = ACTIVE
    mine: bool = False
    second_person: bool = False
    narrow: Filter = ANYTHING

    def narrowed(self, narrow: Filter) -> "View":
        """The same list with a filter; states that it names come in place of the view's own."""
        states = narrow.state or self.states
        return replace(self, name=f"{self.name}{narrow}", states=states, narrow=narrow)


def _team(name: str, title: str, *kinds: TaskKind) -> View:
    return View(name, title, frozenset(kinds))


MINE = View("mine", "My queue", mine=True)
VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        MINE,
        View("all", "All work"),
        View("waiting", "Waiting on others", states=(TaskState.WAITING_ON_PROVIDER,)),
        View("snoozed", "Snoozed", states=(TaskState.SNOOZED,)),
        _team("deadlines", "Deadlines", TaskKind.FILING_DEADLINE, TaskKind.MISSED_DEADLINE),
        _team("denials", "Denials", TaskKind.WORK_DENIAL, TaskKind.WORK_UNDERPAYMENT, TaskKind.CHECK_APPEAL),
        _team("calls", "Call payer", TaskKind.CALL_PAYER, TaskKind.TRACE_PAYMENT, TaskKind.SEND_INFORMATION),
        _team("rejected", "Rejected", TaskKind.FIX_REJECTION, TaskKind.MISSING_ACKNOWLEDGEMENT),
        _team("fixes", "Fix claim", TaskKind.FIX_CLAIM),
        _team(
            "money",
            "Unmatched money",
            TaskKind.UNMATCHED_PAYMENT,
            TaskKind.SUSPENDED_PAYMENT,
            TaskKind.PROVIDER_ADJUSTMENT,
            TaskKind.REVIEW_REVERSAL,
            TaskKind.MAP_CODE,
        ),
        _team("file-problems", "File problems", TaskKind.FILE_PROBLEM),
        View("approvals", "Approvals", frozenset(SECOND_PERSON), second_person=True),
    )
}
TEAM = tuple(view for view in VIEWS.values() if view.kinds)


def view_at(place: str) -> View:
    """The view that a link means: "calls", or "calls;due=overdue". Raises Unknown when there is none."""
    base, _, narrow = place.partition(";")
    if base not in VIEWS:
        raise Unknown("There is no such list.")
    return VIEWS[base].narrowed(read_filter(narrow)) if narrow else VIEWS[base]
