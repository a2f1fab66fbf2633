"""What a program's token may do: each scope is a part of what its person may do, never more."""

from collections.abc import Collection
from enum import StrEnum

from rules.access import Permission, Role, require
from rules.errors import NotAllowed


class Scope(StrEnum):
    """One kind of deed that a token may be given."""

    READ_QUEUES = "queues:read"
    READ_TASKS = "tasks:read"
    FINISH_TASKS = "tasks:finish"
    READ_CLAIMS = "claims:read"


NEEDS: dict[Scope, Permission] = {
    Scope.READ_QUEUES: Permission.WORK_TASKS,
    Scope.READ_TASKS: Permission.WORK_TASKS,
    Scope.FINISH_TASKS: Permission.WORK_TASKS,
    Scope.READ_CLAIMS: Permission.SEE_DEADLINES,
}
WORDS: dict[Scope, str] = {
    Scope.READ_QUEUES: "see how many tasks wait in each queue",
    Scope.READ_TASKS: "read tasks, without patients' names",
    Scope.FINISH_TASKS: "finish tasks",
    Scope.READ_CLAIMS: "look claims up by their number",
}


def require_scope(role: Role, scopes: Collection[str], scope: Scope) -> None:
    """Raises NotAllowed unless both the token and its person's role allow it."""
    if scope not in scopes:
        raise NotAllowed(f"This token may not do that: it lacks the scope {scope}.")
    require(role, NEEDS[scope])
