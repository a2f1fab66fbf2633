"""Who is named in a file: people, organisations, their addresses and telephones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `zip` has five or nine digits without a dash."""

    line: str
    city: str
    state: str
    zip: str
    second_line: str = ""
    country: str = ""  # empty: United States


@dataclass(slots=True, unsafe_hash=True)
class Party:
    """A person, or an organisation, whose name is then `last`.

    A fact, not to be changed; not frozen, because every remittance claim names two and freezing makes
    that four times as slow.
    """

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_person: bool = True
    id: str = ""
    id_kind: str = ""  # XX NPI, MI member id, PI payer id, 46 submitter id, FI tax id

    @property
    def full_name(self) -> str:
        """As it is spoken: first, middle, last, suffix."""
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)

    @property
    def npi(self) -> str | None:
        return self.id if self.id_kind == "XX" and self.id else None


NOBODY = Party("")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call; empty where not given."""

    name: str = ""
    telephone: str = ""
    extension: str = ""
    email: str = ""
    fax: str = ""
