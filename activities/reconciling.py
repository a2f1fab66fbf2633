"""Facts without a workflow are woken; workflows without facts are named."""

from sqlalchemy import text

from activities.actors import CLAIMDESK
from activities.transactions import Office

SHOULD_RUN = text("""
    select 'claim:' || id from claim where stage <> 'closed'
    union all select 'remittance:' || id from mailbox_file
      where kind = '835' and direction = 'in' and state = 'stored'
    union all select distinct 'remittance:' || file_id from remittance where state = 'staged'
    union all (select 'mail:office' from mail where sent_at is null and refused is null limit 1)
""")


async def should_run(office: Office) -> set[str]:
    """The ids of every workflow that the facts ask for."""
    async with office.begin(CLAIMDESK) as work:
        return set(await work.session.scalars(SHOULD_RUN))


async def wake_all(office: Office, names: set[str]) -> None:
    """Wake these workflows; the relay starts those that do not run."""
    async with office.begin(CLAIMDESK) as work:
        for name in sorted(names):
            work.wake(name)
