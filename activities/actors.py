"""Who acts: a signed-in person with their practices, or the office's own workflows."""

from dataclasses import dataclass, replace
from uuid import UUID

from models.practices import OFFICE
from models.users import SYSTEM


@dataclass(frozen=True, slots=True)
class Actor:
    """`practices` None means every practice: only workflows and administrators' commands.

    `classes` are what may be seen from where this person works, "<practice>/medicaid/TX"; None: onshore, all.
    """

    id: UUID
    name: str
    role: str
    practices: frozenset[UUID] | None
    classes: frozenset[str] | None

    @property
    def fence(self) -> str:
        """The practices as row-level security reads them."""
        return "*" if self.practices is None else ",".join(sorted(map(str, self.practices)))

    @property
    def class_fence(self) -> str:
        """The classes as row-level security reads them."""
        return "*" if self.classes is None else ",".join(sorted(self.classes))

    @property
    def at_the_office(self) -> "Actor":
        """The same for one act that reaches the office's own rows, wherever they work."""
        practices = None if self.practices is None else self.practices | {OFFICE}
        return replace(self, practices=practices, classes=None)


CLAIMDESK = Actor(SYSTEM, "Claimdesk", "system", None, None)
