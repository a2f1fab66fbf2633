"""A second proof of who one is: authenticator apps, passkeys, recovery codes, known browsers, identities."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class AuthenticatorApp(Base):
    """A person's app that shows six digits; each 30-second step works once."""

    __tablename__ = "authenticator_app"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    sealed_secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]


class Passkey(Base):
    """A key pair of a person's device; only its public half is here."""

    __tablename__ = "passkey"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of a person's printed codes; gone once it was used."""

    __tablename__ = "recovery_code"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)


class KnownDevice(Base):
    """A browser in which this person has signed in: strangers' tries do not slow it."""

    __tablename__ = "known_device"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), index=True)
    seen_at: Mapped[datetime]


class LinkedIdentity(Base):
    """A person at an identity provider: issuer and subject are the key, never the e-mail."""

    __tablename__ = "linked_identity"
    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), index=True)
    linked_at: Mapped[datetime]
