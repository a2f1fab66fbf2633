"""One's own second factors, changed later: another app, more passkeys, fresh recovery codes."""

from uuid import UUID

from sqlalchemy import delete

from activities import authenticator_apps, passkeys, recovery
from activities.doors import Door, Proof
from activities.second_factors import Factors, factors_of
from activities.sessions import Person
from activities.transactions import Office
from models.second_factors import Passkey
from rules.errors import Conflict, Unknown

LAST = "This is your last passkey, and there is no app: add another way first."


async def own_factors(office: Office, person: Person) -> Factors:
    """What this person has enrolled."""
    async with office.begin(person.actor) as work:
        return await factors_of(work, person.id)


async def change_app(office: Office, door: Door, person: Person, sealed_secret: str, code: str) -> None:
    """Another authenticator app in place of the old one. Raises NotAllowed for wrong digits."""
    async with office.begin(person.actor) as work:
        await authenticator_apps.add(work, door, person.id, door.seal.open(sealed_secret), code)
        work.record("enrolled an authenticator app", f"user:{person.id}")


async def add_passkey(office: Office, door: Door, person: Person, proof: Proof, name: str) -> None:
    """One more passkey. Raises NotAllowed when the answer does not fit."""
    async with office.begin(person.actor) as work:
        await passkeys.add(work, door, person.id, proof, name)
        work.record("enrolled a passkey", f"user:{person.id}", name=name)


async def remove_passkey(office: Office, person: Person, passkey_id: UUID) -> None:
    """One passkey less. Raises Conflict for the last way in, or Unknown."""
    async with office.begin(person.actor) as work:
        mine = await factors_of(work, person.id)
        if not mine.has_app and len(mine.passkeys) == 1:
            raise Conflict(LAST)
        this = delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == person.id)
        if (await work.session.execute(this.returning(Passkey.id))).one_or_none() is None:
            raise Unknown("There is no such passkey.")
        work.record("removed a passkey", f"user:{person.id}")


async def renew_codes(office: Office, person: Person) -> list[str]:
    """Fresh recovery codes; the old ones open nothing any more."""
    async with office.begin(person.actor) as work:
        work.record("renewed recovery codes", f"user:{person.id}")
        return await recovery.new_codes(work, person.id)
