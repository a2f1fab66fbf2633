"""A session's token: made at sign-in, and made anew at every rise of rights."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.doors import Door, Opened, Visit
from activities.kept_acts import is_worth_keeping
from activities.sign_in_tries import hash_of, knows_device
from activities.training import is_trained
from activities.transactions import Work
from models import rulebook
from models.second_factors import AuthenticatorApp, KnownDevice, Passkey
from models.users import LoginSession, User
from rules.sessions import Needs, first_need, need_after_factor


def acting(user: User) -> Actor:
    """The person at the door: known by name, with no practice open yet."""
    return Actor(user.id, user.name, user.role, frozenset(), frozenset())


async def open_session(
    work: Work, door: Door, user: User, visit: Visit, *, is_strong: bool = False
) -> Opened:
    """A new session of this person; `is_strong` says that a second factor was shown with it."""
    needs = await _needs(work, door, user, is_strong=is_strong)
    now, token = work.real_now, secrets.token_urlsafe(32)
    waits = timedelta(minutes=rulebook.sign_in_limits(work.now.date()).door)
    login = LoginSession(
        token_hash=hash_of(token),
        user_id=user.id,
        address=visit.address,
        created_at=now,
        last_active_at=now,
        ends_at=now + (waits if needs else door.lasts),
        needs=needs,
        strong_at=now if needs is None or is_strong else None,
        sealed_act=await _act_before(work, user, visit),
    )
    work.session.add(login)
    await work.session.flush()
    work.record(
        "signed in" if needs is None else "gave the password", f"user:{user.id}", address=visit.address
    )
    return Opened(token, needs, bool(login.sealed_act), await _remember(work, user, visit.device, needs))


async def rise(
    work: Work, door: Door, login: LoginSession, user: User, device: str = "", *, is_strong: bool
) -> Opened:
    """The same session under a new token after a proof: it owes less; `is_strong`: by a second factor."""
    token, now, waited = secrets.token_urlsafe(32), work.real_now, login.needs
    needs = None
    if waited in (Needs.SECOND_FACTOR, Needs.ENROLMENT):
        needs = need_after_factor(trained=not door.training_required or await is_trained(work, user.id))
    same = update(LoginSession).where(LoginSession.token_hash == login.token_hash)
    await work.session.execute(
        same.execution_options(synchronize_session=False).values(
            token_hash=hash_of(token),
            needs=needs,
            last_active_at=now,
            locked_at=None,
            wrong_codes=0,
            strong_at=now if is_strong else login.strong_at,
            ends_at=now + door.lasts if waited and needs is None else login.ends_at,
        )
    )
    if waited and needs is None:
        work.record("signed in", f"user:{user.id}", address=login.address)
    return Opened(token, needs, bool(login.sealed_act), await _remember(work, user, device, needs))


async def _act_before(work: Work, user: User, visit: Visit) -> str | None:
    """What the same person had sent when their last session here was over, as long as it is kept."""
    same = LoginSession.token_hash == hash_of(visit.before), LoginSession.user_id == user.id
    kept = select(LoginSession.sealed_act).where(*same, is_worth_keeping(work))
    return await work.session.scalar(kept) if visit.before else None


async def _needs(work: Work, door: Door, user: User, *, is_strong: bool) -> Needs | None:
    trained = not door.training_required or await is_trained(work, user.id)
    if is_strong:
        return need_after_factor(trained=trained)
    return first_need(
        has_factor=await has_factor(work, user), factor_required=door.factor_required, trained=trained
    )


async def has_factor(work: Work, user: User) -> bool:
    """Whether this person enrolled an app or a passkey."""
    app = select(AuthenticatorApp.user_id).where(AuthenticatorApp.user_id == user.id)
    key = select(Passkey.user_id).where(Passkey.user_id == user.id)
    return (await work.session.execute(app.union_all(key).limit(1))).first() is not None


async def _remember(work: Work, user: User, device: str, needs: Needs | None) -> str:
    """Know this browser once the desk is open; a new token for it, empty when it has a good one."""
    if needs is not None:
        return ""
    known = await knows_device(work, user, device)
    token = device if known else secrets.token_urlsafe(32)
    row = insert(KnownDevice).values(token_hash=hash_of(token), user_id=user.id, seen_at=work.real_now)
    again = row.on_conflict_do_update(index_elements=["token_hash"], set_={"seen_at": work.real_now})
    await work.session.execute(again)
    return "" if known else token
