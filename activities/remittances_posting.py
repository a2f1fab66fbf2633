"""Posting one chunk of a payment: matched, decided by the rules, and written in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from activities import bulk
from activities.journal import business_days
from activities.remittances_matching import match_claims, match_services
from activities.remittances_outcomes import Decided, move_claims
from activities.remittances_staged import StagedClaim, take_staged
from activities.remittances_standing import lock_ledgers
from activities.remittances_tasks import give_tasks
from activities.transactions import Work
from models.base import new_id
from models.claims import Claim
from models.payers import Payer
from models.remittances import MappedReason, Posting, Remittance, RemittanceClaim
from models.rulebook import posting_rules
from rules.ledger import Leg
from rules.posting import judge_claim
from rules.posting_book import Book, decided_class
from rules.remittances import REVERSAL

CHUNK = 500
ENTRY = (
    "id", "practice_id", "kind", "cause", "claim_id", "remittance_id", "remittance_claim_id", "posted_on",
    "memo",
)  # fmt: skip
LEG = (
    "id", "practice_id", "entry_id", "account", "amount", "claim_id", "claim_line_id", "payer_id", "segment",
)  # fmt: skip
KINDS = {Posting.POSTED: "payment", Posting.SUSPENDED: "suspension", Posting.UNMATCHED: "suspension"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The payment whose chunk is being posted, the practice's day, and the payer's book."""

    work: Work
    payment: Remittance
    today: date
    book: Book


async def desk_of(work: Work, payment: Remittance) -> Desk:
    """Ready to post claims of this payment, with what the office itself decided about the payer's reasons."""
    today = (await business_days(work, [payment.practice_id]))[payment.practice_id]
    payer = await work.session.get(Payer, payment.payer_id) if payment.payer_id else None
    if payer is None:
        return Desk(work, payment, today, posting_rules().book(today))
    mapped = await work.session.scalars(select(MappedReason).where(MappedReason.payer_id == payer.id))
    own = [
        decided_class(payer.payer_id, each.group_code, each.carc, each.category, each.decided_on)
        for each in mapped
    ]
    return Desk(work, payment, today, posting_rules().with_classes(own).book(today, payer.payer_id))


async def post_chunk(work: Work, remittance_id: UUID) -> int:
    """Post the next staged claims of a payment that stands; how many they were, 0 at its end."""
    payment = await work.session.get(Remittance, remittance_id, with_for_update=True)
    if payment is None or payment.state is not Posting.POSTED:
        return 0
    staged = await take_staged(work.session, remittance_id, CHUNK)
    if not staged:
        return 0
    known = await _posted_before(work.session, payment, staged)
    fresh = [each for each in staged if each.claim_key not in known]
    await match_claims(work.session, payment.practice_id, fresh)
    await match_services(work.session, fresh)
    await _know_payer(work.session, payment, fresh)
    desk = await desk_of(work, payment)
    decided = await decide(desk, fresh)
    again = [
        (each.id, Posting.DUPLICATE.value, None, "The same claim of the same payment came before.")
        for each in staged
        if each.claim_key in known
    ]
    await write(desk, decided, again)
    work.record("posted", f"remittance:{payment.id}", payment.practice_id, claims=len(staged))
    return len(staged)


async def _posted_before(
    session: AsyncSession, payment: Remittance, staged: Sequence[StagedClaim]
) -> set[str]:
    """Claim keys that another file brought already."""
    keys = [each.claim_key for each in staged]
    settled = [Posting.POSTED, Posting.SUSPENDED, Posting.UNMATCHED, Posting.NOTED]
    others = select(RemittanceClaim.claim_key).where(
        bulk.among(RemittanceClaim.claim_key, keys),
        RemittanceClaim.remittance_id != payment.id,
        RemittanceClaim.state.in_(settled),
    )
    return set(await session.scalars(others))


async def _know_payer(session: AsyncSession, payment: Remittance, staged: Sequence[StagedClaim]) -> None:
    """A payer that goes by no name we know is the one to whom its claims went."""
    matched = [each.claim_id for each in staged if each.claim_id]
    if payment.payer_id is None and matched:
        payers = await session.scalars(select(Claim.payer_id).where(bulk.among(Claim.id, matched)).distinct())
        found = payers.all()
        payment.payer_id = found[0] if len(found) == 1 else None


async def decide(desk: Desk, staged: Sequence[StagedClaim]) -> list[Decided]:
    """The verdicts in the order of the file; each sees what the ones before it posted."""
    matched = {each.claim_id for each in staged if each.claim_id}
    reversals = {each.claim_id for each in staged if each.claim_id and each.status == REVERSAL}
    ledgers = await lock_ledgers(desk.work.session, matched, reversals) if matched else {}
    decided = []
    for each in staged:
        ledger = ledgers.get(each.claim_id) if each.claim_id else None
        standing = ledger.standing(each.status, desk.payment.payer_id) if ledger else None
        verdict = judge_claim(each.as_paid(), standing, desk.book)
        if ledger is not None and verdict.posting is Posting.POSTED:
            ledger.lay(verdict.legs)
        decided.append(Decided(each, ledger, verdict))
    return decided


async def write(desk: Desk, decided: Sequence[Decided], again: Sequence[bulk.Row] = ()) -> None:
    """The entries, what became of each claim and line, where our claims stand now, and the tasks."""
    session = desk.work.session
    await write_entries(desk, decided)
    states = [
        (each.staged.id, each.verdict.posting.value, each.staged.claim_id, each.verdict.reason)
        for each in decided
    ]
    await bulk.update(session, "remittance_claim", ("state", "claim_id", "reason"), [*states, *again])
    lines = [(line.id, line.line_id) for each in decided for line in each.staged.lines if line.line_id]
    await bulk.update(session, "remittance_line", ("claim_line_id",), lines)
    await move_claims(desk.work, desk.payment, desk.today, decided)
    await give_tasks(desk.work, desk.payment, desk.today, decided)


async def write_entries(desk: Desk, decided: Sequence[Decided]) -> None:
    """One entry a verdict with legs; a cause that was posted before posts nothing."""
    entries = {
        f"{KINDS[each.verdict.posting]}:{each.staged.claim_key}": (new_id(), each)
        for each in decided
        if each.verdict.legs
    }
    rows = [_entry(desk, cause, entry_id, each) for cause, (entry_id, each) in entries.items()]
    fresh = await bulk.insert(desk.work.session, "journal_entry", ENTRY, rows, once="cause")
    legs = [
        _leg(desk, entries[cause][0], _booked_on(entries[cause][1]), leg)
        for cause in fresh
        for leg in entries[cause][1].verdict.legs
    ]
    await bulk.insert(desk.work.session, "journal_leg", LEG, legs)


def _entry(desk: Desk, cause: str, entry_id: UUID, each: Decided) -> bulk.Row:
    payment = desk.payment
    kind, claim_id = KINDS[each.verdict.posting], _booked_on(each)
    memo = each.verdict.reason
    return (
        entry_id, payment.practice_id, kind, cause, claim_id, payment.id, each.staged.id, desk.today, memo,
    )  # fmt: skip


def _booked_on(each: Decided) -> UUID | None:
    """Money that waits is on no claim's account yet."""
    return each.staged.claim_id if each.verdict.posting is Posting.POSTED else None


def _leg(desk: Desk, entry_id: UUID, claim_id: UUID | None, leg: Leg) -> bulk.Row:
    payer = leg.payer_id or (None if claim_id else desk.payment.payer_id)
    return (
        new_id(), desk.payment.practice_id, entry_id, leg.account.value, leg.amount, claim_id, leg.line_id,
        payer, leg.segment,
    )  # fmt: skip
