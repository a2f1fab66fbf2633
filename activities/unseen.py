"""Nobody keeps a task that they may not see any more from where they work."""

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.allocating import allocate_again
from activities.transactions import Office, Work
from models.rulebook import onshore_countries
from models.sites import Site
from models.tasks import Task
from models.users import User
from rules.tasks import LIVE


async def take_back(work: Work) -> int:
    """Tasks of people abroad go on to somebody else where rules and contracts closed; gives how many.

    `work` must see every practice and class.
    """
    await work.session.flush()
    theirs = select(Task.id).join(User, User.id == Task.owner_id).join(Site, Site.id == User.site_id)
    abroad = Site.country.not_in(onshore_countries(work.now.date()))
    ids = (await work.session.scalars(theirs.where(Task.state.in_(LIVE), abroad))).all()
    return await allocate_again(work, ids) if ids else 0


async def take_back_unseen(office: Office) -> int:
    """The same, each night: a rule or a term may have ended by its date."""
    async with office.begin(CLAIMDESK) as work:
        return await take_back(work)
