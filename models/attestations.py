"""What a client asks once a year about a site abroad: people, training, what they may see, refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditEvent
from models.practices import Practice
from models.sites import ContractTerm, Site
from models.training import TrainingAcknowledgement
from models.users import LoginSession, Membership, User


@dataclass(frozen=True, slots=True)
class PersonAt:
    """Somebody who works at the site; None: never trained, never here."""

    name: str
    role: str
    active: bool
    practices: int
    trained_at: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused to somebody of the site, without a patient in it."""

    at: datetime
    who: str
    what: str  # "task", "claim", "screen:/files": never an id
    because: str


@dataclass(frozen=True, slots=True)
class Period:
    """Days of UTC, both included."""

    since: date
    until: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        end = datetime.combine(self.until, time(0), UTC) + timedelta(days=1)
        return datetime.combine(self.since, time(0), UTC), end


async def people(session: AsyncSession, site_id: UUID) -> list[PersonAt]:
    """Everybody who is assigned to the site, by name."""
    practices = select(func.count()).where(Membership.user_id == User.id).scalar_subquery()
    read = func.max(TrainingAcknowledgement.acknowledged_at)
    trained = select(read).where(TrainingAcknowledgement.user_id == User.id).scalar_subquery()
    last = select(func.max(LoginSession.last_active_at)).where(LoginSession.user_id == User.id)
    found = select(User.name, User.role, User.active, practices, trained, last.scalar_subquery())
    rows = await session.execute(found.where(User.site_id == site_id).order_by(User.name))
    return [PersonAt(*row) for row in rows]


async def refusals(session: AsyncSession, site_id: UUID, period: Period) -> list[Refused]:
    """Every refusal to people of the site in the period, the oldest first."""
    since, until = period.bounds
    found = (
        select(AuditEvent.at, User.name, AuditEvent.subject, AuditEvent.detail)
        .join(User, User.id == AuditEvent.actor_id)
        .where(User.site_id == site_id, AuditEvent.action == "refused")
        .where(AuditEvent.at >= since, AuditEvent.at < until)
        .order_by(AuditEvent.at)
    )
    rows = await session.execute(found)
    return [
        Refused(at, who, _what(subject), str(detail.get("because", ""))) for at, who, subject, detail in rows
    ]


def _what(subject: str) -> str:
    kind, _, about = subject.partition(":")
    return f"screen {about}" if kind == "screen" else kind


async def terms(session: AsyncSession, site: Site) -> Sequence[tuple[ContractTerm, Practice]]:
    """What contracts say of the site's country, by practice."""
    found = select(ContractTerm, Practice).join(Practice, Practice.id == ContractTerm.practice_id)
    here = found.where(ContractTerm.country == site.country)
    rows = await session.execute(here.order_by(Practice.name, ContractTerm.program, ContractTerm.state))
    return [(term, practice) for term, practice in rows]
