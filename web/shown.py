"""Which tasks each login was shown already: a list that looks again by itself tells the trail what is new."""

from collections import OrderedDict
from collections.abc import Collection
from uuid import UUID

LOGINS = 500  # remembered at once; who was forgotten is told of once more
TASKS = 5_000  # of one login


class Shown:
    """The memory of one web process; another process, or the next one, tells the trail again."""

    def __init__(self) -> None:
        self.logins: OrderedDict[str, set[UUID]] = OrderedDict()

    def new(self, login: str, tasks: Collection[UUID]) -> list[UUID]:
        """Those of these tasks that this login was not shown yet, in their order."""
        known = self.logins.get(login, set())
        return [each for each in tasks if each not in known]

    def keep(self, login: str, tasks: Collection[UUID]) -> None:
        """The trail holds that this login was shown these."""
        known = self.logins.setdefault(login, set())
        self.logins.move_to_end(login)
        if len(known) + len(tasks) > TASKS:
            known.clear()
        known.update(tasks)
        if len(self.logins) > LOGINS:
            self.logins.popitem(last=False)
