"""The attestation pack of a site abroad: gathered for a client's yearly review, without a patient in it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from activities.actors import Actor
from activities.reach import as_term, is_offshore
from activities.transactions import Office, Work
from models import attestations
from models.attestations import Period, PersonAt, Refused
from models.rulebook import offshore_rules
from models.sites import Site
from rules.access import Permission, Role, may
from rules.errors import NotAllowed, Refusal, Unknown
from rules.offshore import Place, judge


@dataclass(frozen=True, slots=True)
class Access:
    """One class of one practice: seen or refused from the site, and the rule that says so."""

    practice: str
    program: str
    state: str
    allowed: bool
    rule: str
    why: str
    contract: str
    since: date


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that is attested, as of `made_at`."""

    site: str
    country: str
    networks: tuple[str, ...]
    period: Period
    made_at: datetime
    made_by: str
    people: list[PersonAt]
    access: list[Access]
    refusals: list[Refused]


async def attest(office: Office, actor: Actor, site_id: UUID, period: Period) -> Pack:
    """Gather the pack; it is recorded as an export. Raises NotAllowed, Refusal or Unknown."""
    if actor.classes is not None or not _may_attest(Role(actor.role)):
        raise NotAllowed("Who manages sites or reads the trail, in the United States, takes this out.")
    if period.until < period.since:
        raise Refusal("The period ends before it begins.")
    async with office.begin(Actor(actor.id, actor.name, actor.role, None, None)) as work:
        site = await work.session.get(Site, site_id)
        if site is None or not is_offshore(work, site):
            raise Unknown("There is no such site abroad.")
        pack = Pack(
            site=site.name,
            country=site.country,
            networks=tuple(str(each) for each in site.networks),
            period=period,
            made_at=work.now,
            made_by=actor.name,
            people=await attestations.people(work.session, site_id),
            access=await _access(work, site),
            refusals=await attestations.refusals(work.session, site_id, period),
        )
        work.record("exported", f"site:{site_id}", since=str(period.since), until=str(period.until))
    return pack


def _may_attest(role: Role) -> bool:
    return may(role, Permission.MANAGE_SITES) or may(role, Permission.READ_AUDIT)


async def _access(work: Work, site: Site) -> list[Access]:
    found = await attestations.terms(work.session, site)
    place, told = Place(site.id, site.country), []
    for row, practice in found:
        own, today = as_term(row), work.today(practice.time_zone)
        if not own.reaches(place, today):
            continue
        terms = [as_term(each) for each, other in found if other.id == practice.id]
        said = judge(offshore_rules(), terms, own.access_class, practice.state, place, today)
        told.append(
            Access(
                practice=practice.name,
                program=own.program,
                state=own.state,
                allowed=said.allowed,
                rule=said.by,
                why=said.why,
                contract=own.source,
                since=own.effective_from,
            )
        )
    return told
