"""Where people work, and what contracts let them see from there: an administrator decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from uuid import UUID

from sqlalchemy import select, update

from activities.actors import Actor
from activities.one_row import locked
from activities.reach import is_offshore
from activities.receipts import first_time
from activities.transactions import Office, Work
from activities.unseen import take_back
from models.base import new_id
from models.payers import Payer
from models.practices import OFFICE, Practice
from models.sites import ContractTerm, Site
from models.users import LoginSession, User
from rules.access import Permission, Role, require
from rules.errors import Conflict, NotAllowed, Refusal, Unknown
from rules.offshore import Program

MOVED = "An administrator changed where you work: sign in again."


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A new place of work; `country` is two letters, `networks` as "203.0.113.0/24"."""

    key: UUID
    name: str
    country: str
    networks: Sequence[str]


@dataclass(frozen=True, slots=True)
class RecordTerm:
    """What a contract says about one program and state, in a country or at one of its sites."""

    key: UUID
    practice_id: UUID
    program: Program
    state: str
    country: str
    site_id: UUID | None
    allowed: bool
    source: str
    effective_from: date
    effective_to: date | None = None


async def open_site(office: Office, actor: Actor, said: OpenSite) -> None:
    """Raises NotAllowed, Conflict for a taken name, Refusal for a country or network that is none."""
    _must_manage_sites(actor)
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        if await work.session.scalar(select(Site.id).where(Site.name == said.name)):
            raise Conflict("There is a site of this name.").about("name")
        site = Site(id=new_id(), name=said.name, country=_letters(said.country, "country"))
        site.networks = _networks(said.networks)
        _must_have_networks(work, site)
        work.session.add(site)
        work.record("opened a site", f"site:{site.id}", country=site.country, networks=_plain(site))


async def change_networks(office: Office, actor: Actor, site_id: UUID, networks: Sequence[str]) -> None:
    """From where its people sign in; raises NotAllowed, Unknown, Refusal."""
    _must_manage_sites(actor)
    async with office.begin(actor) as work:
        site = await _one(work, site_id)
        before = _plain(site)
        site.networks = _networks(networks)
        _must_have_networks(work, site)
        work.record("changed a site", f"site:{site.id}", before=before, after=_plain(site))


async def work_from(office: Office, actor: Actor, user_id: UUID, site_id: UUID) -> None:
    """This person works at this site from now on; their sessions end. Raises NotAllowed or Unknown."""
    _must_manage_sites(actor)
    if user_id == actor.id:
        raise NotAllowed("Another administrator changes where you work.")
    async with office.begin(actor) as work:
        site = await _one(work, site_id)
        user = await work.session.get(User, user_id, with_for_update=True)
        if user is None or user.role == "system":
            raise Unknown("There is no such person.")
        before, user.site_id = user.site_id, site.id
        theirs = update(LoginSession).where(LoginSession.user_id == user_id)
        still = theirs.where(LoginSession.ended_because.is_(None))
        await work.session.execute(still.values(ended_because=MOVED))
        work.record("assigned a site", f"user:{user_id}", before=str(before), after=str(site.id))
        await take_back(work)


async def record_term(office: Office, actor: Actor, said: RecordTerm) -> None:
    """Keep what a contract says; it holds from the next request on. Raises NotAllowed, Unknown, Refusal."""
    _must_manage_sites(actor)
    if not said.source.strip():
        raise Refusal("Say where in the contract it stands.").about("source")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        is_none = said.practice_id == OFFICE
        if is_none or await work.session.get(Practice, said.practice_id) is None:
            raise Unknown("There is no such practice.")
        country = _letters(said.country, "country")
        if said.site_id is not None:
            country = (await _one(work, said.site_id)).country
        term = ContractTerm(
            id=new_id(),
            practice_id=said.practice_id,
            program=said.program.value,
            state=_letters(said.state, "state"),
            country=country,
            site_id=said.site_id,
            allowed=said.allowed,
            source=said.source.strip(),
            effective_from=said.effective_from,
            effective_to=said.effective_to,
            recorded_by=actor.id,
        )
        work.session.add(term)
        told = {"program": term.program, "state": term.state, "country": country, "allowed": said.allowed}
        work.record("recorded a contract term", f"term:{term.id}", said.practice_id, **told)
        await take_back(work)


async def end_term(office: Office, actor: Actor, term_id: UUID) -> None:
    """It held until yesterday, by its practice's day; the row stays. Raises NotAllowed or Unknown."""
    _must_manage_sites(actor)
    async with office.begin(actor) as work:
        term = await locked(work, ContractTerm, term_id, "There is no such contract term.")
        practice = await work.session.get_one(Practice, term.practice_id)
        term.effective_to = work.today(practice.time_zone) - timedelta(days=1)
        work.record("ended a contract term", f"term:{term.id}", term.practice_id)
        await take_back(work)


async def class_payer(office: Office, actor: Actor, payer_id: UUID, program: Program) -> None:
    """Say which program a payer belongs to; its claims and tasks follow. Raises NotAllowed, Unknown."""
    _must_manage_sites(actor)
    async with office.begin(actor) as work:
        payer = await locked(work, Payer, payer_id, "There is no such payer.")
        before, payer.access_program = payer.access_program, program.value
        work.record("classed a payer", f"payer:{payer_id}", before=before, after=program.value)
        await take_back(work)


def _must_manage_sites(actor: Actor) -> None:
    if actor.classes is not None:
        raise NotAllowed("Who may see what from abroad is decided in the United States.")
    if actor.role != "system":  # the command line acts as the office itself
        require(Role(actor.role), Permission.MANAGE_SITES)


async def _one(work: Work, site_id: UUID) -> Site:
    return await locked(work, Site, site_id, "There is no such site.")


def _letters(text: str, what: str) -> str:
    """Two capital letters. Raises Refusal."""
    short = text.strip().upper()
    if len(short) != 2 or not (short.isascii() and short.isalpha()):
        raise Refusal(f"A {what} is two letters, such as TX or PH.").about(what)
    return short


def _networks(texts: Sequence[str]) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(each.strip()) for each in texts if each.strip()]
    except ValueError:
        words = "A network is written as 203.0.113.0/24, one on each line."
        raise Refusal(words).about("networks") from None


def _must_have_networks(work: Work, site: Site) -> None:
    if is_offshore(work, site) and not site.networks:
        raise Refusal("A site abroad needs the networks its people sign in from.").about("networks")


def _plain(site: Site) -> list[str]:
    return [str(each) for each in site.networks]
