"""One box for everything: which claim, patient, payment or number somebody means."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.access import mine
from models.claims import Claim
from models.patients import Coverage, Patient
from models.payers import Payer
from models.remittances import Remittance
from rules.claims import Stage, Turn

MOST = 50
FEW = 8
LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found."""

    id: UUID
    number: str
    last_name: str
    first_name: str
    payer: str
    service_from: date
    charge: Decimal
    open_amount: Decimal
    stage: Stage
    turn: Turn


@dataclass(frozen=True, slots=True)
class PaymentHit:
    """A payment that was found by its trace or check number."""

    id: UUID
    trace: str
    payer: str
    paid_on: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and in what it was looked for."""

    looked_in: tuple[str, ...]
    claims: list[ClaimHit]
    payments: list[PaymentHit]


async def search(session: AsyncSession, words: str) -> Found:
    """Claims by number, payer's number, member id, patient or date of birth; payments by trace."""
    words = " ".join(words.split())
    born = _date(words)
    looked_in = ["our claim numbers", "payers' claim numbers", "member ids", "check and trace numbers"]
    conditions = [_by_number(words), _by_member(words)]
    if born:
        looked_in.append("dates of birth")
        conditions.append(Patient.birth_date == born)
    elif not any(each.isdigit() for each in words):
        looked_in.append("patients' names")
        conditions.append(_by_name(words))
    claims = [hit for each in conditions for hit in await _claims(session, each)]
    unique = list({hit.id: hit for hit in claims}.values())[:MOST]
    return Found(tuple(looked_in), unique, await _payments(session, words))


def _date(words: str) -> date | None:
    for pattern, order in ((r"(\d{4})-(\d\d?)-(\d\d?)", (0, 1, 2)), (r"(\d\d?)/(\d\d?)/(\d{4})", (2, 0, 1))):
        if match := re.fullmatch(pattern, words):
            parts = [int(match.groups()[place]) for place in order]
            try:
                return date(*parts)
            except ValueError:
                return None
    return None


def _by_number(words: str) -> ColumnElement[bool]:
    return or_(Claim.number == words, Claim.number == words.upper(), Claim.payer_claim_number == words)


def _by_member(words: str) -> ColumnElement[bool]:
    return Coverage.member_id == words.upper().replace(" ", "")


def _by_name(words: str) -> ColumnElement[bool]:
    """ "Reyes", "Reyes, Mar" or "Marisol Reyes"."""
    last, _, first = (part.strip().lower() for part in words.partition(","))
    if not first and " " in last:
        first, _, last = last.rpartition(" ")
    lower = func.lower(Patient.last_name)
    matches = (lower >= last) & (lower < last + LAST_LETTER)
    return matches & func.lower(Patient.first_name).startswith(first, autoescape=True) if first else matches


async def _claims(session: AsyncSession, condition: ColumnElement[bool]) -> list[ClaimHit]:
    found = (
        select(Claim.id, Claim.number, Patient.last_name, Patient.first_name, Payer.name, Claim.service_from)
        .add_columns(Claim.charge, Claim.open_amount, Claim.stage, Claim.turn)
        .join(Patient, Patient.id == Claim.patient_id)
        .join(Coverage, Coverage.id == Claim.coverage_id)
        .join(Payer, Payer.id == Claim.payer_id)
        .where(mine(Claim), condition)
        .order_by(Claim.service_from.desc(), Claim.id)
        .limit(MOST)
    )
    return [ClaimHit(*row) for row in (await session.execute(found)).all()]


async def candidates(
    session: AsyncSession, practice_id: UUID, last_name: str, charge: Decimal, number: str
) -> list[ClaimHit]:
    """Claims of this practice that an unmatched payment could be about: same number, or name, or charge."""
    same_name = func.lower(Patient.last_name) == last_name.lower()
    near = (Claim.number == number) | same_name | ((Claim.charge == charge) & (Claim.stage != Stage.CLOSED))
    return (await _claims(session, (Claim.practice_id == practice_id) & near))[:FEW]


async def _payments(session: AsyncSession, words: str) -> list[PaymentHit]:
    found = select(
        Remittance.id, Remittance.trace, Remittance.payer_name, Remittance.paid_on, Remittance.amount
    )
    same = found.where(Remittance.trace == words).order_by(Remittance.received_at.desc())
    return [PaymentHit(*row) for row in await session.execute(same.limit(MOST))]
