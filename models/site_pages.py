"""What the screen of sites shows: who works where, what contracts say, which payers nobody classed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.listings import practices
from models.payers import Payer
from models.practices import Practice
from models.sites import ContractTerm, Site
from models.users import User
from rules.offshore import Program


@dataclass(frozen=True, slots=True)
class TermRow:
    """A contract term with the practice it binds and the site it names, if it names one."""

    term: ContractTerm
    practice: Practice
    site: str | None


@dataclass(frozen=True, slots=True)
class Sites:
    """Everything the screen needs, each list by name."""

    sites: Sequence[Site]
    people: Sequence[User]
    terms: list[TermRow]
    practices: Sequence[Practice]
    unclassed: Sequence[Payer]

    def people_of(self, site: Site) -> list[User]:
        return [each for each in self.people if each.site_id == site.id]


async def read(session: AsyncSession) -> Sites:
    """In five queries, however many there are."""
    people = select(User).where(User.role != "system", User.active).order_by(User.name)
    terms = (
        select(ContractTerm, Practice, Site.name)
        .join(Practice, Practice.id == ContractTerm.practice_id)
        .outerjoin(Site, Site.id == ContractTerm.site_id)
        .order_by(Practice.name, ContractTerm.program, ContractTerm.state, ContractTerm.effective_from)
    )
    unclassed = select(Payer).where(Payer.access_program == Program.UNKNOWN).order_by(Payer.name)
    return Sites(
        (await session.scalars(select(Site).order_by(Site.name))).all(),
        (await session.scalars(people)).all(),
        [TermRow(*row) for row in await session.execute(terms)],
        await practices(session),
        (await session.scalars(unclassed)).all(),
    )
