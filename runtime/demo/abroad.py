"""The demo's site abroad: one contract lets it see commercial claims of one practice, and nothing else."""

from ipaddress import ip_network

from sqlalchemy import select

from activities.transactions import Work
from models.base import new_id
from models.practices import Practice
from models.sites import ContractTerm, Site
from models.users import SYSTEM, User

MANILA = "Manila"
LOOPBACK = ("127.0.0.0/8", "::1/128")  # the demo is reached from this machine alone
OPENED = "Cedar Sample Family Medicine"
PEOPLE = ("liza@demo.example",)


async def open_manila(work: Work) -> None:
    """The site, its people and the one contract term; done again, it changes nothing."""
    site = await work.session.scalar(select(Site).where(Site.name == MANILA))
    if site is None:
        site = Site(id=new_id(), name=MANILA, country="PH", networks=[ip_network(each) for each in LOOPBACK])
        work.session.add(site)
        await work.session.flush()
        practice = await work.session.scalar(select(Practice).where(Practice.name == OPENED))
        if practice is not None:
            work.session.add(_term(work, practice))
    for user in await work.session.scalars(select(User).where(User.email.in_(PEOPLE))):
        user.site_id = site.id


def _term(work: Work, practice: Practice) -> ContractTerm:
    return ContractTerm(
        practice_id=practice.id,
        program="commercial",
        state=practice.state,
        country="PH",
        allowed=True,
        source="Invented contract, section 7: commercial accounts, looking only",
        effective_from=work.now.date(),
        recorded_by=SYSTEM,
    )
