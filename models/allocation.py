"""Who gets which task: the rules in their order, and what people passed over."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from models.practices import earliest_day
from models.teams import Team
from models.users import User
from rules.allocation import Conditions, How, Rule, in_force


class AllocationRule(Base):
    """One line of the list that is tried from top to bottom; `conditions` as rules.allocation reads them."""

    __tablename__ = "allocation_rule"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    position: Mapped[int]
    name: Mapped[str]
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"))
    how: Mapped[How] = mapped_column(words(How))
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]  # the last day; None: until somebody ends it
    active: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(team_id is null) <> (user_id is null)", name="a_rule_names_a_team_or_a_person"),
        CheckConstraint("effective_from <= effective_to", name="a_rule_ends_after_it_begins"),
        Index("ix_allocation_rule_position", "position", "id"),
    )


class TaskSkip(Base):
    """Somebody passed over a task that "work next" gave them, and said why."""

    __tablename__ = "task_skip"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (Index("ix_task_skip_user", "user_id", "at"),)


async def rules_on(session: AsyncSession, now: datetime, also: UUID | None = None) -> list[Rule]:
    """The rules that hold on the office's own day, in the order in which they are tried.

    `also` is one that is still off, whatever its dates.
    """
    found = select(AllocationRule, earliest_day(now)).where(
        or_(AllocationRule.active, AllocationRule.id == also) if also else AllocationRule.active
    )
    rows = await session.execute(found.order_by(AllocationRule.position, AllocationRule.id))
    return [
        rule_of(row)
        for row, today in rows
        if row.id == also or in_force(row.effective_from, row.effective_to, today)
    ]


async def everything(session: AsyncSession) -> Sequence[AllocationRule]:
    """Every rule, on or off, in the order in which they are tried."""
    ordered = select(AllocationRule).order_by(AllocationRule.position, AllocationRule.id)
    return (await session.scalars(ordered)).all()


def rule_of(row: AllocationRule) -> Rule:
    """The rule as it is tried."""
    conditions = Conditions.model_validate(row.conditions)
    return Rule(row.id, row.name, conditions, row.how, row.team_id, row.user_id)


async def names(session: AsyncSession) -> dict[UUID, str]:
    """The names of all people and teams, by id."""
    people, teams = select(User.id, User.name), select(Team.id, Team.name)
    return {row[0]: row[1] for row in await session.execute(people.union_all(teams))}
