"""The practices we keep paid, and the people who treat their patients."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, ScalarSelect, cast, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from rules.access import REVIEWERS
from rules.time_zones import EARLIEST

OFFICE = UUID(int=0)  # the office itself: what concerns no practice, seen by those who review access
UNASSIGNED = UUID("00000000-0000-7000-8000-000000000001")  # money whose payee no practice claims yet
NO_CLIENTS = (OFFICE, UNASSIGNED)


class Practice(Base):
    """One client of the billing office; `time_zone` decides what "today" is for its claims."""

    __tablename__ = "practice"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    npi: Mapped[str | None] = mapped_column(unique=True)
    tax_id: Mapped[str | None]
    state: Mapped[str]
    time_zone: Mapped[str]


class Provider(Base):
    """A person who renders services in a practice."""

    __tablename__ = "provider"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), index=True)
    npi: Mapped[str]
    name: Mapped[str]
    taxonomy: Mapped[str | None]


def works_for(role: str, practices: Iterable[UUID]) -> frozenset[UUID]:
    """Their practices, and the office itself where a person's own role reviews access."""
    return frozenset({*practices, OFFICE} if role in REVIEWERS else practices)


def earliest_day(now: datetime) -> ScalarSelect[date]:
    """The earliest of the days that the practices in sight have; of none, the east coast's."""
    first = func.min(cast(func.timezone(Practice.time_zone, now), Date))
    of_none = cast(func.timezone(EARLIEST, now), Date)
    return select(func.coalesce(first, of_none)).where(Practice.id != OFFICE).scalar_subquery()
