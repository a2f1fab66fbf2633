"""From where somebody works: whether they sign in from there at all, and what is kept of a refusal."""

from uuid import UUID

from sqlalchemy import select, update

from activities.actors import CLAIMDESK, Actor
from activities.alerts import raise_alert
from activities.reach import is_offshore
from activities.transactions import Answer, Office, Work
from models.audit import OFFICE_CHAIN
from models.claims import Claim
from models.sites import Site
from models.tasks import Task
from models.users import LoginSession, User
from rules.access import Permission
from rules.alerts import AlertKind
from rules.errors import NotAllowed
from rules.offshore import is_at

ELSEWHERE = "This account works from its own site: sign in from there, or ask your administrator."


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


def stands_at(work: Work | Answer, site: Site, address: str) -> bool:
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
