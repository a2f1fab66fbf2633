"""A site abroad with a person in it, and what contracts let them see."""

from collections.abc import Sequence
from datetime import date
from ipaddress import ip_network
from uuid import UUID

from argon2 import PasswordHasher

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.base import new_id
from models.sites import ContractTerm, Site
from models.users import SYSTEM, Membership, User
from rules.access import Role

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "quiet river stone"  # noqa: S105 - opens only invented offices
HERE = ("127.0.0.0/8", "::1/128")


async def a_site(
    office: Office, name: str = "Manila", country: str = "PH", networks: Sequence[str] = HERE
) -> Site:
    """A place of work."""
    async with office.begin(CLAIMDESK) as work:
        site = Site(id=new_id(), name=name, country=country)
        site.networks = [ip_network(each) for each in networks]
        work.session.add(site)
    return site


async def a_term(
    office: Office,
    practice_id: UUID,
    program: str = "commercial",
    state: str = "TX",
    country: str = "PH",
    *,
    allowed: bool = True,
    effective_from: date = date(2026, 1, 1),
    effective_to: date | None = None,
) -> ContractTerm:
    """What a contract says."""
    async with office.begin(CLAIMDESK) as work:
        term = ContractTerm(
            id=new_id(),
            practice_id=practice_id,
            program=program,
            state=state,
            country=country,
            allowed=allowed,
            source="contract, section 7",
            effective_from=effective_from,
            effective_to=effective_to,
            recorded_by=SYSTEM,
        )
        work.session.add(term)
    return term


async def somebody_at(
    office: Office,
    site: Site,
    practices: Sequence[UUID],
    name: str = "Liza Santos",
    role: Role = Role.BILLER,
) -> UUID:
    """A person who works at this site for these practices."""
    async with office.begin(CLAIMDESK) as work:
        email = f"{name.split()[0].lower()}@desk.example"
        user = User(id=new_id(), email=email, name=name, role=role, site_id=site.id)
        user.password_hash = CHEAP.hash(PASSWORD)
        work.session.add(user)
        await work.session.flush()
        work.session.add_all(Membership(user_id=user.id, practice_id=each) for each in practices)
    return user.id
