"""Lists for screens, each a page by key: files, remittances, payers, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.access import mine
from models.claims import Claim
from models.files import FileState, MailboxFile
from models.payers import Payer
from models.practices import OFFICE, Practice
from models.remittances import ProviderAdjustment, Remittance, RemittanceClaim, RemittanceLine
from models.tasks import Task
from models.users import LoginSession, Membership, User
from rules.claims import Stage
from rules.tasks import LIVE

PAGE = 50


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a page of a list by time ended."""

    at: datetime
    id: UUID


async def files(
    session: AsyncSession, state: FileState | None = None, after: Moment | None = None
) -> Sequence[MailboxFile]:
    """Files the newest first, one more than a page when there are more."""
    found = select(MailboxFile)
    if state:
        found = found.where(MailboxFile.state == state)
    if after:
        found = found.where(tuple_(MailboxFile.received_at, MailboxFile.id) < (after.at, after.id))
    newest = found.order_by(MailboxFile.received_at.desc(), MailboxFile.id.desc())
    return (await session.scalars(newest.limit(PAGE + 1))).all()


async def remittances(
    session: AsyncSession, after: Moment | None = None
) -> list[tuple[Remittance, int, int]]:
    """Payments the newest first, each with how many claims it names and how many of them wait."""
    claims = select(func.count()).where(RemittanceClaim.remittance_id == Remittance.id)
    waiting = claims.where(RemittanceClaim.state.in_(("suspended", "unmatched")))
    found = select(Remittance, claims.scalar_subquery(), waiting.scalar_subquery())
    if after:
        found = found.where(tuple_(Remittance.received_at, Remittance.id) < (after.at, after.id))
    newest = found.order_by(Remittance.received_at.desc(), Remittance.id.desc())
    rows = await session.execute(newest.limit(PAGE + 1))
    return [(remittance, count, held) for remittance, count, held in rows]


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """One claim of a remittance with its lines and our own claim's number."""

    claim: RemittanceClaim
    ours: str | None
    lines: list[RemittanceLine]


async def claims_of(session: AsyncSession, remittance_id: UUID, after: int = 0) -> list[PaidClaim]:
    """The claims of one payment in file order after a segment, one more than a page when there are more."""
    mine = (
        select(RemittanceClaim, Claim.number)
        .outerjoin(Claim, Claim.id == RemittanceClaim.claim_id)
        .where(RemittanceClaim.remittance_id == remittance_id, RemittanceClaim.segment > after)
    )
    rows = (await session.execute(mine.order_by(RemittanceClaim.segment).limit(PAGE + 1))).all()
    lines: dict[UUID, list[RemittanceLine]] = {claim.id: [] for claim, _ in rows}
    theirs = select(RemittanceLine).where(RemittanceLine.remittance_claim_id.in_(lines))
    for line in await session.scalars(theirs.order_by(RemittanceLine.segment)):
        lines[line.remittance_claim_id].append(line)
    return [PaidClaim(claim, ours, lines[claim.id]) for claim, ours in rows]


async def provider_adjustments(session: AsyncSession, remittance_id: UUID) -> Sequence[ProviderAdjustment]:
    """Money of this payment outside claims, in file order."""
    mine = select(ProviderAdjustment).where(ProviderAdjustment.remittance_id == remittance_id)
    return (await session.scalars(mine.order_by(ProviderAdjustment.segment, ProviderAdjustment.place))).all()


@dataclass(frozen=True, slots=True)
class PayerRow:
    """A payer with what it owes us now."""

    payer: Payer
    claims: int
    money: Decimal
    tasks: int


async def payers(session: AsyncSession) -> list[PayerRow]:
    """Every payer by name, with open claims, the money in them, and the tasks that wait."""
    owed = (
        select(Claim.payer_id, func.count().label("claims"), func.sum(Claim.open_amount).label("money"))
        .where(mine(Claim), Claim.stage.not_in((Stage.CLOSED, Stage.PATIENT)))
        .group_by(Claim.payer_id)
        .subquery()
    )
    work = select(Task.payer_id, func.count().label("tasks")).where(mine(Task), Task.state.in_(LIVE))
    waiting = work.group_by(Task.payer_id).subquery()
    found = (
        select(Payer, owed.c.claims, owed.c.money, waiting.c.tasks)
        .outerjoin(owed, owed.c.payer_id == Payer.id)
        .outerjoin(waiting, waiting.c.payer_id == Payer.id)
        .order_by(Payer.name)
    )
    rows = await session.execute(found)
    return [
        PayerRow(payer, claims or 0, money or Decimal(0), tasks or 0) for payer, claims, money, tasks in rows
    ]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the practices they work for and when they were last here."""

    user: User
    practices: list[UUID]
    last_seen: datetime | None


async def people(session: AsyncSession) -> list[PersonRow]:
    """Everybody who can or could sign in, by name."""
    ids = select(func.array_agg(Membership.practice_id)).where(Membership.user_id == User.id)
    seen = select(func.max(LoginSession.last_active_at)).where(LoginSession.user_id == User.id)
    found = select(User, ids.scalar_subquery(), seen.scalar_subquery()).where(User.role != "system")
    rows = await session.execute(found.order_by(User.active.desc(), User.name))
    return [PersonRow(user, list(practices or ()), last) for user, practices, last in rows]


async def practices(session: AsyncSession) -> Sequence[Practice]:
    """The practices this reader may see, by name; people work for them, and none for the office itself."""
    found = select(Practice).where(Practice.id != OFFICE)
    return (await session.scalars(found.order_by(Practice.name))).all()
