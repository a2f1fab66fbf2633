"""Who pays: the payer's card with its habits, limits and ways to be reached."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Payer(Base):
    """One payer or plan; `filing_rule` names a filing limit, None means the cautious default."""

    __tablename__ = "payer"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    payer_id: Mapped[str] = mapped_column(unique=True)  # the id payers go by in X12 (2010BB NM109)
    name: Mapped[str]
    plan_kind: Mapped[str] = mapped_column(default="commercial")
    program: Mapped[str | None]  # "Texas Medicaid": as the filing limits name it
    state: Mapped[str | None]
    access_program: Mapped[str] = mapped_column(
        default="unknown", server_default="unknown"
    )  # for offshore rules
    filing_rule: Mapped[str | None]
    follow_up_days: Mapped[int] = mapped_column(default=21)
    member_id_pattern: Mapped[str | None]  # a regular expression for the whole member id
    needs_referring: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None]
    portal: Mapped[str | None]
    hours: Mapped[str | None]
    playbook: Mapped[str | None]
    __table_args__ = (CheckConstraint("follow_up_days between 14 and 21", name="follow_up_is_14_to_21_days"),)
