"""Sessions: who is there, for how long, and how a session ends."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, String, bindparam, func, select, update

from activities.access import ELSEWHERE, record_elsewhere, stands_at
from activities.actors import CLAIMDESK, Actor
from activities.reach import is_offshore, reach
from activities.sign_in_tries import hash_of
from activities.transactions import Answer, Office
from models import rulebook
from models.next_tasks import guides
from models.office import Office as Calendar
from models.practices import OFFICE, works_for
from models.sign_in_pages import emergency_of_user
from models.sites import Site
from models.users import LoginSession, Membership, User
from rules.access import Permission, Role, may
from rules.errors import Refusal
from rules.sessions import Login, Needs, why_locked, why_over

TOUCH_EVERY = timedelta(seconds=30)


class SignedOut(Refusal):
    """Nobody is signed in with this cookie; the text says why, empty when nobody ever was."""

    status = 401


class Locked(SignedOut):
    """The session holds, behind the lock: a quick proof opens it again."""


class AtTheDoor(SignedOut):
    """The password was right, and the sign-in still owes something."""

    def __init__(self, needs: Needs) -> None:
        super().__init__("")
        self.needs = needs


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, what they chose, and the practices they work for (None: all)."""

    id: UUID
    name: str
    email: str
    role: Role
    practices: frozenset[UUID] | None
    token_hash: str
    color_scheme: str
    single_keys: bool
    auto_advance: bool
    place: str  # "Riverside Family Practice" or "3 practices"
    ends_at: datetime
    site: str
    classes: frozenset[str] | None  # None: onshore, every class; see Actor
    is_fresh: bool  # a second factor was shown so lately that a deed may follow that cannot be undone
    emergency_until: datetime | None  # None: `role` is their own
    guided_by: str | None  # the team of theirs that works by "work next" alone; None: they choose
    has_kept: bool  # what they sent or half typed when their session was over waits for them

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.name, self.role, self.practices, self.classes)

    @property
    def is_offshore(self) -> bool:
        return self.classes is not None

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)


async def who_is(
    office: Office, token: str, idle: timedelta, address: str, *, is_touch: bool = True
) -> Person:
    """The person behind this token; `is_touch` counts as a sign of life. Raises SignedOut, saying why.

    A session ends when it is used from elsewhere than the person's site; that is recorded as refused.
    """
    answer = await office.ask(_found(), {"token": hash_of(token)})
    if answer is None:
        raise SignedOut("")
    login, user, site, practices, place, guided_by, role, until, _ = answer.row
    _must_be_open(login, user, answer.real_now, idle)
    if not stands_at(answer, site, address):
        await record_elsewhere(office, user, site, address)
        raise SignedOut(ELSEWHERE)
    mine = None if user.role == Role.ADMINISTRATOR else works_for(user.role, practices or ())  # by their own
    classes = await _reach(office, site, mine) if is_offshore(answer, site) else None
    if is_touch and answer.real_now - login.last_active_at > TOUCH_EVERY:
        await _touch(office, login)
    person = _person(login, user, site, classes, mine, place, is_fresh=_is_fresh(login, answer))
    if role is not None:
        person = replace(person, role=Role(role), emergency_until=until)
    return person if person.may(Permission.TRANSFER_ANY) else replace(person, guided_by=guided_by)


async def _reach(office: Office, site: Site, practices: frozenset[UUID] | None) -> frozenset[str] | None:
    async with office.begin(CLAIMDESK) as work:
        return await reach(work, site, practices)


async def _touch(office: Office, login: LoginSession) -> None:
    async with office.begin(CLAIMDESK) as work:
        touch = update(LoginSession).where(LoginSession.token_hash == login.token_hash)
        await work.session.execute(touch.values(last_active_at=work.real_now))


@cache
def _found() -> Select[Any]:
    """Everything about the person of one session, in one statement that is built once."""
    ids = select(func.array_agg(Membership.practice_id)).where(Membership.user_id == User.id)
    emergency = emergency_of_user(bindparam("now", type_=DateTime(True)))
    ahead = select(Calendar.days_ahead).scalar_subquery().label("days_ahead")
    return (
        select(LoginSession, User, Site, ids.scalar_subquery())
        .add_columns(
            func.claimdesk_only_practice(User.id, type_=String),
            guides(User.id).scalar_subquery(),
            *emergency,
            ahead,
        )
        .join(User, User.id == LoginSession.user_id)
        .join(Site, Site.id == User.site_id)
        .where(LoginSession.token_hash == bindparam("token"))
    )


def _is_fresh(login: LoginSession, answer: Answer) -> bool:
    fresh = rulebook.sign_in_limits(answer.now.date()).fresh
    return login.strong_at is not None and answer.real_now - login.strong_at <= fresh


def facts_of(login: LoginSession, user: User) -> Login:
    """The session as the rules judge it."""
    return Login(login.ended_because or "", user.active, login.last_active_at, login.locked_at, login.ends_at)


def _must_be_open(login: LoginSession, user: User, now: datetime, idle: timedelta) -> None:
    facts = facts_of(login, user)
    if why := why_over(facts, now):
        raise SignedOut(why)
    if login.needs is not None:
        raise AtTheDoor(login.needs)
    if why := why_locked(facts, now, idle):
        raise Locked(why)


def _person(
    login: LoginSession,
    user: User,
    site: Site,
    classes: frozenset[str] | None,
    practices: frozenset[UUID] | None,
    place: str | None,
    *,
    is_fresh: bool,
) -> Person:
    several = "all practices" if practices is None else f"{len(practices - {OFFICE})} practices"
    return Person(
        id=user.id,
        name=user.name,
        email=user.email,
        role=Role(user.role),
        practices=practices,
        token_hash=login.token_hash,
        color_scheme=user.color_scheme,
        single_keys=user.single_keys,
        auto_advance=user.auto_advance,
        place=several if practices is None else place or several,
        ends_at=login.ends_at,
        site=site.name,
        classes=classes,
        is_fresh=is_fresh,
        emergency_until=None,
        guided_by=None,
        has_kept=login.sealed_act is not None,
    )


async def still_in(office: Office, person: Person, idle: timedelta) -> bool:
    """Whether this sign-in still holds; asking is no sign of life."""
    found = (
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_hash == person.token_hash)
    )
    async with office.begin(CLAIMDESK) as work:
        row = (await work.session.execute(found)).one_or_none()
        if row is None or row[0].needs:
            return False
        facts = facts_of(*row)
        return not (why_over(facts, work.real_now) or why_locked(facts, work.real_now, idle))


async def own_sessions(office: Office, person: Person) -> list[LoginSession]:
    """This person's sessions that still hold, locked ones too, the newest first."""
    async with office.begin(person.actor) as work:
        mine = select(LoginSession).where(
            LoginSession.user_id == person.id,
            LoginSession.ended_because.is_(None),
            LoginSession.ends_at > work.real_now,
            LoginSession.needs.is_(None),
        )
        return list(await work.session.scalars(mine.order_by(LoginSession.created_at.desc())))


async def sign_out(office: Office, token: str) -> None:
    """End this session at once, locked or half open as it may be."""
    async with office.begin(CLAIMDESK) as work:
        this = LoginSession.token_hash == hash_of(token), LoginSession.ended_because.is_(None)
        ended = update(LoginSession).where(*this).values(ended_because="You signed out.")
        user_id = await work.session.scalar(ended.returning(LoginSession.user_id))
        if user_id is not None:
            work.record("signed out", f"user:{user_id}")


async def end_session(office: Office, person: Person, token_hash: str) -> None:
    """End one of one's own sessions."""
    mine = (LoginSession.user_id == person.id) & (LoginSession.token_hash == token_hash)
    await _end(office, person, mine, "You ended this session from another one.")


async def _end(office: Office, person: Person, which: ColumnElement[bool], because: str) -> None:
    async with office.begin(person.actor) as work:
        ended = update(LoginSession).where(which, LoginSession.ended_because.is_(None))
        await work.session.execute(ended.values(ended_because=because))
        work.record("ended a session", f"user:{person.id}", because=because)
