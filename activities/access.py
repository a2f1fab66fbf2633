"""From where somebody works: which classes they may see there, and whether they sign in from there at all."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from activities.actors import CLAIMDESK, Actor
from activities.alerts import raise_alert
from activities.transactions import Office, Work
from models.audit import OFFICE_CHAIN
from models.claims import Claim
from models.practices import Practice
from models.rulebook import offshore_rules, onshore_countries
from models.sites import ContractTerm, Site
from models.tasks import Task
from models.users import LoginSession, Membership, User
from rules.access import Permission
from rules.alerts import AlertKind
from rules.errors import NotAllowed
from rules.offshore import Place, Term, entries, is_at

ELSEWHERE = "This account works from its own site: sign in from there, or ask your administrator."


def is_offshore(work: Work, site: Site) -> bool:
    """Outside the United States and their territories, by today's rules."""
    return site.country not in onshore_countries(work.now.date())


async def reach(work: Work, site: Site, practices: Collection[UUID] | None) -> frozenset[str] | None:
    """The classes that may be seen from this site, of these practices or of all; None: onshore, every class.

    `work` must see these practices.
    """
    if not is_offshore(work, site):
        return None
    found = select(ContractTerm, Practice.state).join(Practice, Practice.id == ContractTerm.practice_id)
    if practices is not None:
        found = found.where(ContractTerm.practice_id.in_(practices))
    rows = [(as_term(term), state) for term, state in await work.session.execute(found)]
    states = {term.practice_id: state for term, state in rows}
    terms = [term for term, _ in rows]
    return entries(offshore_rules(), terms, states, Place(site.id, site.country), work.now.date())


def as_term(row: ContractTerm) -> Term:
    """A contract term as the rules read it."""
    return Term(**{name: getattr(row, name) for name in Term.__slots__})


async def may_see(work: Work, user_id: UUID, practice_id: UUID, access_class: str) -> bool:
    """Whether this person works for the practice and may see this class from their site."""
    mine = select(Site).join(User, User.site_id == Site.id).join(Membership, Membership.user_id == User.id)
    found = mine.where(User.id == user_id, Membership.practice_id == practice_id)
    site = await work.session.scalar(found)
    if site is None:
        return False
    classes = await reach(work, site, [practice_id])
    return classes is None or f"{practice_id}/{access_class}" in classes


async def record_refusal(office: Office, actor: Actor, subject: str, why: str) -> None:
    """An offshore login was refused; told in the chain of the practice whose task or claim it was about."""
    async with office.begin(CLAIMDESK) as work:
        owner = await _practice_of(work, subject)
    async with office.begin(actor) as work:
        work.record("refused", subject, owner or OFFICE_CHAIN, because=why)


async def _practice_of(work: Work, subject: str) -> UUID | None:
    """Whose row this is; None when there is none, or when it belongs to no practice."""
    kind, _, about = subject.partition(":")
    if kind == "task":
        return await work.session.scalar(select(Task.practice_id).where(Task.id == UUID(about)))
    if kind == "claim":
        return await work.session.scalar(select(Claim.practice_id).where(Claim.id == UUID(about)))
    return None


def stands_at(work: Work, site: Site, address: str) -> bool:
    """Whether this address belongs to the site; an offshore site without networks has none."""
    return is_at(site.networks, address, is_offshore=is_offshore(work, site))


async def must_stand_at_site(office: Office, user: User, address: str) -> None:
    """Raises NotAllowed when somebody signs in from elsewhere than their site; the refusal is recorded."""
    async with office.begin(CLAIMDESK) as work:
        site = await work.session.get_one(Site, user.site_id)
        if stands_at(work, site, address):
            return
    await record_elsewhere(office, user, site, address)
    raise NotAllowed(ELSEWHERE)


async def record_elsewhere(office: Office, user: User, site: Site, address: str) -> None:
    """Somebody was not where they work: said in the trail, and their sessions end."""
    person = Actor(user.id, user.name, user.role, frozenset(), frozenset())
    async with office.begin(person) as work:
        theirs = update(LoginSession).where(
            LoginSession.user_id == user.id, LoginSession.ended_because.is_(None)
        )
        await work.session.execute(theirs.values(ended_because=ELSEWHERE))
        work.record("refused", f"site:{site.id}", address=address, site=site.name, because="another network")
        told = f"{user.name} was refused: not at {site.name}, where they work."
        to = Permission.MANAGE_USERS
        await raise_alert(work, AlertKind.LOGIN_MISMATCH, f"user:{user.id}", None, to=to, told=told)
