"""Where people work, and what each practice's contract lets them see from there."""

from datetime import date
from ipaddress import IPv4Network, IPv6Network
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import ARRAY, CIDR
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.practices import OFFICE

MAIN_SITE = UUID("00000000-0000-7000-8000-000000000003")  # whoever has no other one works here

Network = IPv4Network | IPv6Network


class Site(Base):
    """A place of work; with no networks its people may sign in from anywhere, which no offshore site may."""

    __tablename__ = "site"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str]  # ISO 3166, two letters
    state: Mapped[str | None]
    networks: Mapped[list[Network]] = mapped_column(ARRAY(CIDR), default=list)
    __table_args__ = (CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_is_two_letters"),)


class ContractTerm(Base):
    """What a practice's contract says about one program and state, in a whole country or at one site."""

    __tablename__ = "contract_term"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), index=True)
    program: Mapped[str]  # rules.offshore.Program
    state: Mapped[str]
    country: Mapped[str]
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))  # None: the whole country
    allowed: Mapped[bool]
    source: Mapped[str]  # where in the contract it stands
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    __table_args__ = (
        CheckConstraint(f"practice_id <> '{OFFICE}'", name="no_contract_is_with_the_office_itself"),
    )
