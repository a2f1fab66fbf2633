"""Between the password and the desk: the second factor, its enrolment, and the yearly training."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from activities import authenticator_apps, passkeys, recovery, second_factors
from activities.actors import CLAIMDESK
from activities.doors import Door, Opened, Proof
from activities.second_factors import WRONG
from activities.session_tokens import acting, rise
from activities.sessions import SignedOut
from activities.sign_in_tries import forget, hash_of, knows_device, too_soon
from activities.sign_ins import SLOWED
from activities.training import acknowledge
from activities.transactions import Office, Work
from models import rulebook
from models.users import LoginSession, User
from rules.errors import NotAllowed
from rules.sessions import Needs

STARTED_ANEW = "Too many wrong codes: sign in again."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the door, and what they still owe; nothing of a practice is open to them."""

    id: UUID
    email: str
    needs: Needs


async def held(work: Work, token: str) -> tuple[LoginSession, User]:
    """This session and its person, locked until the commit. Raises SignedOut."""
    found = (
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_hash == hash_of(token), LoginSession.ended_because.is_(None), User.active)
        .where(LoginSession.ends_at > work.real_now)
    )
    row = (await work.session.execute(found.with_for_update(of=LoginSession))).one_or_none()
    if row is None:
        raise SignedOut("")
    work.actor = acting(row[1])
    return row[0], row[1]


async def who_waits(office: Office, token: str) -> Visitor:
    """Who stands at the door with this token. Raises SignedOut when nobody does."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await held(work, token)
    if login.needs is None:
        raise SignedOut("")
    return Visitor(user.id, user.email, login.needs)


async def show_factor(office: Office, door: Door, token: str, proof: Proof, device: str = "") -> Opened:
    """Take the step of the second factor. Raises NotAllowed; after too many wrong ones the sign-in ends."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await _waiting(work, token, Needs.SECOND_FACTOR)
        known = await knows_device(work, user, device)
        keys = {"codes": f"codes:{hash_of(device) if known else user.id}"}
        if is_slowed := not proof.answer and await too_soon(work, keys):
            work.record("slowed a second factor", f"user:{user.id}")
        elif how := await second_factors.proven_by(work, door, user, proof):
            await forget(work, keys)
            work.record(f"showed {how}", f"user:{user.id}")
            return await rise(work, door, login, user, device, is_strong=True)
        else:
            await count_wrong(work, login)
    raise NotAllowed(SLOWED if is_slowed else WRONG)


async def enrol_app(
    office: Office, door: Door, token: str, sealed_secret: str, code: str
) -> tuple[Opened, list[str]]:
    """Take the step of enrolment with an app; recovery codes to be shown once. Raises NotAllowed."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await _waiting(work, token, Needs.ENROLMENT)
        await authenticator_apps.add(work, door, user.id, door.seal.open(sealed_secret), code)
        return await _enrolled(work, door, login, user, "an authenticator app")


async def enrol_passkey(office: Office, door: Door, token: str, proof: Proof) -> tuple[Opened, list[str]]:
    """Take the step of enrolment with a passkey; recovery codes to be shown once. Raises NotAllowed."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await _waiting(work, token, Needs.ENROLMENT)
        await passkeys.add(work, door, user.id, proof, "First passkey")
        return await _enrolled(work, door, login, user, "a passkey")


async def finish_training(office: Office, door: Door, token: str, version: str, device: str = "") -> Opened:
    """Take the step of the training. Raises Conflict when the text was changed meanwhile."""
    async with office.begin(CLAIMDESK) as work:
        login, user = await _waiting(work, token, Needs.TRAINING)
        await acknowledge(work, user.id, version)
        return await rise(work, door, login, user, device, is_strong=False)


async def count_wrong(work: Work, login: LoginSession) -> None:
    """One more wrong proof in this session; after the last one it ends."""
    wrong = login.wrong_codes + 1
    is_last = wrong >= rulebook.sign_in_limits(work.now.date()).factor_tries
    this = update(LoginSession).where(LoginSession.token_hash == login.token_hash)
    over = STARTED_ANEW if is_last else None
    await work.session.execute(this.values(wrong_codes=wrong, ended_because=over))
    work.record("refused a second factor", f"user:{login.user_id}")


async def _waiting(work: Work, token: str, needs: Needs) -> tuple[LoginSession, User]:
    login, user = await held(work, token)
    if login.needs is not needs:
        raise NotAllowed("This step of signing in is over: go on with the next one.")
    return login, user


async def _enrolled(
    work: Work, door: Door, login: LoginSession, user: User, what: str
) -> tuple[Opened, list[str]]:
    work.record(f"enrolled {what}", f"user:{user.id}")
    codes = await recovery.new_codes(work, user.id)
    return await rise(work, door, login, user, is_strong=True), codes
