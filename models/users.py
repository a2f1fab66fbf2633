"""Who may come in: people, the practices they work for, and their sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from models.practices import OFFICE
from models.sites import MAIN_SITE
from rules.sessions import Needs

SYSTEM = UUID("00000000-0000-7000-8000-000000000002")  # the workflows act as this one


class User(Base):
    """A person with one role; never shared between people."""

    __tablename__ = "app_user"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    color_scheme: Mapped[str] = mapped_column(default="light dark")
    single_keys: Mapped[bool] = mapped_column(default=True)
    auto_advance: Mapped[bool] = mapped_column(default=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), default=MAIN_SITE)
    __table_args__ = (Index("uq_app_user_email", text("lower(email)"), unique=True),)


class Membership(Base):
    """This person works for this practice; without a row they see nothing of it."""

    __tablename__ = "membership"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    __table_args__ = (
        CheckConstraint(f"practice_id <> '{OFFICE}'", name="nobody_is_a_member_of_the_office_itself"),
    )


class LoginSession(Base):
    """One sign-in; the cookie holds the token, the row only its SHA-256."""

    __tablename__ = "login_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), index=True)
    address: Mapped[str]
    created_at: Mapped[datetime]
    last_active_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_because: Mapped[str | None]
    needs: Mapped[Needs | None] = mapped_column(words(Needs))  # None: the desk is open
    strong_at: Mapped[datetime | None]  # the last second factor shown here
    locked_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)  # since the last right one
    sealed_act: Mapped[str | None]  # what was sent while the session could not do it


class SignInTry(Base):
    """Failed sign-ins in a row for one account or one address, known to us or not."""

    __tablename__ = "sign_in_try"
    key: Mapped[str] = mapped_column(primary_key=True)  # "account:<sha256 of the e-mail>" or "address:<ip>"
    failed: Mapped[int] = mapped_column(default=0)
    slow_until: Mapped[datetime | None]  # None: nobody has to wait
