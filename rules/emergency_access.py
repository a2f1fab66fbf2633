"""Emergency access: which role may take which for an hour, and what a reason must say."""

from rules.access import Role
from rules.errors import Conflict

SHORTEST_REASON = 20  # characters: "urgent" explains nothing to whoever reviews it
ABOVE: dict[Role, tuple[Role, ...]] = {
    Role.BILLER: (Role.SUPERVISOR, Role.MANAGER),
    Role.POSTER: (Role.SUPERVISOR, Role.MANAGER),
    Role.CODER: (Role.SUPERVISOR, Role.MANAGER),
    Role.SUPERVISOR: (Role.MANAGER,),
}


def roles_for(role: Role) -> tuple[Role, ...]:
    """The roles that this one may take in an emergency; never an administrator's."""
    return ABOVE.get(role, ())


def must_be_reason(text: str) -> None:
    """Raises Conflict for a text that explains nothing."""
    if len(text.strip()) < SHORTEST_REASON:
        words = f"Say in a sentence why: {SHORTEST_REASON} characters or more, and no patient's name."
        raise Conflict(words).about("reason")
