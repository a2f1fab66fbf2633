"""Tokens for programs: shown once, kept as a hash, acting as their person within scopes until a day."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update

from activities.access import ELSEWHERE, stands_at
from activities.actors import CLAIMDESK, Actor
from activities.reach import reach
from activities.sessions import TOUCH_EVERY, Person
from activities.sign_in_tries import hash_of
from activities.transactions import Office
from models import rulebook
from models.api_tokens import ApiToken
from models.next_tasks import guides
from models.practices import works_for
from models.sites import Site
from models.users import Membership, User
from rules.access import Permission, Role, may
from rules.api_scopes import Scope, require_scope
from rules.errors import Conflict, NotAllowed, Refusal, Unknown

PREFIX = "claimdesk_"  # so that scanners of leaked secrets know what they found


class NoToken(Refusal):
    """No token that holds came with the request."""

    status = 401


@dataclass(frozen=True, slots=True)
class Caller:
    """The program of a person, with what its token may do."""

    actor: Actor
    scopes: frozenset[str]
    guided_by: str | None  # the team of theirs that works by "work next" alone; None: they choose

    @property
    def approves(self) -> bool:
        return may(Role(self.actor.role), Permission.APPROVE_WRITE_OFF)

    def require(self, scope: Scope) -> None:
        """Raises NotAllowed unless the token and the role allow it."""
        require_scope(Role(self.actor.role), self.scopes, scope)


async def make_token(office: Office, person: Person, name: str, scopes: Collection[Scope], days: int) -> str:
    """A new token of this person, shown this once. Raises Conflict when something of it makes no sense."""
    async with office.begin(person.actor) as work:
        longest = rulebook.sign_in_limits(work.now.date()).token_longest
        if not name.strip() or not scopes or not 1 <= days <= longest:
            raise Conflict(f"A token has a name, at least one scope, and 1 to {longest} days.")
        token = PREFIX + secrets.token_urlsafe(32)
        row = ApiToken(
            user_id=person.id,
            name=name.strip(),
            token_hash=hash_of(token),
            scopes=sorted(scopes),
            made_at=work.real_now,
            ends_at=work.real_now + timedelta(days=days),
        )
        work.session.add(row)
        await work.session.flush()
        work.record("made a token", f"token:{row.id}", scopes=sorted(scopes), days=days)
    return token


async def own_tokens(office: Office, person: Person) -> Sequence[ApiToken]:
    """This person's tokens that still hold, the newest first."""
    async with office.begin(person.actor) as work:
        mine = select(ApiToken).where(ApiToken.user_id == person.id, ApiToken.ends_at > work.real_now)
        return (await work.session.scalars(mine.order_by(ApiToken.made_at.desc()))).all()


async def end_token(office: Office, person: Person, token_id: UUID) -> None:
    """End one of one's own tokens at once. Raises Unknown."""
    async with office.begin(person.actor) as work:
        mine = delete(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == person.id)
        if (await work.session.execute(mine.returning(ApiToken.id))).one_or_none() is None:
            raise Unknown("There is no such token.")
        work.record("ended a token", f"token:{token_id}")


async def who_calls(office: Office, token: str, address: str) -> Caller:
    """Whose program this is. Raises NoToken, or NotAllowed from elsewhere than the person's site."""
    ids = select(func.array_agg(Membership.practice_id)).where(Membership.user_id == User.id)
    found = (
        select(ApiToken, User, Site, ids.scalar_subquery(), guides(User.id).scalar_subquery())
        .join(User, User.id == ApiToken.user_id)
        .join(Site, Site.id == User.site_id)
        .where(ApiToken.token_hash == hash_of(token), User.active)
    )
    async with office.begin(CLAIMDESK) as work:
        row = (await work.session.execute(found.where(ApiToken.ends_at > work.real_now))).one_or_none()
        if row is None:
            raise NoToken("This needs a token that holds: send it as `Authorization: Bearer …`.")
        held, user, site, ids_of, guided_by = row
        practices = None if user.role == Role.ADMINISTRATOR else works_for(user.role, ids_of or ())
        is_there = stands_at(work, site, address)
        classes = await reach(work, site, practices)
        if held.last_used_at is None or work.real_now - held.last_used_at > TOUCH_EVERY:
            touch = update(ApiToken).where(ApiToken.id == held.id)
            await work.session.execute(touch.values(last_used_at=work.real_now))
        if not is_there:
            work.record("refused a token", f"token:{held.id}", address=address)
    if not is_there:
        raise NotAllowed(ELSEWHERE)
    actor = Actor(user.id, user.name, user.role, practices, classes)
    chooses = may(Role(user.role), Permission.TRANSFER_ANY)
    return Caller(actor, frozenset(held.scopes), None if chooses else guided_by)
