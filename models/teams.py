"""Teams and the people in them: skills, working hours, absences, and how much each can take in a day."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id, words
from rules.skills import Skill


class Team(Base):
    """People who share work; a guided team takes the next task and never chooses one."""

    __tablename__ = "team"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    guided: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class TeamMember(Base):
    """This person works for this team; several teams are allowed."""

    __tablename__ = "team_member"
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    __table_args__ = (Index("ix_team_member_user", "user_id", "team_id"),)


class PersonSkill(Base):
    """What this person was trained for."""

    __tablename__ = "person_skill"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    skill: Mapped[Skill] = mapped_column(words(Skill), primary_key=True)


class Engagement(Base):
    """Where a person's clock stands, and how many plain accounts they take in a day."""

    __tablename__ = "engagement"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    time_zone: Mapped[str]
    daily_capacity: Mapped[Decimal | None]  # None: the office's own, from the rule table
    __table_args__ = (CheckConstraint("daily_capacity > 0", name="a_day_holds_some_work"),)


class WorkingHours(Base):
    """From when to when a person works on one weekday (0 is Monday), by their own clock."""

    __tablename__ = "working_hours"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[time]
    ends: Mapped[time]
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="a_week_has_seven_days"),
        CheckConstraint("starts < ends", name="hours_end_on_the_same_day"),
    )


class Absence(Base):
    """Days on which a person does not work, both ends included."""

    __tablename__ = "absence"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    why: Mapped[str]
    ended_at: Mapped[datetime | None]  # taken back; the row stays as proof
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="an_absence_ends_after_it_begins"),
        Index("ix_absence_user", "user_id", "until_on"),
    )
