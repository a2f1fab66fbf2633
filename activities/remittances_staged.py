"""The staged claims of a payment as posting takes them up, a chunk at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from activities.bulk import among
from models.remittances import Posting, RemittanceClaim, RemittanceLine
from rules.matching import Told, ToldLine
from rules.remittances import PaidClaim, PaidLine, Reduction


@dataclass(slots=True)
class StagedLine:
    """One service as it was read; `line_id` is ours once it is matched."""

    id: UUID
    segment: int
    procedure: str
    modifiers: list[str]
    charge: Decimal
    paid: Decimal
    control: str
    sent: list[str]
    service_from: date | None
    adjustments: list[list[str]]
    remarks: list[str]
    line_id: UUID | None = None

    def told(self) -> ToldLine:
        """As matching asks: what we had sent, where that differs from what was paid."""
        code, *modifiers = self.sent or (self.procedure, *self.modifiers)
        return ToldLine(self.control, code, tuple(modifiers), self.service_from, self.charge)


@dataclass(slots=True)
class StagedClaim:
    """One claim as it was read; `claim_id` is ours once it is matched."""

    id: UUID
    claim_key: str
    segment: int
    number: str
    status: str
    charge: Decimal
    paid: Decimal
    payer_claim_number: str | None
    adjustments: list[list[str]]
    remarks: list[str]
    facts: dict[str, Any]
    lines: list[StagedLine] = field(default_factory=list)
    claim_id: UUID | None = None

    def told(self) -> Told:
        """As matching asks."""
        facts = self.facts
        return Told(
            frozenset(facts["member_ids"]),
            facts["last_name"],
            facts["first_name"],
            _day(facts["service_from"]),
            _day(facts["service_to"]),
            self.charge,
        )

    @property
    def payer_numbers(self) -> set[str]:
        """The payer's own numbers for the claim: this one and the one it corrects."""
        return {each for each in (self.payer_claim_number, self.facts["original_number"]) if each}

    def as_paid(self) -> PaidClaim:
        """As posting asks."""
        lines = tuple(
            PaidLine(
                each.line_id,
                each.charge,
                each.paid,
                each.segment,
                _reductions(each.adjustments),
                tuple(each.remarks),
            )
            for each in self.lines
        )
        facts, reductions, remarks = self.facts, _reductions(self.adjustments), tuple(self.remarks)
        return PaidClaim(
            self.status, self.charge, self.paid, self.segment, lines, reductions, remarks, facts["problem"]
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reductions(adjustments: Sequence[Sequence[str]]) -> tuple[Reduction, ...]:
    return tuple(Reduction(each[0], each[1], Decimal(each[2])) for each in adjustments)


CLAIM = (
    RemittanceClaim.id, RemittanceClaim.claim_key, RemittanceClaim.segment, RemittanceClaim.number,
    RemittanceClaim.status, RemittanceClaim.charge, RemittanceClaim.paid, RemittanceClaim.payer_claim_number,
    RemittanceClaim.adjustments, RemittanceClaim.remarks, RemittanceClaim.facts,
)  # fmt: skip
LINE = (
    RemittanceLine.id, RemittanceLine.segment, RemittanceLine.procedure, RemittanceLine.modifiers,
    RemittanceLine.charge, RemittanceLine.paid, RemittanceLine.control, RemittanceLine.sent,
    RemittanceLine.service_from, RemittanceLine.adjustments, RemittanceLine.remarks,
)  # fmt: skip


async def take_staged(session: AsyncSession, remittance_id: UUID, count: int) -> list[StagedClaim]:
    """The next claims in the order of the file."""
    staged = RemittanceClaim.remittance_id == remittance_id, RemittanceClaim.state == Posting.STAGED
    return await _claims(
        session, select(*CLAIM).where(*staged).order_by(RemittanceClaim.segment).limit(count)
    )


async def take_one(session: AsyncSession, remittance_claim_id: UUID) -> StagedClaim:
    """This claim, whatever became of it."""
    (found,) = await _claims(session, select(*CLAIM).where(RemittanceClaim.id == remittance_claim_id))
    return found


async def _claims(session: AsyncSession, wanted: Any) -> list[StagedClaim]:
    claims = [StagedClaim(*row) for row in await session.execute(wanted)]
    lines = await _lines(session, [claim.id for claim in claims])
    for claim in claims:
        claim.lines = lines.get(claim.id, [])
    return claims


async def _lines(session: AsyncSession, claim_ids: Sequence[UUID]) -> dict[UUID, list[StagedLine]]:
    found: dict[UUID, list[StagedLine]] = defaultdict(list)
    of_claims = select(RemittanceLine.remittance_claim_id, *LINE).where(
        among(RemittanceLine.remittance_claim_id, claim_ids)
    )
    for claim_id, *line in await session.execute(of_claims.order_by(RemittanceLine.segment)):
        found[claim_id].append(StagedLine(*line))
    return found
