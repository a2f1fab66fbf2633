"""What the ledger says of the claims a chunk pays, locked, and kept up to date while the chunk is decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from activities.bulk import among
from models.claims import Claim
from models.ledger import JournalEntry, JournalLeg
from models.payers import Payer
from models.remittances import Posting, RemittanceClaim
from models.tasks import Task
from rules.claims import Stage
from rules.ledger import ZERO, Account, Leg
from rules.remittances import LATER, Legs, Standing
from rules.tasks import LIVE

RANKS = "PSTABCDEFGHU"  # SBR01: primary, secondary, tertiary, fourth...
OTHER_PAYERS = func.coalesce(Claim.form["other_payers"], func.jsonb_build_array())
COLUMNS = (
    Claim.id, Claim.patient_id, Claim.payer_id, Claim.stage, Claim.service_from, Claim.service_to,
    Claim.filed_on, Claim.filing_proof, Claim.payer_claim_number,
    Claim.form["subscriber"]["responsibility"].astext, OTHER_PAYERS,
)  # fmt: skip


@dataclass(slots=True)
class ClaimLedger:
    """One claim of ours and its balances; postings of the same chunk are laid over it one by one."""

    id: UUID
    patient_id: UUID
    payer_id: UUID
    stage: Stage
    service_from: date
    service_to: date
    filed_on: date | None
    filing_proof: str | None
    payer_claim_number: str | None
    rank: str | None
    other_payers: Sequence[Mapping[str, Any]]
    owed: dict[tuple[UUID | None, UUID | None], Decimal] = field(default_factory=dict)  # by payer and line
    patient: Decimal = ZERO
    was_paid: bool = False
    postings: list[Legs] = field(default_factory=list)
    cards: Mapping[str, UUID] = field(default_factory=dict)  # our payers by the id they go by

    def standing(self, status: str, told_by: UUID | None) -> Standing:
        """As posting asks, seen from the payer who speaks."""
        payer_id = self._speaker(status, told_by)
        following = self._next_payer(payer_id)
        own = {line: amount for (payer, line), amount in self.owed.items() if payer == payer_id}
        others = sum((amount for (payer, _), amount in self.owed.items() if payer != payer_id), ZERO)
        return Standing(
            payer_id=payer_id,
            owed=own,
            owed_by_others=others,
            patient=self.patient,
            has_next_payer=following is not None,
            next_payer_id=self.cards.get(following) if following else None,
            was_paid=self.was_paid,
            postings=tuple(self.postings),
        )

    def _speaker(self, status: str, told_by: UUID | None) -> UUID:
        """Whose money it is: the payer of the file where it owes here, else who must be meant."""
        owing = {payer for payer, _ in self.owed if payer is not None}
        if told_by in owing and told_by is not None:
            return told_by
        others = owing - {self.payer_id}
        return others.pop() if status in LATER and len(others) == 1 else self.payer_id

    def _next_payer(self, speaker: UUID) -> str | None:
        """The id of the payer whose turn comes after the speaker's; None: there is none on file."""
        ranked = {str(each["responsibility"]): str(each["payer"]["id"]) for each in self.other_payers}
        own = self.rank or "P"
        if speaker != self.payer_id:
            own = next((rank for rank, name in ranked.items() if self.cards.get(name) == speaker), own)
        later = [rank for rank in ranked if rank in RANKS and RANKS.index(rank) > RANKS.index(own)]
        return ranked[min(later, key=RANKS.index)] if later else None

    def lay(self, legs: Iterable[Leg]) -> None:
        """Take a posting of this chunk into account."""
        posted: dict[tuple[Account, UUID | None], Decimal] = defaultdict(Decimal)
        for leg in legs:
            posted[leg.account, leg.line_id] += leg.amount
            if leg.account is Account.INSURANCE:
                place = (leg.payer_id, leg.line_id)
                self.owed[place] = self.owed.get(place, ZERO) + leg.amount
            elif leg.account is Account.PATIENT:
                self.patient += leg.amount
            elif leg.account is Account.CASH and leg.amount > 0:
                self.was_paid = True
        self.postings.append({place: amount for place, amount in posted.items() if amount})

    @property
    def open_amount(self) -> Decimal:
        """What insurance still owes, all payers together."""
        return sum(self.owed.values(), ZERO)


async def lock_ledgers(
    session: AsyncSession, claim_ids: Iterable[UUID], reversed_ids: Iterable[UUID]
) -> dict[UUID, ClaimLedger]:
    """The claims by id, their live tasks and themselves locked in the order in which people lock them.

    `reversed_ids` are those of which earlier postings must be known, to see whether a reversal mirrors one.
    """
    ids = sorted(claim_ids)
    tasks = select(Task.id).where(among(Task.claim_id, ids), Task.state.in_(LIVE)).order_by(Task.id)
    await session.execute(tasks.with_for_update())
    locked = select(*COLUMNS).where(among(Claim.id, ids)).order_by(Claim.id).with_for_update()
    ledgers = {row[0]: ClaimLedger(*row) for row in await session.execute(locked)}
    await _read_balances(session, ledgers)
    await _read_payments(session, ledgers, set(reversed_ids))
    await _read_cards(session, ledgers)
    return ledgers


async def _read_balances(session: AsyncSession, ledgers: Mapping[UUID, ClaimLedger]) -> None:
    places = (JournalLeg.claim_id, JournalLeg.account, JournalLeg.payer_id, JournalLeg.claim_line_id)
    wanted = (
        among(JournalLeg.claim_id, ledgers),
        JournalLeg.account.in_([Account.INSURANCE, Account.PATIENT]),
    )
    sums = select(*places, func.sum(JournalLeg.amount)).where(*wanted).group_by(*places)
    for claim_id, account, payer_id, line_id, amount in await session.execute(sums):
        ledger = ledgers[cast(UUID, claim_id)]
        if account is Account.INSURANCE:
            ledger.owed[payer_id, line_id] = amount
        else:
            ledger.patient += amount


async def _read_payments(
    session: AsyncSession, ledgers: Mapping[UUID, ClaimLedger], reversed_ids: set[UUID]
) -> None:
    paid = select(RemittanceClaim.claim_id).where(
        among(RemittanceClaim.claim_id, ledgers),
        RemittanceClaim.state == Posting.POSTED,
        RemittanceClaim.paid > 0,
    )
    for claim_id in await session.scalars(paid.distinct()):
        ledgers[cast(UUID, claim_id)].was_paid = True
    if not reversed_ids:
        return
    columns = (JournalLeg.claim_id, JournalLeg.entry_id, JournalLeg.account, JournalLeg.claim_line_id)
    legs = select(*columns, func.sum(JournalLeg.amount)).join(
        JournalEntry, JournalEntry.id == JournalLeg.entry_id
    )
    wanted = legs.where(among(JournalEntry.claim_id, reversed_ids), JournalEntry.kind == "payment")
    entries: dict[UUID, dict[tuple[Account, UUID | None], Decimal]] = defaultdict(dict)
    owners: dict[UUID, UUID] = {}
    moved = wanted.group_by(*columns).having(func.sum(JournalLeg.amount) != 0)
    for claim_id, entry_id, account, line_id, amount in await session.execute(moved):
        entries[entry_id][account, line_id] = amount
        owners[entry_id] = cast(UUID, claim_id)
    for entry_id, claim_id in owners.items():
        ledgers[claim_id].postings.append(entries[entry_id])


async def _read_cards(session: AsyncSession, ledgers: Mapping[UUID, ClaimLedger]) -> None:
    named = {str(each["payer"]["id"]) for ledger in ledgers.values() for each in ledger.other_payers}
    if not named:
        return
    rows = await session.execute(select(Payer.payer_id, Payer.id).where(Payer.payer_id.in_(named)))
    cards = dict(rows.all())
    for ledger in ledgers.values():
        ledger.cards = cards
