"""What somebody may see from where they work: onshore all, abroad what contracts and rules allow."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select

from activities.actors import Actor
from activities.transactions import Answer, Work
from models.claims import Claim
from models.practices import Practice, works_for
from models.rulebook import offshore_rules, onshore_countries
from models.sites import ContractTerm, Site
from models.tasks import Task
from models.users import Membership, User
from rules.access import Role
from rules.offshore import Place, Term, entries


class Located(Protocol):
    """A site, or what is known of one."""

    @property
    def id(self) -> UUID: ...
    @property
    def country(self) -> str: ...


def is_offshore(work: Work | Answer, site: Located) -> bool:
    """Outside the United States and their territories, by today's rules."""
    return site.country not in onshore_countries(work.now.date())


async def reach(work: Work, site: Located, practices: Collection[UUID] | None) -> frozenset[str] | None:
    """The classes that may be seen from this site, of these practices or of all; None: onshore, every class.

    A contract's days are those of its practice.
    `work` must see these practices.
    """
    if not is_offshore(work, site):
        return None
    found = select(ContractTerm, Practice.state, Practice.time_zone)
    found = found.join(Practice, Practice.id == ContractTerm.practice_id)
    if practices is not None:
        found = found.where(ContractTerm.practice_id.in_(practices))
    rows = (await work.session.execute(found)).all()
    theirs = {term.practice_id: (state, work.today(zone)) for term, state, zone in rows}
    terms = [as_term(term) for term, _, _ in rows]
    return entries(offshore_rules(), terms, theirs, Place(site.id, site.country))


def as_term(row: ContractTerm) -> Term:
    """A contract term as the rules read it."""
    return Term(**{name: getattr(row, name) for name in Term.__slots__})


async def blind_sites(
    work: Work, sites: Iterable[Site], practice_id: UUID | None, subject: str
) -> frozenset[UUID]:
    """Those of these sites from which this subject ("task:<id>", "claim:<id>") of a practice is not seen.

    As row-level security has it: abroad what is about no claim and no task of an allowed class is not there.
    """
    abroad = {each.id: each for each in sites if is_offshore(work, each)}
    if practice_id is None or not abroad:
        return frozenset()
    entry = f"{practice_id}/{await _class_of(work, subject)}"
    seen = {each: await reach(work, site, [practice_id]) or () for each, site in abroad.items()}
    return frozenset(each for each in abroad if entry not in seen[each])


async def _class_of(work: Work, subject: str) -> str | None:
    kind, _, about = subject.partition(":")
    if kind == "task":
        return await work.session.scalar(select(Task.access_class).where(Task.id == UUID(about)))
    if kind == "claim":
        return await work.session.scalar(select(Claim.access_class).where(Claim.id == UUID(about)))
    return None


async def actors_abroad(work: Work, people: Collection[UUID]) -> list[Actor]:
    """Those of these people who work abroad, with what they may see there; `work` sees everything."""
    ids = select(func.array_agg(Membership.practice_id)).where(Membership.user_id == User.id)
    found = select(User, Site, ids.scalar_subquery()).join(Site, Site.id == User.site_id)
    actors = []
    for user, site, mine in await work.session.execute(found.where(User.id.in_(people)).order_by(User.id)):
        practices = None if user.role == Role.ADMINISTRATOR else works_for(user.role, mine or ())
        classes = await reach(work, site, practices)
        if classes is not None:
            actors.append(Actor(user.id, user.name, user.role, practices, classes))
    return actors
