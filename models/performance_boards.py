"""The performance board: the days added up over a period, by person, team, site and kind."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.performance import PerformanceDay
from models.practices import Practice
from models.quality import QualityReview
from models.sites import Site
from models.teams import Team, TeamMember
from models.users import User
from rules.performance import PerformanceRules, Period, Tally
from rules.quality import COUNTED


@dataclass(frozen=True, slots=True)
class Who:
    """A person with the site and the teams they belong to today: ids with names."""

    id: UUID
    name: str
    site: tuple[UUID, str]
    teams: tuple[tuple[UUID, str], ...]


async def everybody(session: AsyncSession) -> dict[UUID, Who]:
    """Whoever could have finished something, former colleagues too."""
    teams: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    belong = select(TeamMember.user_id, Team.id, Team.name).join(Team, Team.id == TeamMember.team_id)
    for who, team_id, name in await session.execute(belong.order_by(Team.name, Team.id)):
        teams[who].append((team_id, name))
    found = select(User.id, User.name, Site.id, Site.name).join(Site, Site.id == User.site_id)
    rows = await session.execute(found.order_by(User.name, User.id))
    return {who: Who(who, name, (site, at), tuple(teams[who])) for who, name, site, at in rows}


async def by_person_and_kind(
    session: AsyncSession, period: Period, rules: PerformanceRules
) -> dict[UUID, dict[str, Tally]]:
    """What each person finished of each kind; days and reviews stand apart."""
    row = PerformanceDay
    found = (
        select(row.user_id, row.kind, func.sum(row.finished), func.sum(row.accounts), func.sum(row.money))
        .add_columns(func.sum(row.first_touch), func.sum(row.reworked))
        .add_columns(func.sum(row.timed), func.sum(row.touch_seconds))
        .where(row.day.between(period.first, period.last))
        .group_by(row.user_id, row.kind)
    )
    people: dict[UUID, dict[str, Tally]] = defaultdict(dict)
    for who, kind, *sums in await session.execute(found):
        finished, accounts, money, first, reworked, timed, seconds = sums
        people[who][kind] = Tally(
            finished=finished,
            accounts=accounts,
            money=money,
            first_touch=first,
            reworked=reworked,
            can_come_back=finished if kind in rules.rework_kinds else 0,
            timed=timed,
            touch_seconds=seconds,
        )
    return people


async def days_worked(session: AsyncSession, period: Period) -> Mapping[UUID, int]:
    """On how many days each person finished something."""
    row = PerformanceDay
    found = select(row.user_id, func.count(func.distinct(row.day)))
    found = found.where(row.day.between(period.first, period.last)).group_by(row.user_id)
    return {who: days for who, days in await session.execute(found)}  # noqa: C416 - a row is no pair to dict()


def in_period(period: Period) -> list[ColumnElement[bool]]:
    """Reviews that count, made on these days of the practice that the query joins."""
    review = QualityReview
    day = func.date(func.timezone(Practice.time_zone, review.reviewed_at))
    morning = datetime.combine(period.first - timedelta(days=1), time(0), UTC)
    return [
        review.state.in_(COUNTED), day.between(period.first, period.last), review.reviewed_at >= morning
    ]  # fmt: skip


async def reviewed(session: AsyncSession, period: Period) -> Mapping[UUID, Tally]:
    """Reviews that count, by the person whose work it was, on the days on which they were made."""
    review = QualityReview
    found = (
        select(
            review.worker_id,
            func.count(),
            func.count().filter(review.passed.is_(True)),
            func.sum(review.score),
        )
        .join(Practice, Practice.id == review.practice_id)
        .where(*in_period(period))
        .group_by(review.worker_id)
    )
    rows = await session.execute(found)
    return {
        who: Tally(reviewed=made, passed=passed, points=points or 0) for who, made, passed, points in rows
    }


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How often tasks of one kind ended so, in the period and in the one before."""

    kind: str
    outcome: str
    now: int
    before: int
    money: Decimal


async def outcomes(session: AsyncSession, period: Period) -> list[OutcomeRow]:
    """The outcomes of both periods, the most frequent first."""
    row, before = PerformanceDay, period.before
    here = row.day >= period.first
    found = (
        select(row.kind, row.outcome, func.sum(row.finished).filter(here))
        .add_columns(func.sum(row.finished).filter(~here), func.sum(row.money).filter(here))
        .where(row.day.between(before.first, period.last))
        .group_by(row.kind, row.outcome)
    )
    rows = [
        OutcomeRow(kind, outcome, now or 0, was or 0, money or Decimal(0))
        for kind, outcome, now, was, money in await session.execute(found)
    ]
    return sorted(rows, key=lambda each: (-each.now, -each.before, each.kind, each.outcome))
