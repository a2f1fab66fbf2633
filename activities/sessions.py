"""Sessions: who is there, for how long, and how a session ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from activities.access import ELSEWHERE, reach, record_elsewhere, stands_at
from activities.actors import CLAIMDESK, Actor
from activities.sign_ins import hash_of
from activities.transactions import Office
from models.practices import Practice
from models.sites import Site
from models.users import LoginSession, Membership, User
from rules.access import Permission, Role, may
from rules.errors import Refusal

TOUCH_EVERY = timedelta(seconds=30)


class SignedOut(Refusal):
    """Nobody is signed in with this cookie; the text says why, empty when nobody ever was."""

    status = 401


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
    mine = Membership.user_id == User.id
    ids = select(func.array_agg(Membership.practice_id)).where(mine)
    names = select(func.array_agg(Practice.name)).join(Membership, Membership.practice_id == Practice.id)
    found = (
        select(LoginSession, User, Site, ids.scalar_subquery(), names.where(mine).scalar_subquery())
        .join(User, User.id == LoginSession.user_id)
        .join(Site, Site.id == User.site_id)
        .where(LoginSession.token_hash == hash_of(token))
    )
    async with office.begin(CLAIMDESK) as work:
        row = (await work.session.execute(found)).one_or_none()
        if row is None:
            raise SignedOut("")
        login, user, site, practices, names_of_practices = row
        if why := why_ended(login, user, work.real_now, idle):
            raise SignedOut(why)
        is_there = stands_at(work, site, address)
        classes = await reach(work, site, _practices_of(user, practices or []))
        if is_there and is_touch and work.real_now - login.last_active_at > TOUCH_EVERY:
            touch = update(LoginSession).where(LoginSession.token_hash == login.token_hash)
            await work.session.execute(touch.values(last_active_at=work.real_now))
    if not is_there:
        await record_elsewhere(office, user, site, address)
        raise SignedOut(ELSEWHERE)
    return _person(login, user, site, classes, practices or [], names_of_practices or [])


def _practices_of(user: User, practices: list[UUID]) -> frozenset[UUID] | None:
    return None if user.role == Role.ADMINISTRATOR else frozenset(practices)


def why_ended(login: LoginSession, user: User, now: datetime, idle: timedelta) -> str:
    """Why this session no longer holds, in words for the sign-in page; empty while it holds."""
    if login.ended_because:
        return login.ended_because
    if not user.active:
        return "This account was closed."
    if now >= login.ends_at:
        return "Your session of a working day is over: sign in again."
    if now - login.last_active_at >= idle:
        minutes = int(idle.total_seconds() // 60)
        return f"Locked after {minutes} minutes without a touch. What you typed is kept."
    return ""


def _person(
    login: LoginSession,
    user: User,
    site: Site,
    classes: frozenset[str] | None,
    practices: list[UUID],
    names: list[str],
) -> Person:
    everywhere = user.role == Role.ADMINISTRATOR
    place = "all practices" if everywhere else names[0] if len(names) == 1 else f"{len(names)} practices"
    return Person(
        id=user.id,
        name=user.name,
        email=user.email,
        role=Role(user.role),
        practices=_practices_of(user, practices),
        token_hash=login.token_hash,
        color_scheme=user.color_scheme,
        single_keys=user.single_keys,
        auto_advance=user.auto_advance,
        place=place,
        ends_at=login.ends_at,
        site=site.name,
        classes=classes,
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
        return row is not None and not why_ended(row[0], row[1], work.real_now, idle)


async def own_sessions(office: Office, person: Person, idle: timedelta) -> list[LoginSession]:
    """This person's sessions that still hold, the newest first."""
    async with office.begin(person.actor) as work:
        mine = select(LoginSession).where(
            LoginSession.user_id == person.id,
            LoginSession.ended_because.is_(None),
            LoginSession.ends_at > work.real_now,
            LoginSession.last_active_at > work.real_now - idle,
        )
        return list(await work.session.scalars(mine.order_by(LoginSession.created_at.desc())))


async def sign_out(office: Office, person: Person) -> None:
    """End this session at once."""
    await _end(office, person, LoginSession.token_hash == person.token_hash, "You signed out.")


async def end_session(office: Office, person: Person, token_hash: str) -> None:
    """End one of one's own sessions."""
    mine = (LoginSession.user_id == person.id) & (LoginSession.token_hash == token_hash)
    await _end(office, person, mine, "You ended this session from another one.")


async def _end(office: Office, person: Person, which: ColumnElement[bool], because: str) -> None:
    async with office.begin(person.actor) as work:
        ended = update(LoginSession).where(which, LoginSession.ended_because.is_(None))
        await work.session.execute(ended.values(ended_because=because))
        work.record("ended a session", f"user:{person.id}", because=because)
