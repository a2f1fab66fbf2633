"""Nothing lost: every open claim has a next step, every task one owner of its kind, every cent its place."""

from dataclasses import dataclass

from sqlalchemy import TextClause, text

from activities.actors import CLAIMDESK
from activities.audit_check import verify_audit
from activities.transactions import Office

LIVE = "('open', 'snoozed', 'escalated', 'waiting on provider')"

CLAIM_WITHOUT_A_NEXT_STEP = text(f"""
    select 'claim:' || c.id from claim c
    where c.stage <> 'closed'
      and not exists (select from task t where t.claim_id = c.id and t.state in {LIVE})
      and not (c.stage = 'sent' and c.acknowledge_by is not null)
      and not (c.stage = 'accepted' and c.follow_up_on is not null)
      and not (c.stage = 'appealed' and c.decision_by is not null)
      and c.stage not in ('patient', 'ready', 'scrubbing')
""")  # noqa: S608 - LIVE is a constant of ours
CLAIM_IN_TWO_QUEUES = text(f"""
    select 'claim:' || claim_id from task where claim_id is not null and state in {LIVE}
      and kind not in ('provider adjustment', 'review reversal', 'map code')
    group by claim_id having count(*) > 1
""")  # noqa: S608 - LIVE is a constant of ours
TASK_OF_A_CLOSED_CLAIM = text(f"""
    select 'task:' || t.id from task t join claim c on c.id = t.claim_id
    where c.stage = 'closed' and t.state in {LIVE}
      and t.kind not in ('provider adjustment', 'review reversal', 'suspended payment')
""")  # noqa: S608 - LIVE is a constant of ours
ENTRY_OUT_OF_BALANCE = text("""
    select 'entry:' || entry_id from journal_leg group by entry_id having sum(amount) <> 0
""")
CLAIM_POSTED_TWICE = text("""
    select 'remittance_claim:' || min(id::text) from remittance_claim where state = 'posted'
    group by claim_key having count(*) > 1
""")
OPEN_AMOUNT_OFF = text("""
    select 'claim:' || c.id from claim c left join (
      select claim_id, sum(amount) as owed from journal_leg where account = 'insurance' group by claim_id
    ) l on l.claim_id = c.id
    where c.open_amount <> coalesce(l.owed, 0)
""")
# a second file about a payment that is in the ledger already waits for a person, without cash of its own
PAYMENT_NOT_ALL_THERE = text("""
    select 'remittance:' || r.id from remittance r
    where r.state in ('posted', 'suspended') and r.amount >= 0 and r.amount <> coalesce((
      select sum(l.amount) from journal_entry e join journal_leg l on l.entry_id = e.id
      where e.remittance_id = r.id and l.account = 'cash'), 0)
      and not (r.state = 'suspended' and exists (
        select from remittance other where other.id <> r.id and other.amount = r.amount
          and other.trace = r.trace and other.state in ('posted', 'suspended')))
""")
BATCH_WITHOUT_AN_ANSWER = text("""
    select 'batch:' || b.id from batch b where not exists (select from submission s where s.batch_id = b.id)
""")

CHECKS: dict[str, TextClause] = {
    "an open claim has a task, or waits on a named party until a date": CLAIM_WITHOUT_A_NEXT_STEP,
    "a claim is in one queue at a time": CLAIM_IN_TWO_QUEUES,
    "a closed claim has no task": TASK_OF_A_CLOSED_CLAIM,
    "every journal entry adds up to zero": ENTRY_OUT_OF_BALANCE,
    "no remittance claim posts twice": CLAIM_POSTED_TWICE,
    "a claim's open amount is what the ledger says": OPEN_AMOUNT_OFF,
    "every payment's cash is posted or set aside": PAYMENT_NOT_ALL_THERE,
    "every batch knows its claims": BATCH_WITHOUT_AN_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule of the house and what breaks it, by id; sound when the list is empty."""

    rule: str
    broken_by: tuple[str, ...]


async def examine(office: Office) -> list[Finding]:
    """Every check, sound ones too, the audit trail last."""
    findings = []
    async with office.begin(CLAIMDESK) as work:
        for rule, query in CHECKS.items():
            broken = sorted(await work.session.scalars(query))
            findings.append(Finding(rule, tuple(broken)))
    faults = [f"{each.practice_id}: {each.fault}" for each in await verify_audit(office) if each.fault]
    return [*findings, Finding("the audit trail is whole", tuple(faults))]
