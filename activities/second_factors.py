"""The second proof: shown at the door, at the lock and before a deed that cannot be undone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from activities import authenticator_apps, passkeys, recovery
from activities.doors import Door, Proof
from activities.passwords import check_password
from activities.transactions import Work
from models.second_factors import AuthenticatorApp, KnownDevice, Passkey, RecoveryCode
from models.users import User

WRONG = "That does not fit. Codes work once, and only for half a minute: take the next one."


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has enrolled."""

    has_app: bool
    passkeys: list[Passkey]
    codes_left: int

    @property
    def any(self) -> bool:
        return self.has_app or bool(self.passkeys)


async def factors_of(work: Work, user_id: UUID) -> Factors:
    """Everything this person has enrolled."""
    mine = select(AuthenticatorApp.user_id).where(AuthenticatorApp.user_id == user_id)
    app = await work.session.scalar(mine)
    keys = await passkeys.passkeys_of(work, user_id)
    return Factors(app is not None, keys, await recovery.codes_left(work, user_id))


async def proven_by(work: Work, door: Door, user: User, proof: Proof, *, password: bool = False) -> str:
    """How this person proved themself, in words; empty when they did not. `password`: it counts too."""
    if proof.answer:
        owner = await passkeys.owner_of(work, door, proof)
        return "a passkey" if owner is not None and owner.id == user.id else ""
    if proof.code:
        if await authenticator_apps.accepts(work, door, user.id, proof.code):
            return "an authenticator app"
        return "a recovery code" if await recovery.use_code(work, user.id, proof.code) else ""
    if password and proof.password and await check_password(user.password_hash, proof.password):
        return "the password"
    return ""


async def forget_factors(work: Work, user_id: UUID) -> None:
    """This person has no second factor any more: they enrol at their next sign-in."""
    for table in (AuthenticatorApp, Passkey, RecoveryCode, KnownDevice):
        await work.session.execute(delete(table).where(table.user_id == user_id))
