"""Who acts: a signed-in person with their practices, or the office's own workflows."""

from dataclasses import dataclass
from uuid import UUID

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


CLAIMDESK = Actor(SYSTEM, "Claimdesk", "system", None, None)
