"""How a payer is worked: one text for each kind of task, with everybody who changed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, ScalarSelect, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from models.base import Base, new_id
from models.users import User
from rules.tasks import TaskKind


class Playbook(Base):
    """One version of the text; the newest one holds, the older ones stay."""

    __tablename__ = "playbook"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payer.id"))
    kind: Mapped[str]  # a task kind
    body: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime]
    __table_args__ = (Index("ix_playbook_newest", "payer_id", "kind", text("id desc")),)


def newest_for(
    payer_id: InstrumentedAttribute[UUID], kind: InstrumentedAttribute[TaskKind]
) -> ScalarSelect[UUID]:
    """The id of the version that holds, to be joined to a payer and a kind of task."""
    own = aliased(Playbook)
    versions = select(own.id).where(own.payer_id == payer_id, own.kind == kind)
    return versions.order_by(own.id.desc()).limit(1).correlate_except(own).scalar_subquery()


async def of_payer(session: AsyncSession, payer_id: UUID) -> list[tuple[Playbook, str]]:
    """Every version of this payer's playbooks with the name of its author, by kind, the newest first."""
    found = select(Playbook, User.name).join(User, User.id == Playbook.changed_by)
    mine = found.where(Playbook.payer_id == payer_id).order_by(Playbook.kind, Playbook.id.desc())
    return [(playbook, name) for playbook, name in await session.execute(mine)]
