"""What people are told, how each wants to be told, and the mail that waits to go out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, desc, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from models.practices import Practice
from rules.alerts import AlertKind, Delivery

PAGE = 50


class Alert(Base):
    """One thing said to one person; said again only after they have seen it."""

    __tablename__ = "alert"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    practice_id: Mapped[UUID | None] = mapped_column(ForeignKey("practice.id"))  # None: of the whole office
    kind: Mapped[AlertKind] = mapped_column(words(AlertKind))
    subject: Mapped[str]  # "task:<id>": where it leads
    told: Mapped[str]  # one sentence without patient data
    delivery: Mapped[Delivery] = mapped_column(words(Delivery))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_alert_user", "user_id", desc("created_at"), desc("id")),
        Index(
            "uq_alert_unseen",
            "user_id",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("seen_at is null"),
        ),
    )


class AlertChoice(Base):
    """How one person wants to hear of one kind; without a row the kind's habit holds."""

    __tablename__ = "alert_choice"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    kind: Mapped[AlertKind] = mapped_column(words(AlertKind), primary_key=True)
    delivery: Mapped[Delivery] = mapped_column(words(Delivery))


class Mail(Base):
    """One e-mail to one person: titles of alerts and a link, never what the alerts say.

    A link that opens something by itself stands here sealed, and only until the mail is done with.
    """

    __tablename__ = "mail"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # also its Message-ID
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    cause: Mapped[str] = mapped_column(unique=True)  # "alert:<id>", "digest:<user>:<day>"
    title: Mapped[str]
    lines: Mapped[list[str]]
    sealed_link: Mapped[str | None]
    made_at: Mapped[datetime]
    taken_until: Mapped[datetime | None]  # real time: one sender has it in hand
    sent_at: Mapped[datetime | None]
    refused: Mapped[str | None]  # what the mail server said: it is not tried again
    __table_args__ = (
        CheckConstraint("sealed_link is null or (sent_at is null and refused is null)", "forgets_its_link"),
        Index("ix_mail_waiting", "id", postgresql_where=text("sent_at is null and refused is null")),
    )


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert as its list shows it; `practice` None belongs to the whole office."""

    id: UUID
    kind: AlertKind
    subject: str
    told: str
    created_at: datetime
    seen_at: datetime | None
    practice: str | None


async def of_person(
    session: AsyncSession, user_id: UUID, after: tuple[datetime, UUID] | None = None
) -> list[AlertRow]:
    """What this person was told, the newest first; one more than a page when there is more."""
    found = (
        select(Alert.id, Alert.kind, Alert.subject, Alert.told, Alert.created_at, Alert.seen_at)
        .add_columns(Practice.name)
        .outerjoin(Practice, Practice.id == Alert.practice_id)
        .where(Alert.user_id == user_id)
    )
    if after:
        found = found.where(tuple_(Alert.created_at, Alert.id) < after)
    newest = found.order_by(Alert.created_at.desc(), Alert.id.desc()).limit(PAGE + 1)
    return [AlertRow(*row) for row in await session.execute(newest)]


async def choices(session: AsyncSession, user_id: UUID) -> dict[AlertKind, Delivery]:
    """What this person chose; a kind that is not there goes by its habit."""
    mine = select(AlertChoice.kind, AlertChoice.delivery).where(AlertChoice.user_id == user_id)
    return {kind: delivery for kind, delivery in await session.execute(mine)}  # noqa: C416 - rows are no pairs
